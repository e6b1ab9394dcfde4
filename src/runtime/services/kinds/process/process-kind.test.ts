import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { helloProcess, helloServer, serviceProject, sessionFolders } from '../../../../../test/services/service-project.ts'
import type { ServiceProject } from '../../../../../test/services/service-project.ts'
import { startService } from '../../hub-client.ts'
import { serve } from '../../serve.ts'
import type { ProcessDefinition, ServiceEntry } from '../../service-definition.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServiceFailure } from '../../service-error.ts'

const node = process.execPath

/** Starts one service for the length of the test. */
async function start(project: ServiceProject, web: ServiceEntry): Promise<{ url: string; stop(): Promise<void> }> {
  const stop = await serve(project.define({ web }), ['web'])
  onTestFinished(stop)
  return { url: (await startService('web')).url, stop }
}

/** The failure of a service that cannot start; nothing of it may be left. */
async function failureOf(project: ServiceProject, process: ProcessDefinition): Promise<ServiceFailure> {
  const error = await serve(project.define({ web: { process } }), ['web']).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(ServiceError)
  expect(project.survivors()).toEqual([])
  expect(sessionFolders()).toEqual([])
  expect(project.record().failures).toEqual([(error as ServiceError).failure])
  expect(project.record().services[0]).toMatchObject({ name: 'web', state: 'failed' })
  return (error as ServiceError).failure
}

const script = (text: string) => ({ 'service.mjs': text })
const runScript = (more: Partial<ProcessDefinition> = {}): ProcessDefinition => ({
  command: [node, 'service.mjs'],
  ready: { http: '/' },
  ...more,
})

test('a service that crashes is reported at once, with exit code and last lines', async () => {
  const began = performance.now()
  const project = serviceProject(script(`console.log('loading model'); console.error('no model.pkl'); process.exit(7)`))
  const failure = await failureOf(project, runScript())
  expect(performance.now() - began).toBeLessThan(5000)
  expect(failure.message).toMatch(/^Service `web` ended with exit code 7 after .*, before it was ready$/)
  expect(failure.log).toEqual(['loading model', 'no model.pkl'])
  expect(failure.details.join('\n')).toMatch(/command: .*service\.mjs[\s\S]*probe: GET http:\/\/127[\s\S]*log: report\/logs\/web\.log/)
})

test('a service that exits with 0 at once is no service', async () => {
  const failure = await failureOf(serviceProject(), { command: ['true'], ready: { http: '/' } })
  expect(failure.message).toContain('ended with exit code 0')
  expect(failure.hint).toContain('must go on running')
})

test('a starter that fails takes down what it left behind', async () => {
  const failure = await failureOf(serviceProject(), { command: ['sh', '-c', 'sleep 600 & exit 3'], ready: { http: '/' } })
  expect(failure.message).toContain('ended with exit code 3')
})

test('a program that is not there is explained before anything starts', async () => {
  const project = serviceProject()
  mkdirSync(join(project.folder, '.venv/bin'), { recursive: true })
  writeFileSync(join(project.folder, '.venv/bin/gunicornx'), '#!/bin/sh\n', { mode: 0o755 })
  const failure = await failureOf(project, { command: ['gunicornx', 'app:app'] })
  expect(failure.message).toBe('Service `web` cannot start: the program `gunicornx` is not on the PATH')
  expect(failure.hint).toContain('`command: .venv/bin/gunicornx …`')
})

test('a script whose interpreter is missing is explained', async () => {
  const project = serviceProject()
  writeFileSync(join(project.folder, 'run'), '#!/no/such/interpreter\n', { mode: 0o755 })
  const failure = await failureOf(project, { command: ['./run'] })
  expect(failure.message).toContain('ENOENT')
  expect(failure.hint).toContain('interpreter')
})

test('a folder that does not exist is named', async () => {
  const failure = await failureOf(serviceProject(), { command: ['true'], cwd: 'nowhere' })
  expect(failure).toMatchObject({ message: 'Service `web` cannot start: its folder `nowhere` does not exist', path: ['process', 'cwd'] })
})

