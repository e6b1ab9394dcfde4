import type { ComparedEndpoint, ComparedMeasure, ComparedRun, LoadComparison } from '../../runtime/load/compare/load-comparison.ts'
import { formatCount, formatMicros, formatRate, formatSeconds, formatShare } from '../../runtime/load/record/format-figures.ts'
import type { Host } from '../host.ts'
import { fit, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'
import { styleOf } from '../terminal/style.ts'

/** A block for each endpoint in which something changed, the verdict last, where eyes are. */
export function renderComparison(host: Host, comparison: LoadComparison, { all }: { readonly all: boolean }): string {
  const style = styleOf(host, host.stdout)
  const { a, b, rows, warnings } = comparison
  const shown = rows.filter(
    (row, index) =>
      all || index === 0 || row.onlyIn !== undefined || row.measures.some(({ verdict }) => verdict === 'slower' || verdict === 'faster'),
  )
  const hidden = rows.length - shown.length
  return [
    `${style.dim('before')}  ${describeRun(a)}`,
    `${style.dim('after ')}  ${describeRun(b)}`,
    ...warnings.map((warning) => `${style.yellow('note')}    ${warning}`),
    '',
    ...shown.flatMap((row) => [...renderEndpoint(row, style), '']),
    ...(hidden === 0
      ? []
      : [
          style.dim(
            `${formatCount(hidden)} more ${hidden === 1 ? 'endpoint' : 'endpoints'} without a change (--all shows ${hidden === 1 ? 'it' : 'them'})`,
          ),
          '',
        ]),
    renderVerdict(comparison, style),
  ].join('\n')
}

function describeRun({ name, startedAt, seconds, requests, commit }: ComparedRun): string {
  const time = new Date(startedAt).toISOString().slice(0, 16).replace('T', ' ')
  return `${printable(name)}, ${time} UTC${commit === undefined ? '' : `, commit ${printable(commit)}`}: ${formatCount(requests)} requests in ${formatSeconds(seconds)}`
}

function renderEndpoint({ title, onlyIn, requests, measures }: ComparedEndpoint, style: Style): string[] {
  const head = style.bold(fit(printable(title), 90))
  if (onlyIn !== undefined)
    return [
      `${head}  ${style.yellow(onlyIn === 'a' ? 'no requests after' : 'no requests before')} (${formatCount(requests[onlyIn === 'a' ? 0 : 1])})`,
    ]
  return [head, ...measures.map((measure) => renderMeasure(measure, style))]
}

function renderMeasure({ name, a, b, change, interval, verdict }: ComparedMeasure, style: Style): string {
  const format = name === 'errors' ? formatShare : name === 'rate' ? (value: number) => `${formatRate(value)}/s` : formatMicros
  const unit = name === 'errors' ? ' points' : ''
  const between = interval === undefined ? 'too few requests to tell' : `${signed(interval[0])} to ${signed(interval[1])}${unit}`
  const words = {
    slower: style.red(name === 'errors' ? '✗ more errors' : name === 'rate' ? '✗ lower' : '✗ slower'),
    faster: style.green(name === 'errors' ? '✓ fewer errors' : name === 'rate' ? '✓ higher' : '✓ faster'),
    'no change': style.dim('no change'),
    unclear: style.yellow('unclear'),
  }
  const figures = `  ${name.padEnd(8)}${format(a).padStart(10)} → ${format(b).padEnd(10)}${`${signed(change)}${unit}`.padStart(name === 'errors' ? 16 : 9)}`
  return `${figures.padEnd(52)}${style.dim(between.padEnd(28))}${words[verdict]}`
}

function signed(share: number): string {
  const percent = share * 100
  const digits = Math.abs(percent) < 9.95 ? percent.toFixed(1) : String(Math.round(percent))
  return Number(digits) === 0 ? '0.0%' : `${percent > 0 ? '+' : ''}${digits}%`
}

function renderVerdict({ rows, verdict, threshold, confidence }: LoadComparison, style: Style): string {
  const worse = rows.flatMap(({ title, measures }) =>
    measures.filter((measure) => measure.verdict === 'slower').map(({ name }) => `${printable(title)} ${name}`),
  )
  const rule = style.dim(`(changes above ${signed(threshold).slice(1)}, ${Number((confidence * 100).toFixed(1))}% intervals)`)
  if (verdict === 'regression')
    return `${style.red(`✗ regression: ${worse.slice(0, 5).join(', ')}${worse.length > 5 ? ` and ${worse.length - 5} more` : ''}`)} ${rule}`
  if (verdict === 'improvement') return `${style.green('✓ faster')} ${rule}`
  if (verdict === 'no change') return `${style.green('✓ no change')} ${rule}`
  return `${style.yellow('? unclear: the runs are too short to compare')} ${rule}`
}
