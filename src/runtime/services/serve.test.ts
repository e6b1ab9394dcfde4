import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { helloProcess, helloServer, serviceProject, sessionFolders } from '../../../test/services/service-project.ts'
import type { ServiceProject } from '../../../test/services/service-project.ts'
import { addSecret } from '../values/secrets.ts'
import { reportSecret, reportService, serviceLog, startService } from './hub-client.ts'
import { parseHubAddress } from './hub/hub-protocol.ts'
import { cleanLeftovers } from './processes/clean-leftovers.ts'
import { serve } from './serve.ts'
import { ServiceError } from './service-error.ts'
import type { ServiceEntry } from './service-definition.ts'

/** Serves for the length of the test. */
async function run(
  project: ServiceProject,
  services: Readonly<Record<string, ServiceEntry>>,
  names = Object.keys(services),
): Promise<() => Promise<void>> {
  const stop = await serve(project.define(services), names)
  onTestFinished(stop)
  return stop
}

/** Writes its name into `order` when it is up and when it ends. */
const orderly = (name: string) => ({
  command: ['sh', '-c', `trap 'echo ${name} ends >> order; exit' TERM; echo ${name} up >> order; echo ready; while :; do sleep 0.02; done`],
  ready: { log: 'ready' },
})
const sleeper = { command: ['sleep', '600'], ready: { command: ['true'] } }

test('a service answers at the address that workers are told, and is gone after the run', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  const stop = await run(project, { web: { process: helloProcess } })
  const { url, host, port } = await startService('web')
  expect({ host, url }).toEqual({ host: '127.0.0.1', url: `http://127.0.0.1:${port}` })
  expect(project.survivors()).toEqual([Number(await (await fetch(url)).text())])
  await stop()
  expect(project.survivors()).toEqual([])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(sessionFolders()).toEqual([])
  expect(project.record()).toEqual({
    failures: [],
    services: [{ name: 'web', kind: 'process', url, state: 'stopped', readyMs: expect.any(Number), forced: false, log: 'logs/web.log' }],
  })
})

test('services start after those they depend on and stop before them', async () => {
  const project = serviceProject()
  const stop = await run(
    project,
    {
      web: { process: orderly('web'), dependsOn: ['api'] },
      api: ({ services }) => ({ process: { ...orderly('api'), env: { DB: services.db?.url } } }),
      db: { process: orderly('db') },
      unused: { process: orderly('unused') },
    },
    ['web'],
  )
  await stop()
  expect(readFileSync(join(project.folder, 'order'), 'utf8').trim().split('\n')).toEqual([
    'db up',
    'api up',
    'web up',
    'web ends',
    'api ends',
    'db ends',
  ])
})

test('a service knows the address of the one that it names', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  await run(
    project,
    {
      db: { process: helloProcess },
      api: ({ services, port }) => ({
        process: { command: ['sh', '-c', `echo ${services.db?.url} ${port}; exec sleep 600`], ready: { log: 'http' } },
      }),
    },
    ['api'],
  )
  const [db, api] = [await startService('db'), await startService('api')]
  expect(project.log('api')).toBe(`${db.url} ${api.port}\n`)
})

test('the first service that fails ends those that are still starting', async () => {
  const project = serviceProject()
  const began = performance.now()
  const error: unknown = await serve(
    project.define({
      slow: { process: { command: ['sleep', '600'], ready: { tcp: true } } },
      bad: { process: { command: ['sh', '-c', 'sleep 0.2; echo no; exit 1'] } },
      dependent: { process: sleeper, dependsOn: ['bad'] },
    }),
    ['slow', 'bad', 'dependent'],
  ).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(ServiceError)
  expect((error as Error).message).toContain('Service `bad` ended with exit code 1')
  expect(performance.now() - began).toBeLessThan(5000)
  expect(project.survivors()).toEqual([])
  expect(project.record().failures).toHaveLength(1)
  expect(process.env.APITEST_HUB).toBeUndefined()
})

