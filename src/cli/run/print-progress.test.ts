import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { sampleFailure, sampleRun, sampleTest } from '../../runtime/report/sample-run.testing.ts'
import type { Host } from '../host.ts'
import { printProgress } from './print-progress.ts'

/* oxlint-disable no-control-regex -- this is a terminal */

/** A terminal as far as progress needs one: text, line breaks, cursor up, erase below. */
function fakeTerminal() {
  const lines = ['']
  let row = 0
  let written = ''
  const write = (text: string) => {
    written += text
    for (const [part] of text.matchAll(/\u001B\[(?:\?\d+[hl]|\d*[AJm])|\r|\n|[^\u001B\r\n]+/g)) {
      const up = /^\u001B\[(\d*)A$/.exec(part)
      if (part === '\n') {
        row++
        lines[row] ??= ''
      } else if (up) row -= Number(up[1] || 1)
      else if (part.endsWith('J')) {
        lines[row] = ''
        lines.length = row + 1
      } else if (!part.startsWith('\u001B') && part !== '\r') lines[row] += part
    }
  }
  return { write, screen: () => lines.join('\n').trimEnd(), written: () => written }
}

function show({ isTTY, env = {} }: { isTTY: boolean; env?: Record<string, string> }) {
  const terminal = fakeTerminal()
  const output = { write: terminal.write, isTTY, columns: 80 }
  const host: Host = { cwd: '/', env, stdout: output, stderr: output, now: Date.now, onInterrupt: () => () => {} }
  return { ...terminal, progress: printProgress(host, output) }
}

const passed = sampleTest({ name: 'health check', suite: 'shop', state: 'passed', durationMs: 12, failures: [], exchanges: [] })
const failed = sampleTest({ name: 'prices', suite: 'shop', state: 'failed', durationMs: 1500, failures: [sampleFailure({ message: 'status: expected 200, got 500', exchange: undefined })], exchanges: [] })

describe('the progress of a run', () => {
  it('shows on a terminal what is going on, and leaves only what has happened', async () => {
    const { progress, screen, written } = show({ isTTY: true, env: { NO_COLOR: '1' } })
    progress.serviceStarting('web')
    await sleep(200)
    expect(screen()).toMatch(/^ {2}\S starting web {2}\d+ ms$/)
    progress.serviceReady({ name: 'web', url: 'http://127.0.0.1:4000', readyMs: 120 })
    progress.planned(2)
    progress.testStarted('health check', 'shop')
    await sleep(200)
    expect(screen()).toMatch(/^● web {2}http:\/\/127\.0\.0\.1:4000 {2}120 ms\n {2}\S health check {2}\d+ ms\n\n {2}─+ {2}0\/2 /)
    progress.testEnded(passed)
    progress.testStarted('prices', 'shop')
    progress.testEnded(failed)
    await sleep(200)
    expect(screen()).toMatch(/ {2}✗ prices {2}1\.5 s\n[\s\S]*status: expected 200, got 500[\s\S]*━+ {2}2\/2 {2}1 failed/)
    progress.ended({ result: sampleRun({ status: 'failed' }), reportPath: 'apitest-report/report.html', command: 'apitest run' })
    const end = screen()
    expect(end).not.toMatch(/━|⠋|⠙|⠹|⠸|⠼|⠴|⠦|⠧|⠇|⠏/)
    expect(end).toContain('\nshop\n  ✓ health check  12 ms\n  ✗ prices  1.5 s\n')
    expect(end).toContain('  Report  apitest-report/report.html')
    expect(written().endsWith('\u001B[?25h') || written().includes('\u001B[?25h')).toBe(true)
    expect(written()).not.toMatch(/\u001B\[\d+m/)
  })

  it.each([
    ['no terminal', { isTTY: false }],
    ['CI', { isTTY: true, env: { CI: 'true', NO_COLOR: '1' } }],
  ])('prints plain lines for %s', async (_, options) => {
    const { progress, written } = show(options)
    progress.serviceStarting('web')
    progress.serviceReady({ name: 'web', url: undefined, readyMs: undefined })
    progress.planned(1)
    progress.testStarted('health check', 'shop')
    await sleep(150)
    progress.testEnded(passed)
    expect(written()).toBe('● web\n\nshop\n  ✓ health check  12 ms\n')
    progress.close()
  })

  it('prints one line a suite when there are many tests, and every failure', () => {
    const { progress, written } = show({ isTTY: false })
    progress.planned(1000)
    for (let index = 0; index < 999; index++) progress.testEnded({ ...passed, name: `test ${index}` })
    progress.testEnded(failed)
    progress.ended({ result: sampleRun({ status: 'failed' }), reportPath: 'r.html', command: 'apitest run' })
    expect(written()).not.toContain('✓ test 5')
    expect(written()).toMatch(/✗ prices[\s\S]*✗ shop {2}1000 tests {2}1 failed/)
  })

  it('lets no test name move the cursor', () => {
    const { progress, written } = show({ isTTY: false })
    progress.planned(1)
    progress.testEnded({ ...passed, name: 'evil \u001B[2J\u001B[31m name' })
    expect(written()).not.toContain('\u001B')
  })
})
