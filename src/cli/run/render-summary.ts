import type { TestResult } from '../../runtime/report/run-result.ts'
import { count, formatDuration, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'
import type { RunSummary } from './run-progress.ts'

/** The last lines of a run: counts, what was slow, and what to do next. */
export function renderSummary({ result, reportPath, command }: RunSummary, style: Style): string {
  const tests = result.suites.flatMap((suite) => suite.tests)
  const number = (state: TestResult['state']) => tests.filter((test) => test.state === state).length
  const counts = [
    [number('failed'), 'failed', style.red],
    [number('passed'), 'passed', style.green],
    [number('flaky'), 'flaky', style.yellow],
    [number('skipped'), 'skipped', style.dim],
    [number('not run'), 'not run', style.dim],
  ] as const
  const shown = counts.filter(([amount]) => amount > 0).map(([amount, word, paint]) => paint(style.bold(`${amount} ${word}`)))
  const interrupted = result.status === 'interrupted' ? `${style.yellow('interrupted')}${style.dim(' · ')}` : ''
  const rows: [string, string][] = [
    [
      'Tests',
      `${interrupted}${shown.length === 0 ? style.red('none ran') : shown.join(style.dim(' · '))}  ${style.dim(`in ${formatDuration(result.durationMs)}`)}`,
    ],
  ]
  if (result.openapi !== undefined) rows.push(['OpenAPI', coverageText(result.openapi)])
  const slowest = slowestTests(tests)
  if (slowest.length > 0)
    rows.push([
      'Slowest',
      slowest.map((test) => `${printable(test.name)} ${style.dim(formatDuration(test.durationMs))}`).join(style.dim(' · ')),
    ])
  rows.push([
    'Seed',
    `${result.seed}${result.status === 'failed' ? style.dim(`  (again with the same random values: --seed ${result.seed})`) : ''}`,
  ])
  if (reportPath !== undefined) rows.push(['Report', style.underline(reportPath)])
  if (number('failed') > 0) rows.push(['Again', `${command} --failed`])
  const { leaks, loads } = result.notRun
  if (leaks.length + loads.length > 0) rows.push(['Not run', notRun(result.notRun, style)])
  return ['', ...rows.map(([label, text]) => `${style.dim(label.padStart(8))}  ${text}`), ''].join('\n')
}

/** How much of the document was called; a few of the operations that no test calls are named. */
function coverageText({ file, share, operations }: NonNullable<RunSummary['result']['openapi']>): string {
  const missed = operations.filter(({ calls }) => calls === 0).map(({ name }) => name)
  const statuses = operations.flatMap((operation) => operation.statuses.filter(({ documented }) => documented))
  const text = `${operations.length - missed.length} of ${count(operations.length, 'operation')} (${Math.floor(share * 100)}%) and ${statuses.filter(({ calls }) => calls > 0).length} of ${statuses.length} documented statuses of ${file}`
  if (missed.length === 0) return text
  return `${text}; not called: ${missed.slice(0, 3).map(printable).join(', ')}${missed.length > 3 ? ` and ${missed.length - 3} more` : ''}`
}

/** Only what is worth a look: up to three tests above half a second. */
function slowestTests(tests: readonly TestResult[]): readonly TestResult[] {
  return tests
    .filter((test) => test.durationMs >= 500 && test.state !== 'not run')
    .sort((a, b) => b.durationMs - a.durationMs)
    .slice(0, 3)
}

function notRun({ leaks, loads }: RunSummary['result']['notRun'], style: Style): string {
  const parts = [
    ...(leaks.length > 0 ? [`${count(leaks.length, 'leak window')} (${leaks.join(', ')})`] : []),
    ...(loads.length > 0 ? [`${count(loads.length, 'load profile')} (${loads.join(', ')})`] : []),
  ]
  return `${parts.join(' and ')}${style.dim(': `npx apitest run --all` runs them')}`
}
