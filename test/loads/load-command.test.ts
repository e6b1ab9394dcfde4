import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { LoadSample } from '../../src/runtime/load/record/load-record.ts'
import { readRecord } from '../../src/runtime/load/record/read-record.ts'
import type { LoadSummary } from '../../src/runtime/load/report/load-summary.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'

/** Answers, and writes down on leaving how often it was asked. */
const server = `
import { createServer } from 'node:http'
import { writeFileSync } from 'node:fs'
let count = 0
const server = createServer((request, response) => {
  if (request.url === '/health') return response.end('{}')
  count += 1
  const slow = request.url === '/slow' ? 300 : 2
  setTimeout(() => response.writeHead(request.url === '/broken' && count % 2 ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ count })), slow)
})
server.listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => { writeFileSync('count.txt', String(count)); process.exit(0) })
`

function project(loads: string): TemporaryProject {
  return temporaryProject({
    'server.mjs': server,
    'apitest.yaml': `version: 1
name: shop
services:
  web: { process: { command: node server.mjs, ready: { http: /health } } }
requests:
  item: { get: /item, expect: { status: 200, jsonPath: { $.count: { gt: 0 } } } }
loads:
${loads}`,
  })
}

const quick = '  quick: { users: 3, duration: 2s, wait: 5ms, tasks: [{ request: item }] }\n'

function expectTruth(samples: readonly LoadSample[], served: number): void {
  const parts = samples.flatMap(({ endpoints }) => endpoints)
  const sum = (read: (part: (typeof parts)[number]) => number): number => parts.reduce((total, part) => total + read(part), 0)
  const started = sum((part) => part.started)
  expect(started).toBeGreaterThan(0)
  expect(sum((part) => part.ok + part.failed + part.timedOut + part.cancelled)).toBe(started)
  expect(served).toBe(started)
}

describe('apitest load', () => {
  test('runs a profile, counts what the service saw, leaves record, report, CSV and JUnit, and says that all is well', async () => {
    const at = project(quick)
    const { exitCode, stdout, stderr } = await at.apitest(['load', '--headless', '--json', '--workers', '2', '--csv', 'out/q', '--html', 'out/q.html'])
    expect(stderr).toContain('web is ready at')
    expect(exitCode, stderr).toBe(0)
    const summary = JSON.parse(stdout) as LoadSummary
    expect(summary).toMatchObject({ name: 'quick', status: 'passed', end: 'finished', reasons: [] })
    const run = readRecord(path.join(at.folder, 'apitest-report/loads/quick'))
    expectTruth([...run.samples()], Number(at.read('count.txt')))
    expect([...run.samples()].map((sample) => sample.at)).toEqual([0, 1])
    expect(summary.total.requests).toBe(Number(at.read('count.txt')))
    for (const file of ['report.html', 'summary.json', 'junit.xml', 'logs/web.log']) expect(existsSync(path.join(at.folder, 'apitest-report/loads/quick', file)), file).toBe(true)
    for (const file of ['out/q_stats.csv', 'out/q.html']) expect(existsSync(path.join(at.folder, file)), file).toBe(true)
  })

  test('fails with 1 when a threshold does not hold, and names it', async () => {
    const at = project('  bad: { users: 2, duration: 1s, tasks: [{ name: broken, get: /broken }], thresholds: { errors: { lt: 1% }, broken.p50: { lt: 10s } } }\n')
    const { exitCode, stdout } = await at.apitest(['load', 'bad', '--headless'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/✗ errors was \d+(?:\.\d+)? %, expected lt: 1%/)
    expect(stdout).toMatch(/✓ p50 of broken was/)
    expect((await at.apitest(['load', 'bad', '--headless', '--exit-code-on-error', '7'])).exitCode).toBe(7)
  })

  test('fails when not a single request succeeded, whatever the thresholds say', async () => {
    const at = project('  none: { users: 1, duration: 1s, wait: 50ms, tasks: [{ get: /item, expect: { status: 404 } }], thresholds: { errors: { lte: 100% } } }\n')
    const { exitCode, stdout } = await at.apitest(['load', '--headless'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/None of \d+ requests succeeded/)
  })

  test("takes Locust's flags", async () => {
    const at = project(quick)
    const { exitCode, stdout } = await at.apitest(['load', 'quick', '--headless', '-u', '5', '-r', '5', '-t', '1s', '-s', '1s', '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ users: 5, measuredSeconds: 1 })
  })

  test('says 4 when the service cannot start, and 2 for a profile that is not there', async () => {
    const at = project(quick)
    expect(await at.apitest(['load', 'quik', '--headless'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Did you mean `quick`?') })
    at.write({ 'server.mjs': 'console.log("no"); process.exit(3)' })
    const { exitCode, stderr } = await at.apitest(['load', '--headless'])
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(/exited with code 3|exit code 3/)
  })
})

/** Starts a long load and waits until it sends. */
async function startLong(at: TemporaryProject) {
  const bin = path.resolve(import.meta.dirname, '../../bin/apitest.js')
  const child = spawn(process.execPath, [bin, 'load', '--headless', '-s', '2s'], { cwd: at.folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '' } })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += String(data)))
  child.stderr.on('data', (data: Buffer) => (output += String(data)))
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const record = path.join(at.folder, 'apitest-report/loads/long/record.ndjson')
  for (let turn = 0; turn < 600; turn++) {
    if (existsSync(record) && [...readRecord(path.dirname(record)).samples()].length >= 2) break
    await sleep(50)
  }
  const url = /ready at (http:\S+)/.exec(output)?.[1] ?? ''
  expect(url, output).not.toBe('')
  return { child, ended, url, folder: path.dirname(record), output: () => output }
}

const long = '  long: { users: 4, duration: 5m, tasks: [{ get: /slow }] }\n'

async function isDown(url: string): Promise<boolean> {
  for (let turn = 0; turn < 200; turn++) {
    if (await fetch(url).then(() => false, () => true)) return true
    await sleep(50)
  }
  return false
}

describe('a load that is interrupted', () => {
  test('ends in good order at the first Ctrl-C: requests under way end, record and report are written, the service stops', async () => {
    const at = project(long)
    const { child, ended, url, folder } = await startLong(at)
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    const run = readRecord(folder)
    expect(run.end).toMatchObject({ reason: 'interrupted' })
    expectTruth([...run.samples()], Number(at.read('count.txt')))
    expect([...run.samples()].flatMap(({ endpoints }) => endpoints).every(({ cancelled }) => cancelled === 0)).toBe(true)
    expect(existsSync(path.join(folder, 'report.html'))).toBe(true)
    expect(await isDown(url)).toBe(true)
  })

  test('ends at once at the second', async () => {
    const at = project('  long: { users: 2, duration: 5m, tasks: [{ get: /slow, timeout: 60s }] }\n')
    at.write({ 'server.mjs': server.replace("'/slow' ? 300", "'/slow' && count > 6 ? 60_000") })
    const { child, ended, url } = await startLong(at)
    child.kill('SIGINT')
    await sleep(500)
    const before = performance.now()
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(performance.now() - before).toBeLessThan(1500)
    expect(await isDown(url)).toBe(true)
  })

  test('has lost the last second at most when it is killed, and leaves no service behind', async () => {
    const at = project(long)
    const { child, ended, url, folder } = await startLong(at)
    child.kill('SIGKILL')
    await ended
    const run = readRecord(folder)
    expect(run.end).toBeUndefined()
    expect([...run.samples()].length).toBeGreaterThanOrEqual(2)
    expect(await isDown(url)).toBe(true)
  })
})
