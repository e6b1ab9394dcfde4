import { readFileSync } from 'node:fs'

/** A file of /proc or of a control group; undefined when it is gone, or another user's. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
