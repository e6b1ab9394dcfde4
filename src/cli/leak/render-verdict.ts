import { formatBytes, formatCount, formatPerRequest, formatRate, formatSpan } from '../../runtime/leak/format-leak.ts'
import type { LeakResult } from '../../runtime/leak/leak-result.ts'
import { formatDuration, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'

/** The verdict in one line, and below it what it rests on. */
export function renderVerdict(result: LeakResult, style: Style): string {
  const lines = [headline(result, style), `  ${printable(result.reason)}`]
  for (const note of result.notes) lines.push(`  ${style.dim(printable(note))}`)
  const { untilLimit, bytesPerHour, bytesPerHourAt, verdict } = result
  if (verdict === 'leak' && bytesPerHour !== undefined && bytesPerHour > 0) {
    const stated =
      bytesPerHourAt === undefined ? '' : `, ${formatBytes(bytesPerHourAt.bytes)} an hour at ${formatRate(bytesPerHourAt.rate)}`
    lines.push(`  ${formatBytes(bytesPerHour)} an hour at the ${formatRate(result.rate)} of this window${stated}`)
  }
  if (untilLimit !== undefined)
    lines.push(
      `  ${untilLimit.of} (${formatBytes(untilLimit.limit)}) is reached after ${formatCount(untilLimit.requests)} more requests, ${formatSpan(untilLimit.seconds)} at this rate`,
    )
  for (const share of result.byRequest ?? []) {
    const [one, low, high] = [share.perRequest, share.low, share.high].map((value) => formatPerRequest(value, share.unit))
    const figures = `${one} [${low}, ${high}]`
    lines.push(`  ${share.guilty ? style.red('✗') : style.dim('·')} ${printable(share.request)}: ${figures}${share.guilty ? ' leaks' : ''}`)
  }
  if (result.baseline?.state === 'written') lines.push(`  ${style.dim(`stored in ${result.baseline.file}`)}`)
  if (result.hint !== undefined) lines.push(`  ${style.cyan('hint:')} ${printable(result.hint)}`)
  return `${lines.join('\n')}\n`
}

function headline(result: LeakResult, style: Style): string {
  const { verdict, passed, bytesPerRequest, low, high, requests, metric, probe } = result
  const mark = passed ? (verdict === 'no leak' ? style.green('✓') : style.yellow('!')) : style.red('✗')
  const word = style.bold(passed ? verdict : style.red(verdict))
  if (bytesPerRequest === undefined) return `${mark} ${word}`
  const interval = low === undefined || high === undefined ? '' : ` [${formatBytes(low)}, ${formatBytes(high)}]`
  const facts = `${formatCount(requests)} requests, ${metric}, probe: ${probe}, ${formatDuration(result.durationMs)}`
  return `${mark} ${word}  ${formatBytes(bytesPerRequest)}/request${interval}  ${style.dim(facts)}`
}