test('the failure points at the line of the specification', async () => {
  const project = serviceProject({ 'apitest.yaml': 'version: 1\nservices:\n  web:\n    process:\n      command: gunicornx app:app\n' })
  const served = project.define({ web: { process: { command: ['gunicornx', 'app:app'] } } }, ['apitest.yaml'])
  const error: unknown = await serve(served, ['web']).catch((error: unknown) => error)
  if (!(error instanceof ServiceError)) throw new Error('it must fail')
  expect(error.failure.place).toEqual({ file: 'apitest.yaml', line: 5, column: 16 })
  expect(error.failure.frame).toMatch(/5 \|\s+command: gunicornx app:app\n.*\^\^\^/)
  expect(error.stack).toContain(`at spec (${project.folder}/apitest.yaml:5:16)`)
})

test('a cycle and an unknown name are errors, not an endless wait', async () => {
  const project = serviceProject()
  await expect(
    serve(project.define({ a: { process: sleeper, dependsOn: ['b'] }, b: { process: sleeper, dependsOn: ['a'] } }), ['a']),
  ).rejects.toThrow('a → b → a')
  await expect(serve(project.define({ a: { process: sleeper } }), ['wbe'])).rejects.toThrow(
    /No service is named `wbe`\nhint: Known services: a/,
  )
})

test('a definition that cannot be evaluated is a failure of its service', async () => {
  const project = serviceProject()
  const services = {
    web: () => {
      throw new Error('API_KEY is not set')
    },
  }
  await expect(serve(project.define(services), ['web'])).rejects.toThrow('Service `web` cannot start: API_KEY is not set')
})

test('a service that no test was chosen for starts when one asks for it', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  process.env.APITEST_SERVICES = ''
  await run(project, { web: { process: helloProcess } })
  expect(project.survivors()).toEqual([])
  const [one, other] = await Promise.all([startService('web'), startService('web')])
  expect(one).toEqual(other)
  expect(project.survivors()).toHaveLength(1)
})

test('what cannot start is told in full once, and then in a line', async () => {
  const project = serviceProject()
  await run(project, { web: { process: { command: ['sh', '-c', 'echo broken; exit 1'] } } }, [])
  const first: unknown = await startService('web').catch((error: unknown) => error)
  const second: unknown = await startService('web').catch((error: unknown) => error)
  expect((first as ServiceError).failure.log).toEqual(['broken'])
  expect((second as Error).message).toMatch(/^Service `web` ended with exit code 1 .* \(told in full by the first test that needed it\)$/)
})

test('lines of a moment are found again, and those before are not', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  await run(project, { web: { process: helloProcess } })
  const { url } = await startService('web')
  await fetch(`${url}/first`)
  await sleep(50)
  const since = Date.now()
  await fetch(`${url}/second`)
  expect(await serviceLog('web', since)).toEqual({ lines: ['GET /second'], before: { count: 0, atLeast: false } })
})

test('a service that dies in the middle of the run says so with its last lines', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  const stop = await run(project, { web: { process: helloProcess } })
  const { url } = await startService('web')
  await fetch(`${url}/die`).catch(() => {})
  const { lines, ended } = await reportService('web', Date.now())
  expect(ended).toMatch(/^Service `web` ended with exit code 3 \d+(\.\d)?m?s ago$/)
  expect(lines.at(-1)).toBe('GET /die')
  await expect(startService('web')).rejects.toThrow(/ended with exit code 3/)
  await stop()
  expect(project.record().services).toMatchObject([{ state: 'failed', forced: false }])
})

test('a daemon that is killed in the middle of the run is noticed', async () => {
  const project = serviceProject()
  await run(project, { web: { process: { command: ['sh', '-c', 'setsid sleep 600 &'], ready: { command: ['true'] } } } })
  await startService('web')
  expect((await reportService('web', 0)).ended).toBeUndefined()
  process.kill(project.survivors()[0]!, 'SIGKILL')
  await sleep(20)
  expect((await reportService('web', 0)).ended).toContain('ended with exit code 0')
})

