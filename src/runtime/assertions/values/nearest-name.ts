/** The name that was probably meant: within two typing mistakes, fewer for short names. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const limit = name.length <= 2 ? 0.5 : name.length <= 4 ? 1 : 2
  let best: { name: string; distance: number } | undefined
  for (const candidate of names) {
    const distance = name.toLowerCase() === candidate.toLowerCase() ? 0.5 : editDistance(name, candidate, limit)
    if (distance <= limit && distance < (best?.distance ?? Infinity)) best = { name: candidate, distance }
  }
  return best?.name
}

/** Insertions, deletions, replacements and swaps of neighbours; anything above `limit` is Infinity. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return Infinity
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: right.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let distance = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (swapped) distance = Math.min(distance, (before[column - 2] ?? 0) + 1)
      current.push(distance)
    }
    ;[before, previous] = [previous, current]
  }
  return previous[right.length] ?? Infinity
}
