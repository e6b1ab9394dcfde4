import { execFileSync } from 'node:child_process'
import { mkdirSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import type { Component } from '../support/require-component.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'
import { leftInDocker } from './left-in-docker.ts'
import { helloServer, survivorsIn } from './service-project.ts'

/** Services that cannot be tested: each is told once, with what to do, by the right exit code, and leaves nothing. */
interface Bad {
  readonly service: string
  readonly files?: Readonly<Record<string, string>>
  readonly exitCode: number
  /** What the failure says, in this order. */
  readonly told: readonly (string | RegExp)[]
  readonly needs?: Component
  readonly env?: Readonly<Record<string, string>>
  /** Beforehand; its text stands for `%` in the service. */
  prepare?(project: TemporaryProject): Promise<string> | string
}

const shell = (script: string, more = '') => `process: { command: [sh, -c, ${JSON.stringify(script)}]${more} }`
const compose = (lines: string) => ({ 'c.yaml': `services:\n  web:\n${lines.split('\n').map((line) => `    ${line}\n`).join('')}` })
const composed = (more = '') => `compose: { file: c.yaml, service: web, port: 80, ready: { http: /, timeout: 5s }${more} }`
const flask = 'from flask import Flask\napp = Flask(__name__)\n'

const bad: Readonly<Record<string, Bad>> = {
  'a port that is taken': {
    service: 'process: { command: node hello.mjs, port: % }',
    exitCode: 4,
    told: ['port % is in use by pid', 'hint: Stop that program'],
    prepare: takenPort,
  },
  'a service that ends at once with 0': {
    service: shell('echo nothing to do'),
    exitCode: 4,
    told: ['ended with exit code 0', 'before it was ready', 'nothing to do', 'hint:'],
  },
  'a service that ends after it was ready': {
    service: 'process: { command: node hello.mjs }',
    exitCode: 1,
    told: ['GET http://127.0.0.1:', 'GET /die', 'Service `web` ended with exit code 3'],
  },
  'a service that is never ready': {
    service: shell('echo starting; exec sleep 600', ', ready: { http: /, timeout: 500ms }'),
    exitCode: 4,
    told: ['was not ready after 500ms', 'starting', 'hint:'],
  },
  'a service that prints 100 MB and never comes up': {
    service: shell('yes 0123456789012345678901234567890123456789 | head -c 100000000; echo the end; exec sleep 600', ', ready: { http: /, timeout: 6s }'),
    exitCode: 4,
    told: ['was not ready after 6s', 'the end'],
  },
  'a service that ignores SIGTERM': {
    service: `process: { command: [sh, -c, "trap '' TERM; node hello.mjs & while :; do sleep 600; done"], stop: { grace: 200ms } }`,
    exitCode: 1,
    told: ['GET /die', '`web` did not end in time and was killed'],
  },
  'a service that forks into another group and ends': {
    service: shell('setsid sleep 600 & sleep 0.3; exit 7'),
    exitCode: 4,
    told: ['ended with exit code 7', 'hint:'],
  },
  'a module with a syntax error': {
    service: 'python: { app: "server:app" }',
    files: { 'server.py': `${flask}def x(:\n` },
    exitCode: 4,
    told: ['`import server` fails: SyntaxError', 'server.py", line 3'],
    needs: 'python',
  },
  'a module that misses an import': {
    service: 'python: { app: "server:app" }',
    files: { 'server.py': `import nothing_like_it\n${flask}` },
    exitCode: 4,
    told: ["No module named 'nothing_like_it'", 'hint:'],
    needs: 'python',
  },
  'an attribute that is no application': {
    service: 'python: { app: "server:LIMIT" }',
    files: { 'server.py': `${flask}LIMIT = 5\n` },
    exitCode: 4,
    told: ['`server:LIMIT` is an `int`, neither a WSGI nor an ASGI application', 'hint: Name the application object'],
    needs: 'python',
  },
  'a name that the compose file does not have': {
    service: composed().replace('service: web', 'service: wbe'),
    files: compose('image: debian-python:local'),
    exitCode: 4,
    told: ['unknown-compose-service', 'Did you mean `web`?'],
  },
  'a compose file that is not there': { service: composed(), files: {}, exitCode: 4, told: ['There is no compose file `c.yaml`'] },
  'a compose file that is no YAML': { service: composed(), files: { 'c.yaml': 'services: {' }, exitCode: 4, told: ['bad-compose-file', 'c.yaml'] },
  'a compose file that compose refuses': {
    service: composed(),
    files: compose('image: debian-python:local\nenviroment: []'),
    exitCode: 4,
    told: ['its compose file is not valid', 'enviroment', 'hint: `docker compose config` says the same'],
    needs: 'docker',
  },
  'an image that cannot be pulled': {
    service: composed(),
    files: compose('image: registry.invalid/nothing:1'),
    exitCode: 4,
    told: ['an image cannot be pulled', 'registry.invalid', 'docker login'],
    needs: 'docker',
  },
  'a container that ends at once with 0': {
    service: composed(),
    files: compose('image: debian-python:local\ncommand: [echo, nothing to do]'),
    exitCode: 4,
    told: ['ended with exit code 0', 'nothing to do'],
    needs: 'docker',
  },
  'a container that is never ready': {
    service: composed().replace('5s', '500ms'),
    files: compose('image: debian-python:local\ncommand: [sleep, "600"]\ninit: true'),
    exitCode: 4,
    told: ['was not ready after 500ms', 'Does it listen on 0.0.0.0:80 inside the container?'],
    needs: 'docker',
  },
  'a docker engine that does not run': {
    service: composed(),
    files: compose('image: debian-python:local'),
    env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' },
    exitCode: 4,
    told: ['no docker engine answers at unix:///nowhere/docker.sock', '`docker info` must work'],
    needs: 'docker',
  },
}

test.for(Object.entries(bad))('%s is told once, and leaves nothing', { timeout: 60_000 }, async ([, { service, files = {}, exitCode, told, needs, env = {}, prepare }], { skip }) => {
  const missing = needs === undefined ? undefined : requireComponent(needs)
  if (missing !== undefined) skip(missing)
  const project = temporaryProject({ 'hello.mjs': helloServer, ...files })
  const prepared = (await prepare?.(project)) ?? ''
  const tests = 'tests:\n  one: { get: /die, expect: { status: 200 } }\n  two: { get: /, expect: { status: 200 } }\n'
  project.write({ 'apitest.yaml': `version: 1\nservices:\n  web:\n    ${service.replaceAll('%', prepared)}\n${tests}` })
  const run = await project.apitest(['run'], { env: { ...env, TMPDIR: temporary(project) } })
  const output = run.stdout + run.stderr
  let rest = output
  for (const text of told.map((one) => (typeof one === 'string' ? one.replaceAll('%', prepared) : one))) {
    const [found] = (typeof text === 'string' ? (rest.includes(text) ? [text] : null) : text.exec(rest)) ?? []
    expect(found, `${text} in\n${output}`).toBeDefined()
    rest = rest.slice(rest.indexOf(found!) + found!.length)
  }
  expect(output.match(/^ *(?:frame|apitest\.yaml):\d+:\d+/gm)?.length, output).toBe(exitCode === 1 ? 2 : 1)
  expect(run.exitCode).toBe(exitCode)
  await nothingLeft(project)
})

test.skipIf(process.getuid?.() !== 0)('a report folder on a full disk is told once, and leaves nothing', { timeout: 60_000 }, async ({ skip }) => {
  const project = temporaryProject({
    'hello.mjs': helloServer,
    'apitest.yaml': 'version: 1\nservices: { web: { process: { command: node flood.mjs } } }\ntests: { up: { get: /, expect: { status: 200 } } }\n',
    'flood.mjs': `import './hello.mjs'\nconsole.log('x'.repeat(99).concat('\\n').repeat(50_000))\n`,
  })
  const report = path.join(project.folder, 'report')
  mkdirSync(report)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', report], { stdio: 'ignore' })
  } catch {
    skip('mounts need root')
  }
  onTestFinished(() => void execFileSync('umount', [report], { stdio: 'ignore' }))
  const run = await project.apitest(['run', '--report', 'report'], { env: { TMPDIR: temporary(project) } })
  const output = run.stdout + run.stderr
  expect(output).toContain('1 passed')
  expect(output.match(/error The report folder \S+ cannot be written: the disk is full\nhint: /g)?.length, output).toBe(1)
  expect(run.exitCode, output).toBe(4)
  await nothingLeft(project)
})

async function nothingLeft(project: TemporaryProject): Promise<void> {
  expect(survivorsIn(realpathSync(project.folder))).toEqual([])
  if (requireComponent('docker') === undefined) expect(await leftInDocker(project.folder)).toEqual([])
  expect(execFileSync('ls', [temporary(project)], { encoding: 'utf8' })).not.toMatch(/^apitest-[0-9a-f]{12}$/m)
}

function temporary(project: TemporaryProject): string {
  const folder = path.join(realpathSync(tmpdir()), `${path.basename(project.folder)}-tmp`)
  mkdirSync(folder, { recursive: true })
  onTestFinished(() => void execFileSync('rm', ['-rf', folder]))
  return folder
}

async function takenPort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return String((server.address() as AddressInfo).port)
}
