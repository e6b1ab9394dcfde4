/** The name most like `name`, or `undefined` when none is near enough to be what was meant. */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  const limit = Math.max(1, Math.floor(name.length * 0.4))
  let nearest: string | undefined
  let least = limit + 1
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least && !sameWords(name, candidate)) continue
    const distance = sameWords(name, candidate) ? 0.5 : editDistance(name.toLowerCase(), candidate.toLowerCase())
    if (distance < least) {
      least = distance
      nearest = candidate
    }
  }
  return nearest
}

/** `max_connections`, `max-connections` and `maxConnections` are spellings of one name. */
function sameWords(a: string, b: string): boolean {
  return a.replaceAll(/[-_ ]/g, '').toLowerCase() === b.replaceAll(/[-_ ]/g, '').toLowerCase()
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      let least = Math.min(previous[column]! + 1, current[column - 1]! + 1, replaced)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) least = Math.min(least, beforePrevious[column - 2]! + 1)
      current.push(least)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length]!
}
