/** Every circle of a graph once, as the nodes on it beginning with the one that was named first. */
export function findCycles(nodes: Iterable<string>, edges: (node: string) => Iterable<string>): readonly (readonly string[])[] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const trail: string[] = []
  const onTrail = new Set<string>()
  const visit = (node: string): void => {
    if (onTrail.has(node)) {
      cycles.push(trail.slice(trail.indexOf(node)))
      return
    }
    if (done.has(node)) return
    trail.push(node)
    onTrail.add(node)
    for (const next of edges(node)) visit(next)
    onTrail.delete(node)
    trail.pop()
    done.add(node)
  }
  for (const node of nodes) visit(node)
  return cycles
}
