import { formatSourcePlace } from '../../runtime/report/render/render-failure.ts'
import { count, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'
import type { Found, SelfcheckResult } from './selfcheck-result.ts'

/** What always holds first, then what was not judged, then a count for each kind. */
export function renderSelfcheck(result: SelfcheckResult, style: Style): string {
  const { alwaysHold, notJudged, testsWithoutAnswers } = result
  const blocks = [
    ...alwaysHold.map(({ tried, ...found }) => [
      `${placeOf(found, style)}${style.red(`${nameOf(found)} always holds`)}`,
      ...(found.frame === undefined ? [] : [printable(found.frame)]),
      `  ${triedText(tried)} ${style.dim(`(${testsText(found.tests)})`)}`,
    ]),
    ...(notJudged.length === 0
      ? []
      : [[style.yellow(`Not judged: ${notJudged.length}`), ...notJudged.map((found) => skippedLine(found, style))]]),
    ...(testsWithoutAnswers.length === 0 ? [] : [silentLines(testsWithoutAnswers, style)]),
    renderCounts(result, style),
    [verdictLine(result, style)],
  ]
  return blocks.map((lines) => lines.join('\n')).join('\n\n')
}

function placeOf({ place }: Pick<Found, 'place'>, style: Style): string {
  return place === undefined ? '' : `${style.bold(formatSourcePlace(place))} `
}

function nameOf({ kind, text }: Pick<Found, 'kind' | 'text'>): string {
  return printable(text.startsWith(kind) ? text : `${kind}: ${text}`)
}

function triedText(tried: readonly string[]): string {
  if (tried.length === 0) return 'no answer could be without it'
  const shown = tried.slice(0, 4).map(printable).join(' · ')
  return tried.length > 4 ? `held for ${shown} and ${tried.length - 4} more` : `held for ${shown}`
}

function testsText(tests: readonly string[]): string {
  const [first = '', ...others] = tests
  return printable(others.length === 0 ? first : `${first} and ${count(others.length, 'more test')}`)
}

function skippedLine(found: Found & { readonly reason: string }, style: Style): string {
  return `  ${placeOf(found, style)}${nameOf(found)}: ${printable(found.reason)}`
}

function silentLines(tests: readonly string[], style: Style): string[] {
  const shown = tests.slice(0, 10).map((name) => `  ${printable(name)}`)
  const rest = tests.length > 10 ? [`  … and ${tests.length - 10} more`] : []
  return [style.yellow(`Tests without a recorded answer: ${tests.length}`), ...shown, ...rest]
}

function renderCounts({ kinds }: SelfcheckResult, style: Style): string[] {
  const head = ['kind', 'expectations', 'can fail', 'always hold', 'not judged']
  const rows = Object.entries(kinds).map(([kind, { expectations, canFail, alwaysHold, notJudged }]) => [
    kind,
    ...[expectations, canFail, alwaysHold, notJudged].map(String),
  ])
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)))
  const line = (cells: readonly string[]) =>
    cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ')
  return [style.dim(line(head)), ...rows.map(line)]
}

function verdictLine({ kinds, alwaysHold, notJudged, status }: SelfcheckResult, style: Style): string {
  const canFail = Object.values(kinds).reduce((sum, of) => sum + of.canFail, 0)
  if (alwaysHold.length > 0) return style.red(`✗ ${count(alwaysHold.length, 'expectation')} cannot fail; ${canFail} can`)
  if (status === 'failed') return style.red('✗ nothing could be judged')
  const others = notJudged.length === 0 ? '' : `; not judged: ${notJudged.length}`
  return style.green(`✓ ${canFail === 1 ? 'the one expectation' : `each of ${canFail} expectations`} can fail${others}`)
}
