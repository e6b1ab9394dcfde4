import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeFrame } from './code-frame.ts'
import { find, locate } from './locate.ts'
import type { Place } from './place.ts'
import { parseYaml } from './yaml-file.ts'
import type { YamlFile } from './yaml-file.ts'

export interface SpecPlace {
  /** Relative to the project's folder. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** The YAML line with carets, ready to print. */
  readonly frame: string
}

/**
 * Where a place stands in the YAML file as it is now; where it has gone, its nearest parent. Undefined when the file cannot be read.
 *
 * @example await readSpecPlace('/project', parsePlace('apitest.yaml#/tests/health check/expect/status'))
 */
export async function readSpecPlace(root: string, place: Place): Promise<SpecPlace | undefined> {
  const yaml = await readYaml(root, place.file)
  if (yaml === undefined) return undefined
  const range = locate(yaml, place.path)
  return { file: place.file, ...range.start, frame: codeFrame(yaml.text, range) }
}

/** The same in whichever of `files` has most of the path, for a request, flow or service known by its name alone. */
export async function findSpecPlace(root: string, files: readonly string[], path: Place['path']): Promise<SpecPlace | undefined> {
  let best: { file: string; depth: number } | undefined
  for (const file of files) {
    const yaml = await readYaml(root, file)
    const depth = yaml === undefined ? -1 : find(yaml, path).depth
    if (depth > (best?.depth ?? -1)) best = { file, depth }
    if (depth === path.length) break
  }
  return best && readSpecPlace(root, { file: best.file, path })
}

/** True when every part of a place exists in the file as it is now. */
export async function hasSpecPlace(root: string, place: Place): Promise<boolean> {
  const yaml = await readYaml(root, place.file)
  return yaml !== undefined && find(yaml, place.path).depth === place.path.length
}

const parsed = new Map<string, { readonly stamp: string; readonly yaml: YamlFile }>()

/** A file with many failures is parsed once, and again after it has changed. */
async function readYaml(root: string, file: string): Promise<YamlFile | undefined> {
  const path = join(root, file)
  try {
    const { mtimeMs, size } = await stat(path)
    const stamp = `${mtimeMs} ${size}`
    const known = parsed.get(path)
    if (known?.stamp === stamp) return known.yaml
    const yaml = parseYaml(file, await readFile(path, 'utf8'))
    parsed.set(path, { stamp, yaml })
    return yaml
  } catch {
    return undefined
  }
}
