import { execFileSync } from 'node:child_process'
import { createServer, connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { cleanDocker } from '../../src/runtime/services/docker/clean-docker.ts'
import { machineId } from '../../src/runtime/services/docker/docker-environment.ts'
import { reportService, startService } from '../../src/runtime/services/hub-client.ts'
import { serve } from '../../src/runtime/services/serve.ts'
import type { ComposeDefinition, ServiceEntry } from '../../src/runtime/services/service-definition.ts'
import { ServiceError } from '../../src/runtime/services/service-error.ts'
import { requireComponent } from '../support/require-component.ts'
import { leftInDocker } from './left-in-docker.ts'
import { serviceProject, sessionFolders } from './service-project.ts'

const missing = requireComponent('docker')
const withDocker = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

const server = `
import http.server, os, signal, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print('asked', self.path, flush=True)
        if self.path == '/die': os._exit(3)
        self.send_response(200); self.end_headers(); self.wfile.write(os.environ.get('WORD', 'none').encode())
    def log_message(self, *_): pass
print('listening', flush=True)
http.server.ThreadingHTTPServer(('0.0.0.0', 80), Handler).serve_forever()
`

/** A compose file as the compiler makes it. */
function composeFile(web: string, more = ''): Record<string, string> {
  const run = `labels: { dev.apitest.session: "\${APITEST_SESSION:-manual}" }`
  const own = web.split(':')[0]!
  const lines = [
    'image: debian-python:local',
    'command: [python3, -u, /server.py]',
    'volumes: ["./server.py:/server.py:ro"]',
    'environment: { WORD: "${WORD:-plain}" }',
    'ports: [{ target: 80, host_ip: "${APITEST_BIND:-127.0.0.1}", protocol: tcp }]',
    run,
  ]
  const kept = lines.filter((line) => line.split(':')[0] !== own && !(own === 'build' && line.startsWith('image')))
  return { 'server.py': server, 'c.yaml': `services:\n  web:\n${[...kept, web].map((line) => `    ${line}\n`).join('')}${more}` }
}

const definition: ComposeDefinition = { files: ['c.yaml'], service: 'web', port: 80, ready: { http: '/', timeout: '20s' } }
const web = (changes: Partial<ComposeDefinition> = {}): Record<string, ServiceEntry> => ({ web: { compose: { ...definition, ...changes } } })

async function failureOf(files: Record<string, string>, changes: Partial<ComposeDefinition> = {}): Promise<string> {
  const project = serviceProject(files)
  const error = await serve(project.define(web(changes)), ['web']).then(
    async (stop) => stop().then(() => new Error('it started')),
    (reason: Error) => reason,
  )
  expect(error).toBeInstanceOf(ServiceError)
  expect(await leftInDocker(project.folder)).toEqual([])
  expect(sessionFolders()).toEqual([])
  return error.message
}

withDocker(`a service is started, asked, and leaves nothing${note}`, async () => {
  const project = serviceProject(composeFile(''))
  const stop = await serve(project.define(web({ variables: { WORD: 'spec' } })), ['web'])
  onTestFinished(stop)
  const { url, port } = await startService('web')
  const before = Date.now()
  expect(await (await fetch(`${url}/first`)).text()).toBe('spec')
  expect(port).toBeGreaterThan(1024)
  await expect.poll(async () => (await reportService('web', before)).lines).toEqual(['asked /first'])
  expect(await leftInDocker(project.folder)).not.toEqual([])
  await stop()
  expect(await leftInDocker(project.folder)).toEqual([])
  expect(project.record().services).toMatchObject([{ name: 'web', kind: 'compose', state: 'stopped', forced: false }])
  expect(project.log('web')).toContain('listening\n')
  expect(sessionFolders()).toEqual([])
})

withDocker(`an image that is built goes with its name, and two runs side by side never meet${note}`, { timeout: 120_000 }, async () => {
  const files = composeFile('build: { context: ., dockerfile_inline: "FROM debian-python:local" }')
  const project = serviceProject(files)
  const names = ['one', 'two', 'three']
  const stops = await Promise.all(names.map((WORD) => serve(project.define({ [WORD]: { compose: { ...definition, variables: { WORD } } } }), [WORD])))
  expect((await leftInDocker(project.folder)).filter((name) => name.endsWith('-web-1'))).toHaveLength(3)
  await Promise.all(stops.map((stop) => stop()))
  expect(await leftInDocker(project.folder)).toEqual([])
  const stop = await serve(project.define(Object.fromEntries(names.map((WORD) => [WORD, { compose: { ...definition, variables: { WORD } } }]))), names)
  onTestFinished(stop)
  const urls = await Promise.all(names.map(async (name) => (await startService(name)).url))
  expect(new Set(urls).size).toBe(1) // services of the same files are one stack
  await stop()
  expect(await leftInDocker(project.folder)).toEqual([])
  expect(execFileSync('docker', ['images', '--format', '{{.Repository}}'], { encoding: 'utf8' })).not.toMatch(/^apitest-/m)
})

withDocker(`a container that ends at once is told with its exit code and last lines${note}`, async () => {
  const message = await failureOf(composeFile('entrypoint: [python3, -c, "raise SystemExit(chr(110) + chr(111))"]'))
  expect(message).toMatch(/Service `web` ended with exit code 1 after .*before it was ready[\s\S]*last lines:[\s\S]*no/)
})

withDocker(`a container that listens on its own loopback address is told what to do${note}`, async () => {
  const files = composeFile('')
  const message = await failureOf({ ...files, 'server.py': server.replace('0.0.0.0', '127.0.0.1') }, { ready: { tcp: true, timeout: '1s' } })
  expect(message).toMatch(/was not ready after 1s; last answer: the connection is closed at once[\s\S]*hint: Does it listen on 0\.0\.0\.0:80/)
})

withDocker(`a service beside it that fails ends the wait${note}`, async () => {
  const more = `  db:\n    image: debian-python:local\n    command: [sh, -c, "echo no disk; sleep 1; exit 7"]\n`
  const files = composeFile('depends_on: [db]', more)
  const message = await failureOf({ ...files, 'server.py': 'import time\ntime.sleep(60)\n' })
  expect(message).toMatch(/cannot become ready: `db`, which it needs, ended with exit code 7[\s\S]*db \| no disk/)
})

withDocker(`a folder that is not there is named, and not made${note}`, async () => {
  const message = await failureOf(composeFile('volumes: [{ type: bind, source: ./nowhere, target: /x, bind: { create_host_path: false } }]'))
  expect(message).toMatch(/it mounts `\/.*\/nowhere`, which does not exist/)
})

withDocker(`an image that cannot be had is told${note}`, async () => {
  const message = await failureOf(composeFile('image: registry.invalid/nothing:1'))
  expect(message).toMatch(/cannot start: an image cannot be pulled: .*registry\.invalid/)
})

withDocker(`a build that fails is told with its last lines${note}`, async () => {
  const message = await failureOf(composeFile('build: { context: ., dockerfile_inline: "FROM debian-python:local\\nRUN echo broken && false" }'))
  expect(message).toMatch(/its image cannot be built[\s\S]*broken/)
})

withDocker(`a compose file that is not valid is told${note}`, async () => {
  expect(await failureOf(composeFile('enviroment: []'))).toMatch(/its compose file is not valid: .*enviroment/)
  expect(await failureOf(composeFile('hostname: "${NOT_SET_AT_ALL:?put a name}"'))).toMatch(/needs the variable `NOT_SET_AT_ALL` \(put a name\)/)
})

withDocker(`an engine that does not answer, and a docker that is not there${note}`, async () => {
  const before = { ...process.env }
  onTestFinished(() => void Object.assign(process.env, before, { DOCKER_HOST: before.DOCKER_HOST ?? '' }))
  onTestFinished(() => void (before.DOCKER_HOST === undefined && delete process.env.DOCKER_HOST))
  const project = serviceProject(composeFile(''))
  process.env.DOCKER_HOST = 'tcp://127.0.0.1:1'
  await expect(serve(project.define(web()), ['web'])).rejects.toThrow(/cannot start: no docker engine answers at tcp:\/\/127\.0\.0\.1:1\n[\s\S]*hint: Start it/)
  process.env.PATH = project.folder
  await expect(serve(project.define(web()), ['web'])).rejects.toThrow(/cannot start: the program `docker` is not on the PATH/)
})

withDocker(`a service that dies is told by the request that saw it, and does not start again silently${note}`, async () => {
  const project = serviceProject(composeFile('restart: "no"'))
  const stop = await serve(project.define(web()), ['web'])
  onTestFinished(stop)
  const { url } = await startService('web')
  await expect(fetch(`${url}/die`)).rejects.toThrow('fetch failed')
  await expect.poll(async () => (await reportService('web', 0)).ended, { timeout: 5000 }).toMatch(/ended with exit code 3/)
  await stop()
  expect(project.record().services).toMatchObject([{ state: 'failed' }])
})

withDocker(`a container that ignores the signal is killed, and that is said${note}`, { timeout: 60_000 }, async () => {
  const files = composeFile('command: [sh, -c, "trap : TERM; python3 -u /server.py & while :; do wait; done"]')
  const project = serviceProject(files)
  const stop = await serve(project.define(web()), ['web'])
  await stop()
  expect(project.record().services).toMatchObject([{ state: 'stopped', forced: true }])
  expect(await leftInDocker(project.folder)).toEqual([])
})

withDocker(`readiness can be a line of the log, or a command inside${note}`, async () => {
  for (const ready of [{ log: '^listening$' }, { command: ['python3', '-c', 'import socket; socket.create_connection(("127.0.0.1", 80))'] }]) {
    const project = serviceProject(composeFile(''))
    const stop = await serve(project.define(web({ ready })), ['web'])
    const { url } = await startService('web')
    await expect.poll(() => fetch(url).then(({ status }) => status, () => undefined)).toBe(200)
    await stop()
  }
})

withDocker(`docker on another machine is reached by that machine's name${note}`, { timeout: 60_000 }, async () => {
  const own = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)!.address
  const proxy = createServer((socket) => {
    const engine = connect('/var/run/docker.sock')
    socket.pipe(engine).pipe(socket)
    for (const end of [socket, engine]) end.on('error', () => end.destroy())
  })
  await new Promise<void>((resolve) => void proxy.listen(0, own, resolve))
  onTestFinished(() => void proxy.close())
  process.env.DOCKER_HOST = `tcp://${own}:${(proxy.address() as AddressInfo).port}`
  onTestFinished(() => void delete process.env.DOCKER_HOST)
  const project = serviceProject(composeFile(''))
  const stop = await serve(project.define(web()), ['web'])
  onTestFinished(stop)
  const { url } = await startService('web')
  expect(new URL(url).hostname).toBe(own)
  expect((await fetch(url)).status).toBe(200)
  await stop()
  expect(await leftInDocker(project.folder)).toEqual([])
})

