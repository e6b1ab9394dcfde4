import { sep } from 'node:path'
import { UsageError } from '../usage-error.ts'

/** Vite reads paths as URLs: behind `#` and `?` it looks for other files, and says that they do not exist. */
export function refuseFolder(folder: string): void {
  const odd = ['#', '?', '\\'].find((character) => character !== sep && folder.includes(character))
  if (odd === undefined) return
  throw new UsageError(
    `Vitest cannot load tests from a folder with \`${odd}\` in its path: ${folder}`,
    'Rename that folder, or move the project to another one; spaces and letters of every alphabet are fine',
  )
}
