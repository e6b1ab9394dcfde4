import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { problems } from '../diagnostics/problems.ts'
import type { Problem } from '../diagnostics/problem.ts'
import type { Manifest } from './manifest.ts'

export const manifestName = 'apitest.manifest.json'

export type FoundManifest =
  | { readonly state: 'none' }
  | { readonly state: 'read'; readonly manifest: Manifest; readonly text: string }
  | { readonly state: 'broken'; readonly problem: Problem }

/** @param shown how messages name the folder */
export function readManifest(folder: string, shown: string): FoundManifest {
  let text: string
  try {
    text = readFileSync(join(folder, manifestName), 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'none' }
    return { state: 'broken', problem: problems.manifestUnreadable(`${shown}/${manifestName}`, message) }
  }
  const manifest = parse(text)
  if (typeof manifest === 'string') return { state: 'broken', problem: problems.manifestUnreadable(`${shown}/${manifestName}`, manifest) }
  const outside = Object.keys(manifest.files).find((path) => !isInsidePath(path))
  if (outside !== undefined) return { state: 'broken', problem: problems.manifestPath(`${shown}/${manifestName}`, outside) }
  return { state: 'read', manifest, text }
}

/** The manifest, or what is wrong with it. It may have been edited or merged, so nothing in it is trusted. */
function parse(text: string): Manifest | string {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch (error) {
    return (error as Error).message
  }
  if (!isRecord(data)) return 'it holds no map'
  if (typeof data['apitest'] !== 'string') return '`apitest` is no version'
  for (const key of ['inputs', 'files', 'declared']) {
    const hashes = data[key] ?? (key === 'declared' ? {} : undefined)
    if (!isRecord(hashes) || !Object.values(hashes).every((hash) => typeof hash === 'string')) return `\`${key}\` is no map of hashes`
  }
  const { index } = data
  if (!isRecord(index) || typeof index['name'] !== 'string' || !Array.isArray(index['specs']) || !Array.isArray(index['suites']))
    return '`index` is incomplete'
  return data as unknown as Manifest
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

/** A relative path with forward slashes that stays below its folder on every system. */
function isInsidePath(path: string): boolean {
  return (
    path !== '' &&
    posix.normalize(path) === path &&
    !path.startsWith('../') &&
    path !== '..' &&
    path !== '.' &&
    !path.endsWith('/') &&
    !/^\/|[\\\0]|^[A-Za-z]:/.test(path)
  )
}