withDocker(`what a power cut left is removed, and what others run is not touched${note}`, async () => {
  serviceProject() // its temporary folder is that of the machine, for this test
  const own = `${machineId()}.00000000dead`
  onTestFinished(() => void execFileSync('docker', ['rm', '-f', 'apitest-00000000beef-x', 'apitest-00000000dead-x'], { stdio: 'ignore' }))
  runLabelled('apitest-00000000dead-x', own)
  runLabelled('apitest-00000000beef-x', 'another.00000000beef')
  expect(await cleanDocker({ volumes: true })).toEqual(['apitest-00000000dead-x'])
  const names = execFileSync('docker', ['ps', '-a', '--format', '{{.Names}}'], { encoding: 'utf8' })
  expect(names).toContain('apitest-00000000beef-x')
  expect(names).not.toContain('apitest-00000000dead-x')
})

/** A container as compose labels it. */
function runLabelled(name: string, session: string): void {
  const compose = { project: name, service: 'x', oneoff: 'False', 'container-number': '1' }
  const labels = Object.entries(compose).flatMap(([key, value]) => ['--label', `com.docker.compose.${key}=${value}`])
  execFileSync('docker', ['run', '-d', '--name', name, '--label', `dev.apitest.session=${session}`, ...labels, 'debian-python:local', 'sleep', '600'], { stdio: 'ignore' })
}
