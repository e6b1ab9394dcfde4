import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LoadSummary } from '../../src/runtime/load/report/load-summary.ts'
import { startProxy } from '../support/proxy-server.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'

const cli = path.resolve(import.meta.dirname, '../../bin/apitest.js')

/** A profile against something that runs already, wherever that is. */
function project(url: string, load: string): TemporaryProject {
  return temporaryProject({
    'apitest.yaml': `version: 1
name: faults
services:
  web: { url: "${url}", allowLoad: true }
loads:
  load: ${load}
`,
  })
}

function summaryOf({ read }: TemporaryProject): LoadSummary {
  return JSON.parse(read('apitest-report/loads/load/summary.json')) as LoadSummary
}

async function portOf(server: ReturnType<typeof createSocketServer>): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

describe('a load goes on and says what happened', () => {
  test('where more users are asked for than the system has descriptors', { timeout: 60_000 }, async () => {
    const server = createServer((_request, response) => void setTimeout(() => response.end('ok'), 50))
    const port = await portOf(server)
    const own = project(`http://127.0.0.1:${port}`, '{ users: 400, duration: 2s, tasks: [{ get: / }], thresholds: { errors: { lt: 100% } } }')
    const child = spawn('bash', ['-c', 'ulimit -n 200; exec "$@"', 'bash', process.execPath, cli, 'load', 'load', '--headless', '--only-summary'], {
      cwd: own.folder,
    })
    let output = ''
    child.stdout.on('data', (data) => (output += String(data)))
    child.stderr.on('data', (data) => (output += String(data)))
    const [code] = (await once(child, 'close')) as [number]
    expect(code, output).toBe(0)
    const { total, failures } = summaryOf(own)
    expect(total.ok).toBeGreaterThan(100)
    expect(failures.map(({ message }) => message)).toContainEqual(expect.stringContaining('too many open files'))
  })

  test('where bodies never end: time limits hold, and nothing of them is kept', { timeout: 60_000 }, async () => {
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const server = createServer((_request, response) => {
      const send = (): void => {
        while (response.write(chunk));
        response.once('drain', send)
      }
      send()
    })
    const port = await portOf(server)
    const own = project(
      `http://127.0.0.1:${port}`,
      '{ users: 2, duration: 2s, tasks: [{ get: /, timeout: 500ms }], thresholds: { errors: { gte: 0% } } }',
    )
    const child = spawn(process.execPath, [cli, 'load', 'load', '--headless', '--only-summary', '--stop-timeout', '1s'], { cwd: own.folder, stdio: 'ignore' })
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(1)
    const { total, failures } = summaryOf(own)
    expect(total.ok).toBe(0)
    expect(failures.map(({ message }) => message)).toContain('timeout: no answer within 0.5 s')
    expect(own.read('apitest-report/loads/load/record.ndjson').length).toBeLessThan(100_000)
  })
})

test('a load goes through the proxy that the environment names, and says so', { timeout: 60_000 }, async () => {
  let hosts = new Set<string | undefined>()
  const server = createServer((request, response) => void (hosts.add(request.headers.host), response.end('ok')))
  const proxy = await startProxy({ hosts: { 'shop.example': await portOf(server) } })
  const own = project('http://shop.example', '{ users: 2, duration: 1s, wait: 10ms, tasks: [{ get: / }] }')
  const env = { HTTP_PROXY: proxy.origin, http_proxy: '', NO_PROXY: '', no_proxy: '' }
  const { exitCode, stderr } = await own.apitest(['load', '--headless'], { env })
  expect(exitCode, stderr).toBe(0)
  expect(stderr).toContain(`requests to http://shop.example go through the proxy ${proxy.origin}, which is measured with them`)
  expect(hosts).toEqual(new Set(['shop.example']))
  expect(proxy.asked.length).toBe(summaryOf(own).total.ok)
  hosts = new Set()
  const direct = await own.apitest(['load', '--headless'], { env: { ...env, NO_PROXY: '.example' } })
  expect(direct.exitCode, direct.stderr).toBe(4)
  expect(hosts).toEqual(new Set())
})

