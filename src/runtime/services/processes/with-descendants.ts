import { readProcessTable } from './process-table.ts'

/** A process and all that descend from it, those that have ended left out. */
export function withDescendants(root: number): number[] {
  const { all } = readProcessTable()
  const found = new Set(all.has(root) ? [root] : [])
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const { pid, parent, zombie } of all.values()) if (found.has(parent) && !zombie) found.add(pid)
  }
  return [...found]
}
