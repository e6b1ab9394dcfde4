import type { TestResult } from '../../runtime/report/run-result.ts'
import { formatDuration, printable } from '../terminal/format.ts'
import type { Style } from '../terminal/style.ts'

/** Above this many tests a line for each would only hide the failures; then each suite gets one line. */
export const mostTestLines = 150

/** Tests that take longer than this show it in yellow. */
const slowMs = 1000

/** `  ✓ health check  12 ms` */
export function testLine(test: TestResult, style: Style): string {
  const name = printable(test.name)
  switch (test.state) {
    case 'passed':
      return `  ${style.green('✓')} ${name}  ${timing(test.durationMs, style)}`
    case 'failed':
      return `  ${style.red('✗')} ${style.red(name)}  ${timing(test.durationMs, style)}`
    case 'flaky':
      return `  ${style.yellow('≈')} ${name}  ${timing(test.durationMs, style)}  ${style.yellow(`flaky: passed on attempt ${test.retries + 1}`)}`
    case 'skipped':
      return `  ${style.dim(`○ ${name}  skipped: ${printable(test.skipReason ?? '')}`)}`
    case 'not run':
      return `  ${style.dim(`· ${name}  not run`)}`
  }
}

/** `  ✓ items  250 tests  1.2 s` */
export function suiteLine(suite: string, tests: readonly TestResult[], style: Style): string {
  const failed = tests.filter(({ state }) => state === 'failed').length
  const ran = tests.filter(({ state }) => state !== 'not run' && state !== 'skipped')
  const durationMs = ran.reduce((sum, test) => sum + test.durationMs, 0)
  const mark = failed > 0 ? style.red('✗') : ran.length === 0 ? style.dim('○') : style.green('✓')
  return `  ${mark} ${style.bold(printable(suite))}  ${tests.length} tests${failed > 0 ? `  ${style.red(`${failed} failed`)}` : ''}  ${timing(durationMs, style)}`
}

function timing(milliseconds: number, style: Style): string {
  const text = formatDuration(milliseconds)
  return milliseconds > slowMs ? style.yellow(text) : style.dim(text)
}
