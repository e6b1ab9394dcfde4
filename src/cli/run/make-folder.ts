import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes a folder and those above it, one by one: Node's own recursion never ends below `/proc`. */
export function makeFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory() === true) return
  if (found !== undefined) throw Object.assign(new Error('a file lies where a folder belongs'), { code: 'ENOTDIR', path })
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // another run may have been faster
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
