import { spawn } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildServicesRuntime } from './built-runtime.ts'
import { helloServer, serviceProject } from './service-project.ts'
import type { ServiceProject } from './service-project.ts'

/** The real thing: vitest with `serve` as its globalSetup. It ends one millisecond after a signal, and knows nothing of services. */
const root = fileURLToPath(new URL('../..', import.meta.url))
let runtime = ''
beforeAll(async () => {
  runtime = await buildServicesRuntime()
})
afterAll(() => rmSync(runtime, { recursive: true, force: true }))

function vitestProject(
  testFile: string,
  web = `{ process: { command: [process.execPath, 'hello.mjs'], ready: { http: '/' } } }`,
): ServiceProject {
  const project = serviceProject({
    'hello.mjs': helloServer,
    'package.json': '{"type":"module"}',
    'setup.js': `import { serve } from '${runtime}/serve.js'
export default () => serve({ folder: new URL('./', import.meta.url), services: { web: ${web} } }, ['web'])`,
    'vitest.config.js': `export default { test: { globalSetup: './setup.js', include: ['*.check.js'], pool: 'threads' } }`,
    'web.check.js': `import { expect, test } from 'vitest'
import { startService } from '${runtime}/hub-client.js'
${testFile}`,
  })
  mkdirSync(join(project.folder, 'node_modules'))
  symlinkSync(join(root, 'node_modules/vitest'), join(project.folder, 'node_modules/vitest'))
  return project
}

async function runVitest(
  project: ServiceProject,
  act?: (pid: number) => void,
): Promise<{ code: number | null; signal: string | null; output: string }> {
  const { APITEST_GUARD: _, ...env } = process.env
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: project.folder,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      const before = output
      output += String(text)
      if (!before.includes('in the test') && output.includes('in the test')) act?.(child.pid!)
    })
  }
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) => child.once('exit', (...end) => resolve(end)))
  for (let tries = 0; tries < 100 && project.survivors().length > 0; tries++) await sleep(25)
  return { code, signal, output }
}

const asks = `test('asks', async () => { const { url } = await startService('web'); expect((await fetch(url)).status).toBe(200) })`
const hangs = `test('hangs', async () => { await startService('web'); console.log('in the test'); await new Promise(() => {}) }, 60000)`

test('the service is up for the tests in a worker thread, and gone afterwards', async () => {
  const project = vitestProject(asks)
  const { code, output } = await runVitest(project)
  expect(output).toContain('1 passed')
  expect(code).toBe(0)
  expect(project.survivors()).toEqual([])
  expect(project.record().services).toMatchObject([{ name: 'web', state: 'stopped', forced: false }])
})

test('a service that cannot start ends the run with its failure', async () => {
  const project = vitestProject(asks, `{ process: { command: ['sh', '-c', 'echo no model; exit 3'] } }`)
  const { code, output } = await runVitest(project)
  expect(output).toMatch(/Service `web` ended with exit code 3[\s\S]*no model/)
  expect(code).toBe(1)
  expect(project.record().failures).toHaveLength(1)
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s stops the services in order before vitest ends', async ([signal, status]) => {
  const project = vitestProject(hangs)
  const { code, signal: by } = await runVitest(project, (pid) => process.kill(pid, signal))
  expect(project.survivors()).toEqual([])
  expect(by === signal ? status : code).toBe(status)
  expect(project.record().services).toMatchObject([{ state: 'stopped', forced: false }])
})

test.for([
  ['the runner', 1],
  ['its process group', -1],
] as const)('SIGKILL of %s leaves nothing', async ([, sign]) => {
  const project = vitestProject(hangs)
  const { signal } = await runVitest(project, (pid) => process.kill(sign * pid, 'SIGKILL'))
  expect(signal).toBe('SIGKILL')
  expect(project.survivors()).toEqual([])
})

test('process.exit in a test leaves nothing', async () => {
  const project = vitestProject(`test('exits', async () => { await startService('web'); process.exit(5) })`)
  await runVitest(project)
  expect(project.survivors()).toEqual([])
})
