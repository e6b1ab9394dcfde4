import { posix } from 'node:path'

/** How messages name a file: `generated/a.ts`, and `.gitlab/ci.yml` for one that the spec puts outside of the folder. */
export function shownPath(shown: string, path: string): string {
  return posix.normalize(`${shown}/${path}`)
}
