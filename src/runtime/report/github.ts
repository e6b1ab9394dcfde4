import { formatDuration } from '../assertions/values/units.ts'
import { countTests, describeCounts } from './count-tests.ts'
import { describeMeasurements, measurementsOf } from './measurements.ts'
import { formatSourcePlace } from './render/render-failure.ts'
import type { Failure, RunResult, SourcePlace, TestResult } from './run-result.ts'

export interface GithubOptions {
  /** From the repository's root to the project's folder, with a slash at its end; annotations name files from the root. @default '' */
  readonly prefix?: string
  /** Where the repository's files can be read, such as `https://github.com/o/r/blob/<sha>/`; places in the summary become links. */
  readonly sourceUrl?: string
}

/** Workflow commands that put each failure on its line of the YAML; a pass on retry is a warning. */
export function renderGithubAnnotations(result: RunResult, { prefix = '' }: GithubOptions = {}): string {
  const lines = [
    ...result.errors.map((failure) => annotate('error', { title: result.name, failure, place: failure.place, prefix })),
    ...testsOf(result).flatMap((test) => {
      if (test.state !== 'failed' && test.state !== 'flaky') return []
      const level = test.state === 'failed' ? 'error' : 'warning'
      const title = `${test.suite} › ${test.name}${test.state === 'flaky' ? ' (flaky)' : ''}`
      const failures = test.failures.length > 0 ? test.failures : [unexplained]
      return failures.map((failure) => annotate(level, { title, failure, place: failure.place ?? test.place, prefix }))
    }),
    ...failedMeasurements(result).map(({ kind, name, message, hint }) =>
      annotate('error', { title: `${kind} › ${name}`, failure: { message, diff: undefined, hint }, place: undefined, prefix }),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function failedMeasurements(result: RunResult) {
  const failed = measurementsOf(result).filter((one) => one.failed)
  return failed.map(({ kind, name, reasons, hint }) => ({ kind, name, message: reasons.join('\n') || 'failed', hint }))
}

const unexplained = { message: 'failed without a message', diff: undefined, hint: undefined, place: undefined }

interface Annotation {
  readonly title: string
  readonly failure: Pick<Failure, 'message' | 'diff' | 'hint'>
  readonly place: SourcePlace | undefined
  readonly prefix: string
}

function annotate(level: 'error' | 'warning', { title, failure, place, prefix }: Annotation): string {
  const where = place === undefined ? [] : [`file=${escapeProperty(prefix + place.file)}`, `line=${place.line}`, `col=${place.column}`]
  const text = [failure.message, ...(failure.diff ?? []), ...(failure.hint === undefined ? [] : [`hint: ${failure.hint}`])].join('\n')
  return `::${level} ${[...where, `title=${escapeProperty(title)}`].join(',')}::${escapeData(text)}`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

const mostRows = 100

/** Markdown for the step summary: the verdict, the failures with their lines of the YAML, what was flaky, and what did not run. */
export function renderGithubSummary(result: RunResult, { prefix = '', sourceUrl }: GithubOptions = {}): string {
  const counts = countTests(result)
  const tests = testsOf(result)
  const link = (place: SourcePlace | undefined): string => {
    if (place === undefined) return ''
    const text = markdown(formatSourcePlace(place))
    return sourceUrl === undefined
      ? text
      : `[${text}](${sourceUrl}${encodeURI(prefix + place.file).replace(/[()]/g, (part) => (part === '(' ? '%28' : '%29'))}#L${place.line})`
  }
  const failures = [
    ...result.errors.map((failure) => [failure.kind, link(failure.place), failure.message] as const),
    ...tests.filter(({ state }) => state === 'failed').flatMap((test) => rowsOf(test, link)),
    ...failedMeasurements(result).map(({ kind, name, message }) => [`${kind} › ${name}`, '', message] as const),
  ]
  const sections = [
    `## ${result.status === 'passed' ? '✅' : '❌'} ${markdown(result.name)}${result.shard === undefined ? '' : ` (shard ${result.shard.index} of ${result.shard.count})`}: ${[describeCounts(counts), describeMeasurements(result)].filter((part) => part !== '').join(', ')}`,
    `${result.status === 'interrupted' ? 'Interrupted after' : 'Took'} ${formatDuration(result.durationMs)} · seed ${result.seed} · Node ${markdown(result.environment.node)}`,
    failures.length > 0 ? renderTable(failures) : '',
    list(
      'Flaky (passed on retry)',
      tests.filter(({ state }) => state === 'flaky').map((test) => `${markdown(`${test.suite} › ${test.name}`)} ${link(test.place)}`),
    ),
    list(
      'Skipped',
      tests
        .filter(({ state }) => state === 'skipped')
        .map((test) => markdown(`${test.suite} › ${test.name}${test.skipReason === undefined ? '' : `: ${test.skipReason}`}`)),
    ),
    list('Not run', [
      ...result.notRun.leaks.map((name) => `leak ${markdown(name)}`),
      ...result.notRun.loads.map((name) => `load ${markdown(name)}`),
    ]),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

type Row = readonly [test: string, place: string, message: string]

function rowsOf(test: TestResult, link: (place: SourcePlace | undefined) => string): Row[] {
  const failures = test.failures.length > 0 ? test.failures : [unexplained]
  return failures.map((failure) => [
    `${test.suite} › ${test.name}`,
    link(failure.place ?? test.place),
    [failure.message, ...(failure.diff ?? []).slice(0, 5)].join('\n'),
  ])
}

function renderTable(rows: readonly Row[]): string {
  const lines = rows.slice(0, mostRows).map(([test, place, message]) => `| ${markdown(test)} | ${place} | ${markdown(message)} |`)
  const rest = rows.length - lines.length
  return ['| Test | Line | Failure |', '| --- | --- | --- |', ...lines, ...(rest > 0 ? [`| … | | and ${rest} more |`] : [])].join('\n')
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return ''
  const shown = items.slice(0, mostRows).map((item) => `- ${item}`)
  const rest = items.length - shown.length
  return [
    `<details><summary>${title}: ${items.length}</summary>`,
    '',
    ...shown,
    ...(rest > 0 ? [`- and ${rest} more`] : []),
    '',
    '</details>',
  ].join('\n')
}

/**
 * Text in Markdown that means only itself: punctuation becomes character references, which can start no table cell, link, mention,
 * emphasis or tag. Line breaks become `<br>`.
 */
function markdown(text: string): string {
  return text
    .slice(0, 2000)
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/[^\p{L}\p{N}\p{M} ,;()-]/gu, (character) => (/\p{C}/u.test(character) ? '�' : `&#${character.codePointAt(0)};`))
        .replace(/^-/, '&#45;'),
    )
    .join('<br>')
}

function testsOf(result: RunResult): TestResult[] {
  return result.suites.flatMap(({ tests }) => [...tests])
}
