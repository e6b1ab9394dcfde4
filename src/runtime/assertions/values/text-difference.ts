import { redact } from '../../values/secrets.ts'
import { longestCommonSubsequence } from './longest-common-subsequence.ts'

/** Lines of a text against expected ones, `- expected`, `+ received`, two spaces before shared ones around them; at most `limit` lines. */
export function diffLines(expected: string, actual: string, limit = 12): string[] {
  // Before lines are split and cut: half a secret would not be recognised any more.
  const [left, right] = [redact(expected).split('\n'), redact(actual).split('\n')]
  const start = sharedPrefix(left, right)
  const end = sharedSuffix(left.slice(start), right.slice(start))
  const lines = [
    ...left.slice(Math.max(0, start - 1), start).map((line) => `  ${line}`),
    ...changes(left.slice(start, left.length - end), right.slice(start, right.length - end)),
    ...right.slice(right.length - end, right.length - end + 1).map((line) => `  ${line}`),
  ].map(showInvisible)
  if (lines.length <= limit) return lines
  return [...lines.slice(0, limit - 1), `… and ${lines.length - limit + 1} more lines`]
}

/** Small changes are interleaved by their longest common subsequence; big ones are shown as one block after the other. */
function changes(left: readonly string[], right: readonly string[]): string[] {
  const pairs = left.length * right.length > 40_000 ? [] : longestCommonSubsequence(left, right)
  const lines: string[] = []
  let [row, column] = [0, 0]
  for (const [pairRow, pairColumn] of [...pairs, [left.length, right.length] as const]) {
    lines.push(...left.slice(row, pairRow).map((line) => `- ${line}`), ...right.slice(column, pairColumn).map((line) => `+ ${line}`))
    if (pairRow < left.length) lines.push(`  ${left[pairRow]}`)
    row = pairRow + 1
    column = pairColumn + 1
  }
  return lines
}

function sharedPrefix(left: readonly string[], right: readonly string[]): number {
  let count = 0
  while (count < left.length && count < right.length && left[count] === right[count]) count++
  return count
}

function sharedSuffix(left: readonly string[], right: readonly string[]): number {
  let count = 0
  while (count < left.length && count < right.length && left.at(-1 - count) === right.at(-1 - count)) count++
  return count
}

function showInvisible(line: string): string {
  const shown = line.replaceAll('\r', '␍').replaceAll('\t', '→')
  return shown.length > 200 ? `${shown.slice(0, 199)}…` : shown
}