test('a load does not begin where nothing listens, exit code 4', { timeout: 60_000 }, async () => {
  const server = createSocketServer()
  const port = await portOf(server)
  server.close()
  const own = project(`http://127.0.0.1:${port}`, '{ users: 5, duration: 1s, tasks: [{ get: / }] }')
  const { status, stderr } = spawnSync(process.execPath, [cli, 'load', 'load', '--headless', '--only-summary'], { cwd: own.folder, encoding: 'utf8' })
  expect(status, stderr).toBe(4)
  expect(stderr).toContain(`127.0.0.1:${port}`)
})

test('a broken threshold with abortAfter ends the load early, and the exit code is 1', { timeout: 60_000 }, async () => {
  const server = createServer((_request, response) => void response.writeHead(500).end())
  const port = await portOf(server)
  const own = project(
    `http://127.0.0.1:${port}`,
    '{ users: 2, duration: 60s, wait: 10ms, tasks: [{ get: / }], thresholds: { errors: { lt: 5%, abortAfter: 2s } } }',
  )
  const began = performance.now()
  const child = spawn(process.execPath, [cli, 'load', 'load', '--headless', '--only-summary'], { cwd: own.folder })
  let output = ''
  child.stdout.on('data', (data) => (output += String(data)))
  const [code] = (await once(child, 'close')) as [number]
  expect(code, output).toBe(1)
  expect(performance.now() - began).toBeLessThan(30_000)
  expect(output).toMatch(/ended early at [23] s: errors was 100 %, expected lt: 5%/)
})

test('a Node application under load has a process of its own, and what it throws in a hook of ours is an exception', { timeout: 60_000 }, async () => {
  const own = temporaryProject({
    'package.json': '{ "type": "module" }',
    'app.js': `export const app = (request, response) => response.end(JSON.stringify({ pid: process.pid, currency: process.env.CURRENCY }))`,
    'hooks.js': `import { writeFileSync } from 'node:fs'
export function seen({ response }) { writeFileSync('seen.txt', String(process.pid)); return response.nothing.here }
`,
    'apitest.yaml': `version: 1
hooks: hooks.js
services:
  shop: { node: { app: app.js#app, env: { CURRENCY: eur } } }
loads:
  load:
    users: 1
    duration: 1s
    wait: 100ms
    tasks:
      - { get: /ok, expect: { jsonPath: { $.currency: eur } } }
      - { get: /hook, expect: { hook: seen } }
    thresholds: { errors: { lt: 100% } }
`,
  })
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, 'load', 'load', '--headless', '--only-summary'], { cwd: own.folder, encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
  expect(stderr).toMatch(/shop is ready at/)
  expect(own.read('apitest-report/loads/load/load_exceptions.csv')).toMatch(/TypeError|Cannot read/)
})

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 30))
}

test('the live page starts a run, to another host too, and after its end a new one, each with its report', { timeout: 60_000 }, async () => {
  let elsewhere = 0
  const other = createServer((_request, response) => response.end(String(++elsewhere)))
  const server = createServer((_request, response) => response.end('ok'))
  const [port, otherPort] = [await portOf(server), await portOf(other)]
  const own = project(`http://127.0.0.1:${port}`, '{ users: 1, duration: 1s, wait: 20ms, tasks: [{ get: / }] }')
  const child = spawn(process.execPath, [cli, 'load', 'load', '--web-port', '0', '--only-summary'], { cwd: own.folder })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)))
  await until(() => /live page: \S+;/.test(said))
  const url = new URL(/live page: (\S+);/.exec(said)?.[1] ?? '')
  const token = /name="apitest-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? ''
  const start = async (settings: object): Promise<number> => {
    const headers = { 'content-type': 'application/json', 'x-apitest-token': token }
    return (await fetch(new URL('/api/start', url), { method: 'POST', headers, body: JSON.stringify(settings) })).status
  }
  const reports = (): number => said.split('report: ').length - 1
  expect(await start({ users: 1 })).toBeLessThan(300)
  await until(() => reports() === 1)
  expect(elsewhere).toBe(0)
  await until(() => said.includes('The page stays open'))
  expect(await start({ users: 2, host: `http://127.0.0.1:${otherPort}` })).toBeLessThan(300)
  await until(() => reports() === 2)
  await until(() => said.split('The page stays open').length === 3)
  expect(elsewhere).toBeGreaterThan(10)
  expect(summaryOf(own).total.started).toBe(elsewhere)
  child.kill('SIGINT')
  const [code] = (await once(child, 'close')) as [number | null]
  expect(code, said).toBe(0)
})