test('a service that never answers is stopped after its timeout, with the last answer', async () => {
  const failure = await failureOf(serviceProject(), {
    command: ['sh', '-c', 'echo loading; sleep 600'],
    ready: { http: '/', timeout: '300ms' },
  })
  expect(failure.message).toBe('Service `web` was not ready after 300ms; last answer: connection refused')
  expect(failure.log).toEqual(['loading'])
})

test('a service on another port than the one it was told is found out', async () => {
  const project = serviceProject(
    script(
      `import { createServer } from 'node:http'; createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port) })`,
    ),
  )
  const failure = await failureOf(project, runScript({ ready: { http: '/', timeout: '1s' } }))
  expect(failure.hint).toContain(`It listens on port ${failure.log?.[0]}, not on `)
})

test('an answer with the wrong status is not ready', async () => {
  const project = serviceProject(
    script(`import { createServer } from 'node:http'; createServer((_, r) => r.writeHead(503).end()).listen(process.env.PORT)`),
  )
  const failure = await failureOf(project, runScript({ ready: { http: '/', status: ['2xx', 304], timeout: '1s' } }))
  expect(failure.message).toContain('last answer: status 503, expected 2xx or 304')
  const { url } = await start(project, { process: runScript() })
  expect((await fetch(url)).status).toBe(503)
})

test('a port that somebody else uses is an error that says who', async () => {
  const server = await listen()
  const { port } = server.address() as AddressInfo
  const failure = await failureOf(serviceProject({ 'hello.mjs': helloServer }), { ...helloProcess, port })
  expect(failure.message).toMatch(new RegExp(`^Service \`web\` cannot start: port ${port} is in use by pid ${process.pid} \\(.+\\)$`))
})

test('a fixed port is used and told to the program', async () => {
  const server = await listen()
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const { url } = await start(serviceProject({ 'hello.mjs': helloServer }), { process: { ...helloProcess, port } })
  expect(url).toBe(`http://127.0.0.1:${port}`)
})

test('when somebody takes the free port first, the service starts on another one', async () => {
  const stolen: number[] = []
  const { url } = await start(serviceProject({ 'hello.mjs': helloServer }), ({ port }) => {
    if (port !== 0 && stolen.length === 0) {
      stolen.push(port)
      const thief = createServer((_, response) => response.end('thief')).listen(port, '127.0.0.1')
      onTestFinished(() => void thief.close())
    }
    return { process: helloProcess }
  })
  expect(stolen).toHaveLength(1)
  expect(url).not.toContain(String(stolen[0]))
  expect(await (await fetch(url)).text()).not.toBe('thief')
})

test('a service that listens on the IPv6 loopback address alone is found there', async () => {
  const project = serviceProject(script(helloServer.replace("'127.0.0.1'", "'::1'")))
  const { url } = await start(project, { process: runScript() })
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/)
})

test.for([
  ['http', { http: '/' }],
  ['tcp', { tcp: true }],
  ['log', { log: '^listen(ing)' }],
  ['command', { command: [node, '-e', 'fetch(`http://127.0.0.1:${process.env.PORT}`).catch(() => process.exit(1))'] }],
] as const)('a service is ready by %s', async ([, ready]) => {
  const { url } = await start(serviceProject({ 'hello.mjs': helloServer }), { process: { ...helloProcess, ready } })
  expect((await fetch(url)).status).toBe(200)
})

test('a log line without an end counts, and one that never comes is a timeout', async () => {
  const prompt: ProcessDefinition = { command: ['sh', '-c', 'printf "ready> "; exec sleep 600'], ready: { log: '^ready>' } }
  await start(serviceProject(), { process: prompt })
  const failure = await failureOf(serviceProject(), { ...prompt, ready: { log: 'done', timeout: '200ms' } })
  expect(failure.message).toContain('no such line')
})

test('the last words of a readiness command are the last answer', async () => {
  const failure = await failureOf(serviceProject(), {
    command: ['sleep', '600'],
    ready: { command: ['sh', '-c', 'echo no table yet; exit 4'], timeout: '200ms' },
  })
  expect(failure.message).toContain('exit code 4: no table yet')
})

test('a first answer that takes longer than an attempt is waited for', async () => {
  const slow = `import { createServer } from 'node:http'; createServer((_, r) => setTimeout(() => r.end(), 2500)).listen(process.env.PORT)`
  await start(serviceProject(script(slow)), { process: runScript({ ready: { http: '/', timeout: '20s' } }) })
})

