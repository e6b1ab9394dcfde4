import type { Failure, TestResult } from '../../runtime/report/run-result.ts'
import { redact } from '../../runtime/values/secrets.ts'
import type { Host, Output } from '../host.ts'
import { fit, formatDuration, printable } from '../terminal/format.ts'
import { openLiveRegion } from '../terminal/live-region.ts'
import type { LiveRegion } from '../terminal/live-region.ts'
import { isInteractive, styleOf, usesColour } from '../terminal/style.ts'
import { mostTestLines, suiteLine, testLine } from './progress-lines.ts'
import { renderAttempts, renderFailedTest, renderOutsideFailure } from './render-failed-test.ts'
import { renderSummary } from './render-summary.ts'
import type { RunProgress, RunSummary } from './run-progress.ts'

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/**
 * Shows a run: lines that stay (services, tests, failures, summary) and, where a person watches, a few live lines below them with
 * what is going on right now.
 */
export function printProgress(host: Host, terminal: Output): RunProgress {
  // the last of several nets: whatever a test prints passes here
  const output: Output = {
    write: (text) => terminal.write(redact(text)),
    isTTY: terminal.isTTY,
    get columns() {
      return terminal.columns
    },
  }
  const style = styleOf(host, output)
  // a log of CI has room for whole lines, such as those of a traceback
  const failureStyle = () => ({ colour: usesColour(host.env, output.isTTY), width: output.isTTY ? Math.max(60, output.columns - 4) : 200 })
  const startedAt = host.now()
  const starting = new Map<string, number>()
  const running = new Map<string, number>()
  const suites = new Map<string, TestResult[]>()
  let planned: number | undefined
  let busy = ''
  let done = 0
  let failed = 0
  let stopping = false
  let heading = ''
  const since = (moment: number) => formatDuration(host.now() - moment)

  const draw = (tick: number): readonly string[] => {
    const mark = style.cyan(spinner[tick % spinner.length]!)
    const width = output.columns - 1
    const lines = [...starting].map(([name, moment]) => `  ${mark} ${fit(`starting ${name}`, width - 16)}  ${style.dim(since(moment))}`)
    for (const [name, moment] of [...running].slice(0, 4))
      lines.push(`  ${mark} ${fit(printable(name), width - 16)}  ${style.dim(since(moment))}`)
    if (stopping)
      lines.push(`  ${mark} ${style.yellow(fit('stopping: tests end, cleanups run, services stop; Ctrl-C again ends at once', width - 4))}`)
    else if (planned === undefined && starting.size === 0 && busy !== '')
      lines.push(`  ${mark} ${style.dim(fit(busy, width - 16))}  ${style.dim(since(startedAt))}`)
    if (planned !== undefined && planned > 0) lines.push('', progressBar(width))
    return lines
  }
  const progressBar = (width: number): string => {
    const cells = Math.min(30, Math.max(8, width - 40))
    const share = Math.min(1, done / planned!)
    const full = Math.round(share * cells)
    const paint = failed > 0 ? style.red : style.green
    const counts = [`${done}/${planned}`, ...(failed > 0 ? [style.red(`${failed} failed`)] : []), style.dim(since(startedAt))]
    return `  ${paint('━'.repeat(full))}${style.dim('─'.repeat(cells - full))}  ${counts.join('  ')}`
  }

  let region: LiveRegion | undefined = isInteractive(host, output) ? openLiveRegion(output, draw) : undefined
  const print = (text: string) => {
    if (region) region.print(`${text}\n`)
    else output.write(`${text}\n`)
  }
  const close = () => {
    region?.close()
    region = undefined
  }
  const printTest = (test: TestResult) => {
    const ofSuite = [...(suites.get(test.suite) ?? []), test]
    suites.set(test.suite, ofSuite)
    const lines: string[] = []
    if ((planned ?? 0) <= mostTestLines || test.state === 'failed' || test.state === 'flaky') {
      if (heading !== test.suite) lines.push('', style.bold(printable(test.suite)))
      heading = test.suite
      lines.push(testLine(test, style))
      if (test.state === 'flaky')
        lines.push(...renderAttempts(test).map((line) => style.dim(`    ${fit(line, Math.max(60, output.columns - 4))}`)))
      if (test.state === 'failed')
        lines.push(...renderFailedTest(test, failureStyle()).map((line) => (line === '' ? '' : `    ${line}`)), '')
    }
    if (lines.length > 0) print(lines.join('\n'))
  }

  return {
    note: (text) => print(style.dim(text)),
    busy: (text) => {
      busy = text
    },
    serviceStarting: (name) => {
      starting.set(name, host.now())
    },
    serviceReady: ({ name, url, readyMs }) => {
      starting.delete(name)
      busy = 'loading the tests'
      const took = readyMs === undefined ? '' : `  ${style.dim(formatDuration(readyMs))}`
      print(`${style.green('●')} ${style.bold(name)}${url === undefined ? '' : `  ${style.dim(url)}`}${took}`)
    },
    serviceFailed: (name) => {
      starting.delete(name)
    },
    planned: (tests) => {
      planned = tests
    },
    testStarted: (name) => {
      running.set(name, host.now())
    },
    testEnded: (test) => {
      running.delete(test.name)
      if (test.state === 'not run') return
      done++
      if (test.state === 'failed') failed++
      printTest(test)
    },
    failed: (failure: Failure) => print(['', ...renderOutsideFailure(failure, failureStyle()), ''].join('\n')),
    interrupted: () => {
      stopping = true
      if (region === undefined) print('interrupted: tests end, cleanups run, services stop; once more ends at once')
    },
    ended: (summary: RunSummary) => {
      starting.clear()
      running.clear()
      if ((planned ?? 0) > mostTestLines) print(['', ...[...suites].map(([suite, tests]) => suiteLine(suite, tests, style))].join('\n'))
      close()
      output.write(`${renderSummary(summary, style)}\n`)
    },
    close,
  }
}
