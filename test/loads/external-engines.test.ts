import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readProcessTable } from '../../src/runtime/services/processes/process-table.ts'
import type { LoadSample } from '../../src/runtime/load/record/load-record.ts'
import { startServer } from '../support/http-server.ts'
import type { Handler, Seen } from '../support/http-server.ts'
import { requireComponent } from '../support/require-component.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import { compileScripts, openRun, runToEnd } from './scripts.ts'

const locust = requireComponent('locust')
const k6 = requireComponent('k6')
const missing = locust ?? k6
const because = missing === undefined ? '' : ` (skipped: ${missing})`

const spec = `
version: 1
env:
  API_KEY: { required: true, secret: true }
  TARGET: { required: true }
services:
  web: { url: "\${env.TARGET}", allowLoad: true, headers: { x-team: "load & <tests>" }, basePath: /v1 }
variables:
  region: "eu \\"west\\""
fixtures:
  sample: { json: sample.json }
  notes: { text: notes.txt }
  rows: { csv: rows.csv }
requests:
  predict:
    post: /predict
    headers: { x-api-key: "\${env.API_KEY}" }
    json: \${fixtures.sample}
    patch: { $.mode: fast, "$.nested.list[0]": "\${variables.region}" }
    unset: [$.debug]
    expect: { status: 200, jsonPath: { $.ok: true, $.items: { size: { gt: 1 } } } }
flows:
  login:
    params: { user: alice }
    steps:
      - post: /login
        name: log in
        form: { user: "\${params.user}", "p w": "a b&c=ü" }
        expect: { status: 2xx, headers: { content-type: { contains: json } } }
        capture: { token: $.token, etag: { header: x-mark } }
loads:
  all:
    users: 2
    duration: 4s
    wait: 20ms
    data: \${fixtures.rows}
    tasks:
      - request: predict
        weight: 0.5
      - name: shopping
        weight: 1.5
        steps:
          - flow: login
            args: { user: "\${row.name}" }
          - get: /items/\${captures.login.token}/a+b,c%20d
            query: { q: "a b=\${row.name}", tag: [a, "b c"], empty: "" }
            headers: { authorization: "Bearer \${captures.login.token}", if-none-match: "\${captures.login.etag}" }
            expect: { json: { id: 7, list: [1, { a: true }] }, text: { matches: "^\\\\{\\"id\\"" } }
          - put: /items/7
            text: \${fixtures.notes}
            expect: { status: [200, 204] }
          - delete: /items/7
            auth: { basic: { username: ann, password: "p:w" } }
          - method: REPORT
            path: /x?y=1
            query: { z: 2 }
            expect: { status: 404, failIf: null }
    thresholds: { errors: { lt: 1% }, p95: { lt: 5s }, predict.p99: { lt: 5s } }
`.replace(', failIf: null', '')

const files = {
  'apitest.yaml': spec,
  'sample.json': '{"mode":"slow","debug":true,"nested":{"list":["x",2.5]},"text":"ü \\"q\\" \\u2028"}',
  'notes.txt': 'first line\nsecond: ü',
  'rows.csv': 'name,n\nbob,1\n"o\'neil, ""k""",2\n',
}

const answer: Handler = ({ method, url }, response) => {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  if (url === '/v1/login') return void response.setHeader('x-mark', '"abc"').setHeader('set-cookie', 'sid=s1; Path=/').end('{"token":"t-1"}')
  if (url === '/v1/predict') return void response.end('{"ok":true,"items":[1,2]}')
  if (method === 'REPORT') return void response.writeHead(404).end('{}')
  if (method === 'PUT') return void response.writeHead(204).end()
  response.end('{"id":7,"list":[1,{"a":true}]}')
}

/** What each client may say in its own way. */
const own = new Set(['user-agent', 'accept-encoding', 'connection', 'host', 'content-length', 'transfer-encoding'])

/** A user keeps its cookies from task to task: whether these two are sent with one depends on what that user did before. */
const first = new Set(['/v1/login', '/v1/predict'])

function shape({ method, url, headers, body }: Seen): string {
  const kept = Object.entries(headers).filter(
    ([name, value]) => !own.has(name) && !(name === 'accept' && value === '*/*') && !(name === 'cookie' && first.has(url)),
  )
  return JSON.stringify([method, url, Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1))), body.toString('utf8')], null, 1)
}

