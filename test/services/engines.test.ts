import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'

/** Other engines than the one of this machine, and other versions of Compose. */
const missing = requireComponent('docker')
const withDocker = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

const server = `
import http.server, os
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write((os.environ['WORD'] + open('/data/word').read()).encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('0.0.0.0', 80), Handler).serve_forever()
`
const files = {
  'docker-compose.yml': `services:
  web:
    image: registry.invalid/web:1
    container_name: web
    init: true
    command: [python3, -u, /server.py]
    environment: [WORD=old, KEPT=1]
    volumes: ["./server.py:/server.py:ro", "/nowhere/at/all:/data"]
    ports: ["80:80"]
    networks: [corp]
networks: { corp: { external: true, name: corp } }
`,
  'server.py': server,
  'data/word': 'here',
  'apitest.yaml': `version: 1
services:
  web:
    compose:
      file: docker-compose.yml
      service: web
      port: 80
      override: { image: "debian-python:local", environment: { WORD: new }, volumes: ["./data:/data"] }
      ready: { http: /, status: 200, timeout: 10s }
tests:
  the override holds: { get: /, expect: { text: newhere } }
`,
}

/** A program \`docker\` in front of the real one; answers with the environment to use it. */
function wrappedDocker(project: TemporaryProject, script: string): Record<string, string> {
  const real = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim()
  project.write({ 'bin/docker': `#!/bin/sh\n${script}\nexec ${real} "$@"\n` })
  execFileSync('chmod', ['+x', path.join(project.folder, 'bin/docker')])
  return { PATH: `${path.join(project.folder, 'bin')}:${process.env.PATH}` }
}

withDocker(`a Compose that knows no tags gets one file with the same edits${note}`, async () => {
  const project = temporaryProject(files)
  const env = wrappedDocker(
    project,
    `case "$*" in "compose version --short") echo 2.23.3; exit 0;; esac
for file in "$@"; do [ -f "$file" ] && grep -q '!override\\|!reset' "$file" && { echo "unknown tag in $file" >&2; exit 15; }; done
echo "$*" >> "${project.folder}/calls"`,
  )
  const { exitCode, stdout } = await project.apitest(['run'], { env })
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') })
  expect(project.read('calls')).toMatch(/ config --format json$/m)
  expect(project.read('calls')).toMatch(/-f \S+\/apitest-[0-9a-f]{12}-web\.json up /)
})

withDocker(`a Compose that is too old is named, with the oldest that will do${note}`, async () => {
  const project = temporaryProject(files)
  const env = wrappedDocker(project, `case "$*" in "compose version --short") echo 2.19.1; exit 0;; esac`)
  const { exitCode, stdout } = await project.apitest(['run'], { env })
  expect(exitCode).toBe(4)
  expect(stdout).toMatch(/cannot start: Docker Compose 2\.19\.1 is too old\n[\s\S]*hint: Install 2\.20\.0 or newer/)
})

const own = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)?.address ?? ''

/** The engine of this machine as if it were another's. */
async function remoteEngine(): Promise<string> {
  const proxy = createServer((socket) => {
    const engine = connect('/var/run/docker.sock')
    socket.pipe(engine).pipe(socket)
    for (const end of [socket, engine]) end.on('error', () => end.destroy())
  })
  await new Promise<void>((resolve) => void proxy.listen(0, own, resolve))
  onTestFinished(() => void proxy.close())
  return `tcp://${own}:${(proxy.address() as AddressInfo).port}`
}

withDocker(`an engine on another machine that shares the folder is used by its name${note}`, async () => {
  const { exitCode, stdout } = await temporaryProject(files).apitest(['run'], { env: { DOCKER_HOST: await remoteEngine() } })
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') })
  expect(stdout).toContain(`● web  http://${own}:`)
})

/** With folders that only this process and its children see, the engine's view of the disk is another one. */
const cannotHide = (() => {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'mounts need root'
  }
})()
const hidden = missing ?? cannotHide

test.skipIf(hidden !== undefined).for([
  ['a file', /mounts \/\S+\/server\.py at \/server\.py, and docker at tcp:\S+ has an empty folder there/],
  ['a folder', /cannot start: .*does not see the files of this machine/],
] as const)(`%s that an engine on another machine does not see is named${hidden === undefined ? '' : ` (skipped: ${hidden})`}`, async ([what, message]) => {
  // The engine may make folders where it sees nothing, so they are made beforehand.
  const place = mkdtempSync(path.join(tmpdir(), 'hidden-'))
  onTestFinished(() => rmSync(place, { recursive: true, force: true }))
  const project = temporaryProject(files)
  if (what === 'a folder') {
    cpSync(path.join(project.folder, 'server.py'), path.join(place, 'server.py'))
    execFileSync('mkdir', [path.join(place, 'data')])
  } else {
    cpSync(path.join(project.folder, 'data'), path.join(place, 'data'), { recursive: true })
    execFileSync('mkdir', [path.join(place, 'server.py')])
  }
  const script = `mount -t tmpfs none ${place} && cp -a ${project.folder}/. ${place} && cd ${place} && exec ${process.execPath} ${path.resolve('bin/apitest.js')} run`
  const run = await project.run('unshare', ['--mount', 'sh', '-c', script], { env: { DOCKER_HOST: await remoteEngine() } })
  expect(run.stdout).toMatch(message)
  expect(run.stdout).toContain('hint: Mount something below a folder that both share')
  expect(run.exitCode).toBe(4)
})

withDocker(`an image that was built without BuildKit, which gives it no label, goes with the run${note}`, async () => {
  const project = temporaryProject({
    'Dockerfile': 'FROM debian-python:local\nCOPY server.py /\n',
    'server.py': server,
    'data/word': 'built',
    'apitest.yaml': `version: 1
services:
  labelless:
    container: { build: { context: . }, port: 80, command: [python3, -u, /server.py], env: { WORD: "" }, volumes: ["./data:/data"], ready: { http: /, timeout: 10s } }
tests:
  it answers: { get: /, expect: { text: built } }
`,
  })
  const { exitCode, stdout } = await project.apitest(['run'], { env: { DOCKER_BUILDKIT: '0' } })
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') })
  expect(execFileSync('docker', ['image', 'ls', '--format', '{{.Repository}}'], { encoding: 'utf8' })).not.toMatch(/labelless/)
})