test('secrets are hidden in the log, also those that became known later', async () => {
  addSecret('early-secret-1')
  const project = serviceProject({
    'leak.mjs': `${helloServer}\nconsole.log('key early-secret-1, token late-secret-2 ' + Buffer.from('late-secret-2').toString('base64'))`,
  })
  const stop = await run(project, { web: { process: { ...helloProcess, command: [process.execPath, 'leak.mjs'] } } })
  await startService('web')
  expect(project.log('web')).toContain('key ***, token late-secret-2')
  await reportSecret('late-secret-2')
  expect((await serviceLog('web', 0)).lines.join('\n')).toContain('key ***, token *** ***')
  await stop()
  expect(project.log('web')).toContain('key ***, token *** ***')
  expect(existsSync(join(project.folder, 'report/logs/web.log.clean'))).toBe(false)
})

test('kept services stay up, go on printing, and are stopped by the clean-up that asks for kept ones', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  process.env.APITEST_KEEP = '1'
  const stop = await serve(project.define({ web: { process: helloProcess } }), ['web'])
  const { url } = await startService('web')
  await fetch(`${url}/while-running`)
  expect((await serviceLog('web', 0)).lines).toContain('GET /while-running')
  await stop()
  expect(project.record().services).toMatchObject([{ state: 'kept', url }])
  await cleanLeftovers()
  expect((await fetch(url)).status).toBe(200)
  const { sessions, processes } = await cleanLeftovers({ kept: true })
  expect({ sessions, processes }).toMatchObject({
    sessions: 1,
    processes: [{ pid: expect.any(Number), name: expect.stringMatching(/node|MainThread/) }],
  })
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(sessionFolders()).toEqual([])
})

test('a failed start keeps nothing', async () => {
  const project = serviceProject()
  process.env.APITEST_KEEP = '1'
  await expect(
    serve(project.define({ db: { process: sleeper }, web: { process: { command: ['false'] }, dependsOn: ['db'] } }), ['web']),
  ).rejects.toThrow('exit code 1')
  expect(project.survivors()).toEqual([])
})

test('two runs at the same time share nothing', async () => {
  const [one, other] = [serviceProject({ 'hello.mjs': helloServer }), serviceProject({ 'hello.mjs': helloServer })]
  const stopOne = await run(one, { web: { process: helloProcess } })
  const stopOther = await run(other, { web: { process: helloProcess } })
  await stopOther()
  expect(other.survivors()).toEqual([])
  expect(one.survivors()).toHaveLength(1)
  await stopOne()
})

test('nobody without the token can talk to the hub', async () => {
  await run(serviceProject(), {})
  const { place } = parseHubAddress(process.env.APITEST_HUB ?? '')
  const socket = connect(place)
  const received: string[] = []
  socket.on('data', (data) => received.push(String(data)))
  socket.write('{"token":"wrong"}\n{"id":1,"method":"results","params":{}}\n')
  await new Promise((resolve) => socket.once('close', resolve))
  expect(received).toEqual([])
})

test('without a run the client says what is missing', async () => {
  await expect(startService('web')).rejects.toThrow("globalSetup: './setup.ts'")
})

test('a log from an earlier run is replaced', async () => {
  const project = serviceProject()
  const stop = await run(project, { web: { process: { command: ['sh', '-c', 'echo one; exec sleep 600'], ready: { log: 'one' } } } })
  await stop()
  writeFileSync(join(project.folder, 'report/logs/web.log'), 'old\n')
  await run(project, { web: { process: { command: ['sh', '-c', 'echo two; exec sleep 600'], ready: { log: 'two' } } } })
  expect(project.log('web')).toBe('two\n')
})
