import { readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { hashBytes, hashText } from './hash.ts'
import type { Manifest } from './manifest.ts'
import { readManifest } from './manifest-file.ts'

export interface UpToDateRequest {
  /** Absolute path of the generated folder. */
  readonly outputFolder: string
  /** Absolute path of the entry file. */
  readonly entry: string
  /** Version of apitest that runs. */
  readonly version: string
  /** Finds the files of a pattern under `include`, in the form of `load/glob.ts`. */
  readonly expand: (folder: string, pattern: string) => Promise<readonly string[]>
}

/**
 * The manifest, when nothing has changed since it was written: neither an input, nor a generated file, nor apitest. Then there is
 * nothing to compile. Reads the files and hashes them; parses none.
 */
export async function isUpToDate({ outputFolder, entry, version, expand }: UpToDateRequest): Promise<Manifest | undefined> {
  const found = readManifest(outputFolder, outputFolder)
  if (found.state !== 'read') return undefined
  const { manifest } = found
  const { index } = manifest
  if (manifest.apitest !== version || resolve(outputFolder, index.folder, index.specs[0] ?? '') !== entry) return undefined
  const same = (path: string, hash: string, hashOf: (bytes: Buffer) => string) => {
    try {
      return hashOf(readFileSync(resolve(outputFolder, path))) === hash
    } catch {
      return false
    }
  }
  if (!Object.entries(manifest.inputs).every(([path, hash]) => same(path, hash, hashBytes))) return undefined
  if (
    !Object.entries({ ...manifest.declared, ...manifest.files }).every(([path, hash]) =>
      same(path, hash, (bytes) => hashText(bytes.toString('utf8'))),
    )
  )
    return undefined
  for (const [pattern, files] of Object.entries(manifest.included ?? {})) {
    const folder = resolve(outputFolder, index.folder)
    const now = await expand(folder, posix.relative(index.folder, pattern))
    if (now.length !== files.length || now.some((file, at) => posix.normalize(index.folder + file) !== files[at])) return undefined
  }
  return manifest
}