test.skipIf(missing)(`all three engines send the same requests, byte for byte, and end well${because}`, { timeout: 240_000 }, async () => {
  const project = temporaryProject(files)
  const shapes: Record<string, string[]> = {}
  for (const engine of ['node', 'locust', 'k6']) {
    const server = await startServer(answer)
    const workers = engine === 'locust' ? ['--workers', '2'] : []
    const { exitCode, stdout, stderr } = await project.apitest(['load', 'all', '--headless', '--only-summary', '--engine', engine, ...workers], {
      env: { API_KEY: 'key-1', TARGET: server.url },
    })
    expect(exitCode, `${engine}: ${stdout}${stderr}`).toBe(0)
    shapes[engine] = [...new Set(server.seen.map(shape))].sort()
    const record = project.read('apitest-report/loads/all/record.ndjson')
    const { header } = JSON.parse(record.split('\n')[0] ?? '') as { header: { engine: string } }
    expect(header.engine).toBe(engine)
    // what was under way at the very end is not told by the others
    const finished = count(record)
    expect(server.seen.length - finished, engine).toBeGreaterThanOrEqual(0)
    expect(server.seen.length - finished, engine).toBeLessThanOrEqual(8)
  }
  expect(shapes['locust']).toEqual(shapes['node'])
  expect(shapes['k6']).toEqual(shapes['node'])
  expect(shapes['node']).toHaveLength(8)
})

function count(record: string): number {
  const samples = record.split('\n').flatMap((line) => (line.startsWith('{"sample"') ? [JSON.parse(line) as { sample: LoadSample }] : []))
  return samples.flatMap(({ sample }) => sample.endpoints).reduce((sum, { ok, failed, timedOut }) => sum + ok + failed + timedOut, 0)
}

test.skipIf(missing)(`a bad service gets the same verdict from both, with the reason${because}`, { timeout: 120_000 }, async () => {
  const project = temporaryProject(files)
  await compileScripts(project)
  for (const engine of ['locust', 'k6'] as const) {
    let count = 0
    const server = await startServer((seen, response, number) => {
      if (seen.url === '/v1/predict' && (count += 1) % 2 === 0) return void response.setHeader('content-type', 'application/json').end('{"ok":false,"items":[1,2]}')
      answer(seen, response, number)
    })
    const errors = { key: 'errors', of: 'total', measure: { kind: 'errors' }, matcher: { lt: 0.01 }, written: 'lt: 1%' } as const
    const run = openRun(project, { engine, load: 'all', url: server.url, env: { API_KEY: 'key-1' }, seconds: 4, thresholds: [errors] })
    const verdict = await runToEnd(run)
    expect(verdict.passed, engine).toBe(false)
    const failures = run.totals.rows.flatMap((row) => [...row.failures.keys()])
    expect(failures.join('\n'), engine).toMatch(/^\$\.ok is true/)
    const predict = run.totals.rows[run.totals.endpoints.findIndex(({ name }) => name === 'predict')]
    expect(predict?.failed, engine).toBeGreaterThan(0)
    expect(Math.abs((predict?.failed ?? 0) - (predict?.ok ?? 0)), engine).toBeLessThanOrEqual(4)
  }
})

test.skipIf(locust)(`stopping Locust in the middle leaves no process behind${locust === undefined ? '' : ` (skipped: ${locust})`}`, { timeout: 60_000 }, async () => {
  const project = temporaryProject({ ...files, 'apitest.yaml': spec.replace('duration: 4s', 'duration: 10m') })
  await compileScripts(project)
  const server = await startServer(answer)
  const run = openRun(project, { engine: 'locust', load: 'all', url: server.url, workers: 2, env: { API_KEY: 'key-1' }, seconds: 600 })
  await run.start()
  await expect.poll(() => run.samples().length, { timeout: 30_000 }).toBeGreaterThan(1)
  await run.interrupt()
  await run.close()
  expect((await run.ended).reason).toBe('interrupted')
  expect(processesOf(project.folder)).toEqual([])
})

