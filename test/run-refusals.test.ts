import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, rmdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const vitest = ['node_modules/vitest/vitest.mjs', ['run', '-c', 'generated/vitest.config.ts']] as const

describe('an environment variable that is not set', () => {
  const spec = `version: 1
env:
  API_KEY: { required: true, description: key of the test account }
  TOKEN: { required: true }
  HOST_NAME: { required: true }
  SPARE: { default: x }
  LATER: {}
variables: { bearer: "Bearer \${env.TOKEN}" }
services:
  shop: { process: { command: node server.mjs, ready: { http: /health } } }
  other: { process: { command: node server.mjs, env: { NAME: "\${env.HOST_NAME}" } } }
requests:
  keyed: { get: /health, headers: { x-key: "\${env.API_KEY}", x-spare: "\${env.SPARE}" } }
flows:
  walk: { steps: [{ request: keyed, expect: { status: 200 } }] }
tests:
  keyed: { flow: walk }
  signed: { get: /health, headers: { authorization: "\${variables.bearer}" }, expect: { status: 200 } }
  elsewhere: { service: other, get: /health, expect: { status: 200 } }
  later: { get: /health, headers: { x-later: "\${env.LATER}" }, expect: { status: 200 } }
  free: { get: /health, expect: { status: 200 } }
`
  const project = (): TemporaryProject => temporaryProject({ 'apitest.yaml': spec, 'server.mjs': shopServer })

  test('is told before anything starts, at its line, with the tests that need it', async () => {
    const { exitCode, stdout, stderr } = await project().apitest(['run'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
    expect(stderr).toContain(
      'apitest.yaml:3:3 error missing-env: The environment variable `API_KEY` (key of the test account) is not set; needed by `keyed`\n    3 |   API_KEY:',
    )
    expect(stderr).toContain('apitest.yaml:4:3 error missing-env: The environment variable `TOKEN` is not set; needed by `signed`')
    expect(stderr).toContain('apitest.yaml:5:3 error missing-env: The environment variable `HOST_NAME` is not set; needed by `elsewhere`')
    expect(stderr).toContain('Found 3 errors')
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['by a flow and its request', ['-t', 'keyed'], ['API_KEY']],
    ['by a variable', ['-t', 'signed'], ['TOKEN']],
    ['by a service', ['-t', 'elsewhere'], ['HOST_NAME']],
    ['by none of the chosen tests', ['-t', 'free'], []],
  ])('counts where it is needed %s', async (_, options, names) => {
    const { exitCode, stderr } = await project().apitest(['run', ...options])
    expect([...stderr.matchAll(/variable `(\w+)`/g)].map(([, name]) => name)).toEqual(names)
    expect(exitCode).toBe(names.length > 0 ? 4 : 0)
  })

  test('may stand in a file, and one that is not required fails the test that reads it', async () => {
    const folder = project()
    folder.write({ '.env.test': 'API_KEY=a\nTOKEN=b\nHOST_NAME=c\n' })
    const { exitCode, stdout } = await folder.apitest(['run', '--env-file', '.env.test'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('4 passed')
    expect(stdout).toContain('apitest.yaml:20:3 The environment variable `LATER` is not set')
  })

  test('is as good as missing when it is empty, as a secret is that the CI system does not have', async () => {
    const folder = project()
    const env = { API_KEY: '', TOKEN: 't', HOST_NAME: 'h' }
    const { exitCode, stderr } = await folder.apitest(['run'], { env })
    expect({ exitCode, told: stderr.split('\n')[0] }).toEqual({
      exitCode: 4,
      told: 'apitest.yaml:3:3 error missing-env: The environment variable `API_KEY` (key of the test account) is empty; needed by `keyed`',
    })
    await folder.apitest(['compile'])
    const alone = await folder.run(...vitest, { env })
    expect(alone.exitCode).toBe(1)
    expect(alone.stdout + alone.stderr).toContain('apitest.yaml:3:3 The environment variable `API_KEY` (key of the test account) is empty')
  })

  test('keeps plain vitest from starting, with the same line', async () => {
    const folder = project()
    await folder.apitest(['compile'])
    const { exitCode, stdout, stderr } = await folder.run(...vitest)
    expect(exitCode).toBe(1)
    expect(stdout + stderr).toContain('apitest.yaml:3:3 The environment variable `API_KEY` (key of the test account) is not set')
    expect(stdout + stderr).toContain('apitest.yaml:4:3 The environment variable `TOKEN` is not set')
  })
})

describe('`--var`', () => {
  const spec = `version: 1
variables: { region: eu, count: 3, on: true, list: [a], spare: x, greeting: "hello \${variables.region}" }
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
tests:
  echo:
    post: /echo
    json: ["\${variables.count}", "\${variables.on}", "\${variables.list}", "\${variables.greeting}"]
    expect: { jsonPath: { $.body: [5, false, [b], hello us] } }
`
  const project = (): TemporaryProject => temporaryProject({ 'apitest.yaml': spec, 'server.mjs': shopServer })

  test.each([
    ['regoin=us', 'error No variable is named `regoin` (`--var`)\nhint: Did you mean `region`? Known variables: region, count'],
    ['count=many', 'error --var count=many: `count` is a number, such as 7, and this text is none\n'],
    ['on=1', 'error --var on=1: `on` is true or false, and this text is none\n'],
    ['list=b', 'error --var list=b: `list` is a list in JSON, such as ["a", "b"], and this text is none\n'],
    ['spare=y', 'error `--var spare=…` changes nothing: `variables.spare` is used nowhere\nhint: Write `${variables.spare}` where its value belongs\n'],
  ])('refuses %s before anything starts', async (word, message) => {
    const { exitCode, stdout, stderr } = await project().apitest(['run', '--var', word])
    expect({ exitCode, started: stdout.includes('● shop') }).toEqual({ exitCode: 2, started: false })
    expect(stderr).toContain(message)
  })

  test('gives each variable a value of its own type', async () => {
    const words = ['count=5', 'on=false', 'list=["b"]', 'region=us'].flatMap((word) => ['--var', word])
    const { exitCode, stdout } = await project().apitest(['run', ...words])
    expect(exitCode, stdout).toBe(0)
  })
})

describe('a report folder that cannot be written', () => {
  const spec = `version: 1
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
tests: { up: { with: [{ n: 1 }, { n: 2 }, { n: 3 }], get: "/health?\${row.n}", expect: { status: 200 } } }
`
  const project = (): TemporaryProject => temporaryProject({ 'apitest.yaml': spec, 'server.mjs': shopServer })

  test.each<readonly [string, RegExp]>([
    ['taken', /a file lies where a folder belongs/],
    ['taken/below', /a file lies where a folder belongs/],
    ...(existsSync('/proc/self') ? [['/proc/apitest/report', /there is no such place/] as const] : []),
  ])('%s ends the run at once', async (folder, reason) => {
    const here = project()
    here.write({ taken: '' })
    const { exitCode, stdout, stderr } = await here.apitest(['run', '--report', folder], { signal: AbortSignal.timeout(30_000) })
    expect({ exitCode, started: stdout.includes('●') }).toEqual({ exitCode: 4, started: false })
    expect(stderr).toMatch(/^error The report folder \S+ cannot be written: /)
    expect(stderr).toMatch(reason)
    expect(stderr).toContain('hint: Choose another one with `--report FOLDER`')
  })

  test.runIf(process.getuid?.() === 0 && canMount())('which is full fails no test and is told at the end', async () => {
    const here = project()
    const full = mount(here, 'size=16k')
    const { exitCode, stdout, stderr } = await here.apitest(['run', '--report', full])
    expect(exitCode).toBe(4)
    expect(stdout).toContain('3 passed')
    expect(stdout).not.toContain('Report ')
    expect(stderr).toMatch(/error The report folder \S+full cannot be written: the disk is full\n/)
  })

  test.runIf(process.getuid?.() === 0 && canMount())('which is read-only starts nothing', async () => {
    const here = project()
    const { exitCode, stdout, stderr } = await here.apitest(['run', '--report', mount(here, 'ro')])
    expect({ exitCode, started: stdout.includes('●') }).toEqual({ exitCode: 4, started: false })
    expect(stderr).toContain('cannot be written: the disk is read-only')
  })
})

function mount({ folder }: TemporaryProject, options: string): string {
  const place = path.join(folder, 'full')
  mkdirSync(place)
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place])
  onTestFinished(() => {
    execFileSync('umount', [place])
    rmdirSync(place)
  })
  return place
}

/** Containers often may not. */
function canMount(): boolean {
  const place = path.join(import.meta.dirname, `../node_modules/.apitest-mount-${process.pid}`)
  mkdirSync(place)
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', place], { stdio: 'ignore' })
    execFileSync('umount', [place])
    return true
  } catch {
    return false
  } finally {
    rmdirSync(place)
  }
}

test('a service elsewhere that cannot be reached fails the tests that use it, the first in full, and no others', async () => {
  const project = temporaryProject({
    'server.mjs': shopServer,
    'apitest.yaml': `version: 1
services:
  shop: { process: { command: node server.mjs, ready: { http: /health } } }
  gone: { url: http://127.0.0.1:9 }
tests:
  one: { service: gone, get: /, expect: { status: 200 } }
  two: { service: gone, get: /, expect: { status: 200 } }
  up: { get: /health, expect: { status: 200 } }
`,
  })
  const { exitCode, stdout } = await project.apitest(['run'])
  expect(exitCode).toBe(4)
  expect(stdout).toContain('2 failed · 1 passed')
  const [, first = '', second = ''] = stdout.split('✗')
  expect(first).toMatch(/apitest\.yaml:4:16 Service `gone` cannot be reached at http:\/\/127\.0\.0\.1:9\/: connection refused\n +4 \|[\s\S]*hint: Is it running/)
  expect(second.split('✓')[0]!.trim().split('\n')).toHaveLength(2)
  expect(second).toContain('(told in full by the first test that needed it)')
})

test('a fixture of the whole run that cannot be undone fails plain vitest too', async () => {
  const project = temporaryProject({
    'server.mjs': shopServer,
    'package.json': '{ "type": "module" }',
    'apitest.hooks.ts': `export const create = () => 'made'\nexport function remove(): void {\n  throw new Error('it is still in use')\n}\n`,
    'apitest.yaml': `version: 1
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
hooks: ./apitest.hooks.ts
fixtures: { order: { setup: create, teardown: remove } }
tests: { up: { get: "/health?\${fixtures.order}", expect: { status: 200 } } }
`,
  })
  const run = await project.apitest(['run'])
  expect(run.exitCode, run.stdout).toBe(1)
  installCopy(project)
  const { exitCode, stdout, stderr } = await project.run(...vitest)
  expect(stdout).toMatch(/Tests +1 passed/)
  expect(stderr).toContain('the fixture `order` could not be undone: it is still in use')
  expect(exitCode).toBe(1)
})

/** Vitest transforms a package that is linked, and cannot load what is missing any more when the run is over. */
function installCopy({ folder }: TemporaryProject): void {
  const root = path.resolve(import.meta.dirname, '..')
  const target = path.join(folder, 'node_modules/apitest')
  rmSync(target)
  for (const part of ['dist', 'package.json']) cpSync(path.join(root, part), path.join(target, part), { recursive: true })
  for (const name of ['undici', 'yaml']) symlinkSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name))
}

test('a package of CommonJS files gets generated files without a warning', async () => {
  const project = temporaryProject({
    'server.mjs': shopServer,
    'package.json': '{ "name": "shop" }',
    'apitest.yaml': `version: 1
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
tests: { up: { get: /health, expect: { status: 200 } } }
`,
  })
  expect((await project.apitest(['compile'])).exitCode).toBe(0)
  const { exitCode, stdout, stderr } = await project.run(...vitest)
  expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).not.toContain('Your Vite config')
  expect((await project.apitest(['compile', '--check'])).exitCode).toBe(0)
  expect((await project.apitest(['run'])).exitCode).toBe(0)
})
