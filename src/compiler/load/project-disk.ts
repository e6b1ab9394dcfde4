import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'

/**
 * What the stages behind `load` may ask about the disk: the files that the spec names. Every answer is kept, so that one run sees one
 * state, and every file that was read is an input of the generated project.
 */
export interface ProjectDisk {
  /** @param path relative to the project's folder, or absolute */
  look(path: string): DiskEntry
  /** SHA-256 of every file that was read so far, by path relative to the project's folder. */
  inputs(): Readonly<Record<string, string>>
}

export type DiskEntry =
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number; readonly outside: boolean; read(): Buffer; text(): string }
  | { readonly kind: 'folder'; readonly path: string; readonly outside: boolean }
  /** `siblings`: names in the folder that it should be in, for a "did you mean". */
  | { readonly kind: 'missing'; readonly path: string; readonly outside: boolean; readonly siblings: readonly string[] }

/** Text of files that an editor holds and has not saved, by absolute path; it counts in place of what is on the disk. */
export type UnsavedFiles = ReadonlyMap<string, string>

export function projectDisk(root: string, unsaved: UnsavedFiles = new Map()): ProjectDisk {
  const entries = new Map<string, DiskEntry>()
  const hashes = new Map<string, string>()
  const look = (path: string): DiskEntry => {
    const absolute = resolve(root, path)
    const entry =
      entries.get(absolute) ??
      inspect(absolute, {
        root,
        unsaved: unsaved.get(absolute),
        onRead: (file, content) => hashes.set(file, createHash('sha256').update(content).digest('hex')),
      })
    entries.set(absolute, entry)
    return entry
  }
  return { look, inputs: () => Object.fromEntries([...hashes].toSorted(([a], [b]) => (a < b ? -1 : 1))) }
}

interface Inspection {
  readonly root: string
  readonly unsaved: string | undefined
  readonly onRead: (path: string, content: Buffer) => void
}

function inspect(absolute: string, { root, unsaved, onRead }: Inspection): DiskEntry {
  const path = toPosix(relative(root, absolute)) || '.'
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined && unsaved === undefined)
    return { kind: 'missing', path, outside: !isInside(root, absolute), siblings: siblings(absolute) }
  const outside = stats === undefined ? !isInside(root, absolute) : !isInside(realpathSync(root), realpathSync(absolute))
  if (stats?.isFile() === false) return { kind: 'folder', path, outside }
  let content: Buffer | undefined
  const read = () => {
    if (content === undefined) {
      content = unsaved === undefined ? readFileSync(absolute) : Buffer.from(unsaved)
      onRead(path, content)
    }
    return content
  }
  const bytes = unsaved === undefined ? stats!.size : Buffer.byteLength(unsaved)
  return { kind: 'file', path, bytes, outside, read, text: () => read().toString('utf8') }
}

/** True for the folder itself and everything below it; both paths absolute, symlinks already followed where they matter. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

export function toPosix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/')
}

function siblings(absolute: string): readonly string[] {
  try {
    return readdirSync(join(absolute, '..')).toSorted()
  } catch {
    return []
  }
}