test('the environment has the port and what the definition says, and nothing of the run', async () => {
  process.env.GIVEN = 'outer'
  onTestFinished(() => void delete process.env.GIVEN)
  const project = serviceProject(
    script(
      `console.log(JSON.stringify(process.env)); ${helloServer.replace("import { createServer } from 'node:http'", "const { createServer } = await import('node:http')")}`,
    ),
  )
  const { url } = await start(project, ({ port }) => ({
    process: runScript({ env: { MODE: 'x', OWN: port, JSON: { a: 1 }, GIVEN: null, LANG: undefined } }),
  }))
  const { host: _, ...env } = JSON.parse(project.log('web').split('\n')[0]!) as Record<string, string>
  const { port } = new URL(url)
  expect(env).toMatchObject({ PORT: port, OWN: port, MODE: 'x', JSON: '{"a":1}', PYTHONUNBUFFERED: '1' })
  expect(Object.keys(env).filter((name) => /^(APITEST_(?!SERVICE)|VITEST|GIVEN$|LANG$)/.test(name))).toEqual([])
})

test('words of the command are no shell text', async () => {
  const project = serviceProject()
  await start(project, {
    process: { command: ['sh', '-c', 'echo "$1"; exec sleep 600', 'sh', '$(touch pwned) ; "quoted"'], ready: { log: 'quoted' } },
  })
  expect(project.log('web')).toBe('$(touch pwned) ; "quoted"\n')
  expect(existsSync(join(project.folder, 'pwned'))).toBe(false)
})

test('a service that ignores its signal is killed after its grace, and the result says so', async () => {
  const project = serviceProject()
  const { stop } = await start(project, {
    process: {
      command: ['sh', '-c', "trap '' TERM; echo up; while :; do sleep 600; done"],
      ready: { log: 'up' },
      stop: { grace: '200ms' },
    },
  })
  await stop()
  expect(project.survivors()).toEqual([])
  expect(project.record().services).toMatchObject([{ name: 'web', state: 'stopped', forced: true }])
})

test('a service is stopped by the signal that it asks for, and may end in its own time', async () => {
  const project = serviceProject()
  const { stop } = await start(project, {
    process: {
      command: ['sh', '-c', "trap 'sleep 0.3; echo bye; exit' INT; echo up; while :; do sleep 0.05; done"],
      ready: { log: 'up' },
      stop: { signal: 'SIGINT' },
    },
  })
  await stop()
  expect(project.log('web')).toBe('up\nbye\n')
  expect(project.record().services).toMatchObject([{ forced: false }])
})

test('a hundred megabytes of output stall nothing and stay out of memory', async () => {
  const project = serviceProject(
    script(`import { once } from 'node:events'
const line = 'x'.repeat(99) + '\\n', block = line.repeat(1000)
for (let i = 0; i < 1000; i++) if (!process.stdout.write(block)) await once(process.stdout, 'drain')
process.stdout.write('y'.repeat(5_000_000))
console.log('\\nflood over'); setInterval(() => {}, 1000)`),
  )
  const before = process.memoryUsage().rss
  await start(project, { process: runScript({ ready: { log: '^flood over' } }) })
  expect(process.memoryUsage().rss - before).toBeLessThan(150e6)
  expect(statSync(join(project.folder, 'report/logs/web.log')).size).toBe(100e6 + 5e6 + '\nflood over\n'.length)
})

test('a log that cannot be written is an error before the start', async () => {
  const project = serviceProject()
  mkdirSync(join(project.folder, 'report'))
  writeFileSync(join(project.folder, 'report/logs'), 'a file where the folder should be')
  const failure = await failureOf(project, { command: ['sleep', '600'] })
  expect(failure.message).toMatch(/its log cannot be written to .*report\/logs\/web\.log \(\w+\)/)
})

test('output that a process in a group of its own prints belongs to the service', async () => {
  const project = serviceProject()
  await start(project, {
    process: { command: ['sh', '-c', 'setsid sh -c "echo from afar; exec sleep 600" &'], ready: { log: 'from afar' } },
  })
  expect(project.survivors()).toHaveLength(1)
})

async function listen(): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return server
}
