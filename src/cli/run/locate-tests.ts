import { parsePlace } from '../../places/place.ts'
import type { SourcePlace } from '../../runtime/report/run-result.ts'

/** Looks places up in the YAML as it is now; every file is parsed once, when the first of its places is asked for. */
export async function testLocator(folder: string, files: readonly string[]): Promise<(place: string) => SourcePlace | undefined> {
  const [{ parseYaml }, { locate }, { readFile }, { join }] = await Promise.all([
    import('../../places/yaml-file.ts'),
    import('../../places/locate.ts'),
    import('node:fs/promises'),
    import('node:path'),
  ])
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(folder, file), 'utf8').catch(() => undefined)] as const))
  const textOf = new Map(texts)
  const parsed = new Map<string, ReturnType<typeof parseYaml>>()
  const known = new Map<string, SourcePlace>()
  return (text) => {
    const place = parsePlace(text)
    const source = textOf.get(place.file)
    if (source === undefined) return undefined
    const yaml = parsed.get(place.file) ?? parseYaml(place.file, source)
    parsed.set(place.file, yaml)
    const found = known.get(text) ?? { file: place.file, ...locate(yaml, place.path).start }
    known.set(text, found)
    return found
  }
}