test.skipIf(locust)(`apitest that is killed leaves no Locust behind${locust === undefined ? '' : ` (skipped: ${locust})`}`, { timeout: 90_000 }, async () => {
  const project = temporaryProject({ ...files, 'apitest.yaml': spec.replace('duration: 4s', 'duration: 10m') })
  const server = await startServer(answer)
  const bin = path.resolve(import.meta.dirname, '../../bin/apitest.js')
  const child = spawn(process.execPath, [bin, 'load', 'all', '--headless', '--engine', 'locust', '--workers', '2'], {
    cwd: project.folder,
    env: { ...process.env, API_KEY: 'key-1', TARGET: server.url },
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await expect.poll(() => server.seen.length, { timeout: 60_000 }).toBeGreaterThan(20)
  expect(processesOf(project.folder).length).toBeGreaterThanOrEqual(3)
  child.kill('SIGKILL')
  await expect.poll(() => processesOf(project.folder), { timeout: 20_000, interval: 200 }).toEqual([])
})

const smallSpec = (load: string): string => `
version: 1
env: { TARGET: { required: true } }
services: { web: { url: "\${env.TARGET}", allowLoad: true } }
loads: { small: ${load} }
`

test.skipIf(missing)(`rows that are unique are each used once, however many workers there are${because}`, { timeout: 180_000 }, async () => {
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1)
  const load = `{ users: 6, duration: 30s, wait: 20ms, data: [${numbers.map((n) => `{ n: ${n} }`).join(', ')}], order: unique, tasks: [{ get: "/rows/\${row.n}" }] }`
  const project = temporaryProject({ 'apitest.yaml': smallSpec(load) })
  for (const engine of ['locust', 'k6']) {
    const server = await startServer(answer)
    const workers = engine === 'locust' ? ['--workers', '3'] : []
    const { exitCode, stdout, stderr } = await project.apitest(['load', '--headless', '--only-summary', '--engine', engine, ...workers], {
      env: { TARGET: server.url },
    })
    expect(exitCode, `${engine}: ${stdout}${stderr}`).toBe(0)
    const used = server.seen.map(({ url }) => Number(url.replace('/rows/', ''))).sort((a, b) => a - b)
    expect(used, engine).toEqual(numbers)
  }
})

test.skipIf(missing)(`a broken threshold with abortAfter ends the load early on both, also where the script runs by hand${because}`, { timeout: 180_000 }, async () => {
  const load = '{ users: 2, duration: 60s, wait: 20ms, tasks: [{ get: /broken }], thresholds: { errors: { lt: 10%, abortAfter: 2s } } }'
  const project = temporaryProject({ 'apitest.yaml': smallSpec(load) })
  const server = await startServer((_, response) => void response.writeHead(500).end('{}'))
  const env = { TARGET: server.url, WEB_URL: server.url }
  for (const engine of ['locust', 'k6']) {
    const began = performance.now()
    const { exitCode, stdout } = await project.apitest(['load', '--headless', '--only-summary', '--engine', engine], { env })
    expect(exitCode, stdout).toBe(1)
    expect(stdout).toMatch(/ended early at \d+ s: errors was 100 %/)
    expect(performance.now() - began, engine).toBeLessThan(40_000)
  }
  const scripts = path.join(project.folder, 'generated/loads/small')
  const byHand: readonly (readonly [string, readonly string[], number])[] = [
    ['locust', ['-f', path.join(scripts, 'locustfile.py'), '--headless', '--only-summary'], 1],
    ['k6', ['run', '--quiet', path.join(scripts, 'k6.js')], 99],
  ]
  for (const [program, args, code] of byHand) {
    const began = performance.now()
    const { status, stdout, stderr } = await runProgram(program, args, { ...process.env, ...env })
    expect(status, `${program}: ${stdout}${stderr}`).toBe(code)
    expect(performance.now() - began, program).toBeLessThan(40_000)
  }
})

test.skipIf(locust)(`tags choose tasks in Locust as they do here${locust === undefined ? '' : ` (skipped: ${locust})`}`, { timeout: 180_000 }, async () => {
  const tasks = '[{ get: /a, tags: [read] }, { get: /b, tags: [read, slow] }, { get: /c, tags: [write] }, { get: /d }]'
  const project = temporaryProject({ 'apitest.yaml': smallSpec(`{ users: 4, duration: 2s, wait: 10ms, tasks: ${tasks} }`) })
  for (const engine of ['node', 'locust'])
    for (const [options, paths] of [
      [['--tags', 'read'], ['/a', '/b']],
      [['-T', 'read,write', '-E', 'slow'], ['/a', '/c']],
      [['--exclude-tags', 'read'], ['/c', '/d']],
    ] as const) {
      const server = await startServer(answer)
      const workers = engine === 'locust' ? ['--workers', '2'] : []
      const { exitCode, stderr } = await project.apitest(['load', '--headless', '--engine', engine, ...workers, ...options], { env: { TARGET: server.url } })
      expect(exitCode, stderr).toBe(0)
      expect([...new Set(server.seen.map(({ url }) => url))].sort(), `${engine} ${options.join(' ')}`).toEqual(paths)
    }
})

async function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(program, args, { env })
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => text(stream))
  const [status] = (await once(child, 'close')) as [number | null]
  return { status, stdout: (await stdout) ?? '', stderr: (await stderr) ?? '' }
}

test('without the program the command says what to install, exit code 4', { timeout: 60_000 }, async () => {
  const project = temporaryProject(files)
  const server = await startServer(answer)
  for (const engine of ['locust', 'k6']) {
    const env = { API_KEY: 'key-1', TARGET: server.url, PATH: path.dirname(process.execPath) }
    const { exitCode, stderr } = await project.apitest(['load', 'all', '--headless', '--engine', engine], { env })
    expect(stderr).toContain(`\`${engine}\` is not installed`)
    expect(exitCode).toBe(4)
  }
  expect(server.seen).toEqual([])
})

function processesOf(folder: string): number[] {
  return [...readProcessTable().all.keys()].filter((pid) => readCommand(pid).includes(folder))
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
