import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePlace } from '../../places/place.ts'
import type { SourcePlace } from '../../runtime/report/run-result.ts'
import { scanKeys } from './scan-test-lines.ts'

/** Lines and columns of the given places in the YAML as it is now. A file is parsed only where looking at indentation is not enough. */
export async function locateTests(folder: string, places: readonly string[]): Promise<ReadonlyMap<string, SourcePlace>> {
  const located = new Map<string, SourcePlace>()
  const byFile = new Map<string, { readonly text: string; readonly path: readonly string[] }[]>()
  for (const text of places) {
    const { file, path } = parsePlace(text)
    const ofFile = byFile.get(file) ?? []
    ofFile.push({ text, path: path.map(String) })
    byFile.set(file, ofFile)
  }
  for (const [file, ofFile] of byFile) {
    const source = readSource(join(folder, file))
    if (source === undefined) continue
    const scanned = scanKeys(
      source,
      ofFile.map(({ path }) => path),
    )
    const missing = ofFile.filter(({ path }) => !scanned.has(path.join('\0')))
    const parsed = missing.length === 0 ? undefined : await parse(file, source)
    for (const { text, path } of ofFile) located.set(text, { file, ...(scanned.get(path.join('\0')) ?? parsed!(path)) })
  }
  return located
}

async function parse(file: string, source: string): Promise<(path: readonly string[]) => { line: number; column: number }> {
  const [{ parseYaml }, { locate }] = await Promise.all([import('../../places/yaml-file.ts'), import('../../places/locate.ts')])
  const yaml = parseYaml(file, source)
  return (path) => locate(yaml, path, { at: 'key' }).start
}

/** Someone may have removed the file while the tests ran. */
function readSource(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
