export interface DiffOptions {
  /** How the two sides are named. */
  readonly from: string
  readonly to: string
  /** Unchanged lines shown around a change. @default 3 */
  readonly context?: number
  /** Lines after which the diff is cut. @default 200 */
  readonly limit?: number
}

interface Edit {
  readonly sign: ' ' | '-' | '+'
  readonly line: string
}

/** The differences of two texts as `diff -u` shows them; empty when there are none. */
export function unifiedDiff(before: string, after: string, { from, to, context = 3, limit = 200 }: DiffOptions): string {
  if (before === after) return ''
  const lines = hunks(compareLines(splitLines(before), splitLines(after)), context)
  const shown = lines.length > limit ? [...lines.slice(0, limit), `… ${lines.length - limit} more lines`] : lines
  return `${[`--- ${from}`, `+++ ${to}`, ...shown].join('\n')}\n`
}

function splitLines(text: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  if (lines.at(-1) === '') lines.pop()
  else lines.push('\\ No newline at end of file')
  return lines
}

function hunks(all: readonly Edit[], context: number): string[] {
  const lines: string[] = []
  let at = 0
  while (at < all.length) {
    const first = all.findIndex(({ sign }, index) => index >= at && sign !== ' ')
    if (first < 0) break
    const start = Math.max(first - context, at)
    let last = first
    for (let index = first; index < all.length && index - last <= context * 2; index++) if (all[index]?.sign !== ' ') last = index
    const end = Math.min(last + context + 1, all.length)
    const hunk = all.slice(start, end)
    lines.push(`@@ -${range(all, start, hunk, '+')} +${range(all, start, hunk, '-')} @@`, ...hunk.map(({ sign, line }) => sign + line))
    at = end
  }
  return lines
}

/** `first,count` of the lines that are not on the other side. */
function range(all: readonly Edit[], start: number, hunk: readonly Edit[], other: '-' | '+'): string {
  const before = all.slice(0, start).filter(({ sign }) => sign !== other).length
  const count = hunk.filter(({ sign }) => sign !== other).length
  return `${count === 0 ? before : before + 1},${count}`
}

/** Edits with the fewest changed lines (Myers); beyond some hundred changes simply everything out and everything in. */
function compareLines(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const changed = shortestEdits(before.slice(start, before.length - end), after.slice(start, after.length - end))
  return [...edits(' ', before.slice(0, start)), ...changed, ...edits(' ', before.slice(before.length - end))]
}

function edits(sign: Edit['sign'], lines: readonly string[]): Edit[] {
  return lines.map((line) => ({ sign, line }))
}

const maxChanges = 600

function shortestEdits(before: readonly string[], after: readonly string[]): Edit[] {
  const trace: Map<number, number>[] = []
  let furthest = new Map([[1, 0]])
  for (let changes = 0; changes <= Math.min(before.length + after.length, maxChanges); changes++) {
    trace.push(furthest)
    furthest = new Map(furthest)
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      let x = goesDown(furthest, diagonal, changes) ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++
      furthest.set(diagonal, x)
      if (x >= before.length && x - diagonal >= after.length) return walkBack(trace, before, after)
    }
  }
  return [...edits('-', before), ...edits('+', after)]
}

function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, changes: number): boolean {
  return diagonal === -changes || (diagonal !== changes && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], before: readonly string[], after: readonly string[]): Edit[] {
  const found: Edit[] = []
  let x = before.length
  let y = after.length
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const furthest = trace[changes]!
    const diagonal = x - y
    const previous = goesDown(furthest, diagonal, changes) ? diagonal + 1 : diagonal - 1
    const previousX = furthest.get(previous) ?? 0
    const previousY = previousX - previous
    while (x > previousX && y > previousY) {
      found.push({ sign: ' ', line: before[x - 1] ?? '' })
      x--
      y--
    }
    if (changes > 0) found.push(x === previousX ? { sign: '+', line: after[y - 1] ?? '' } : { sign: '-', line: before[x - 1] ?? '' })
    x = previousX
    y = previousY
  }
  return found.toReversed()
}
