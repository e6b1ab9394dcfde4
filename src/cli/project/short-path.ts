import { existsSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'

/** Relative where it is below, else absolute; with forward slashes. */
export function shortPath(base: string, path: string): string {
  const short = relative(base, path)
  return (short.startsWith('..') || isAbsolute(short) ? path : short || '.').split(sep).join('/')
}

/** The nearest folder with `.git` at or above; else the folder itself. */
export function repositoryRoot(folder: string): string {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, '.git'))) return candidate
    if (candidate === dirname(candidate)) return folder
  }
}
