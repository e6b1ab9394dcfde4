const bars = '▁▂▃▄▅▆▇█'

/** A row of bars, one a column: the lowest value of each part, from the least to the most. */
export function sparkline(values: readonly number[], width: number): string {
  if (values.length === 0) return ''
  const columns = Math.min(width, values.length)
  const lowest = Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * values.length) / columns)
    const until = Math.max(from + 1, Math.floor(((column + 1) * values.length) / columns))
    return Math.min(...values.slice(from, until))
  })
  const [low, high] = [Math.min(...lowest), Math.max(...lowest)]
  // what is a thousandth of the whole is noise, and not worth a mountain
  const span = Math.max(high - low, high * 0.002, 1)
  return lowest.map((value) => bars[Math.min(bars.length - 1, Math.floor(((value - low) / span) * bars.length))]).join('')
}
