import { createHash } from 'node:crypto'
import type { SnapshotTarget } from '../types.ts'

/** Relative to the project's folder: `__snapshots__/<suite>/<test>.<step>.json`, or `__snapshots__/<name>.json` for a named one. */
export function snapshotPath({
  name,
  target,
  extension,
}: {
  name: string | undefined
  target: SnapshotTarget | undefined
  extension: string
}): string {
  if (name !== undefined) return `__snapshots__/${fileName(name)}.${extension}`
  if (target === undefined) throw new Error('A snapshot without a name needs to know its test')
  return `__snapshots__/${fileName(target.suite)}/${fileName(target.test)}.${target.step}.${extension}`
}

/** Readable, safe on every file system, and different for different names: what was changed is marked by a short hash. */
function fileName(name: string): string {
  const safe = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return safe === name ? safe : `${safe || 'snapshot'}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`
}
