import { pathToFileURL } from 'node:url'
import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { Relays } from '../../src/runtime/services/hub/relays.ts'
import { startService } from '../../src/runtime/services/hub-client.ts'
import { serve } from '../../src/runtime/services/serve.ts'
import type { ServiceEntry } from '../../src/runtime/services/service-definition.ts'
import { requireComponent } from '../support/require-component.ts'
import { leftInDocker } from './left-in-docker.ts'
import { helloProcess, helloServer, serviceProject } from './service-project.ts'

/** Containers call what listens on this machine: stubs, and services of the other kinds. */
const missing = requireComponent('docker')
const withDocker = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

/** Answers with what it gets from the address that its path names. */
const caller = `
import http.server, os, urllib.request
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        try: body = urllib.request.urlopen(os.environ[self.path[1:]], timeout=3).read()
        except Exception as error: body = repr(error).encode()
        self.send_response(200); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('0.0.0.0', 80), Handler).serve_forever()
`
const composeFile = (label: string) => `services:
  web:
    image: debian-python:local
    init: true
    command: [python3, -u, /caller.py]
    volumes: ["./caller.py:/caller.py:ro"]
    environment: { STUB: "\${STUB:-}", LOCAL: "\${LOCAL:-}", STORE: "\${STORE:-}", WORD: ${label} }
    ports: [{ target: 80, host_ip: "\${APITEST_BIND:-127.0.0.1}", protocol: tcp }]
    labels: { dev.apitest.session: "\${APITEST_SESSION:-manual}" }
`

withDocker(`a container reaches stubs, a process of this machine and another container${note}`, { timeout: 60_000 }, async () => {
  const files = { 'caller.py': caller, 'hello.mjs': helloServer, 'web.yaml': composeFile('web'), 'store.yaml': composeFile('store') }
  const project = serviceProject(files)
  const container = { service: 'web', port: 80, ready: { http: '/WORD' } }
  const services: Readonly<Record<string, ServiceEntry>> = {
    web: ({ services, stubs }) => ({
      compose: {
        ...container,
        files: ['web.yaml'],
        variables: { STUB: `${stubs.pricing?.url}/price`, LOCAL: `${services.local?.url}/from-a-container`, STORE: `${services.store?.url}/WORD` },
      },
    }),
    local: { process: helloProcess },
    store: { compose: { ...container, files: ['store.yaml'] } },
  }
  const stubs = { pricing: { routes: [{ get: '/price', respond: { text: '9.5' } }] } }
  const stop = await serve({ folder: pathToFileURL(`${project.folder}/`), services, stubs }, ['web'])
  onTestFinished(stop)
  const { url } = await startService('web')
  const ask = async (name: string) => (await fetch(`${url}/${name}`)).text()
  expect(await ask('STUB')).toBe('9.5')
  expect(await ask('LOCAL')).toBe(String(project.survivors()[0]))
  expect(project.log('local')).toContain('GET /from-a-container')
  expect(await ask('STORE')).toContain('unknown url type') // its own answer to /WORD, which is no address
  await stop()
  expect(await leftInDocker(project.folder)).toEqual([])
  expect(project.survivors()).toEqual([])
})

const own = Object.values(networkInterfaces()).flat().find((address) => address?.family === 'IPv4' && !address.internal)?.address

test.skipIf(own === undefined)('a relay hands on what a loopback service answers, and ends with the run', async () => {
  const server = createServer((request, response) => request.pipe(response))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  const relays = new Relays()
  const address = { url: `http://127.0.0.1:${port}/base`, host: '127.0.0.1', port }
  const [first, second] = await Promise.all([relays.reach(address, { bind: own!, host: own! }), relays.reach(address, { bind: own!, host: own! })])
  expect(second).toEqual(first)
  expect(first.url).toBe(`http://${own}:${first.port}/base`)
  const body = 'x'.repeat(3_000_000)
  expect(await (await fetch(first.url, { method: 'POST', body })).text()).toBe(body)
  relays.close()
  await expect(fetch(first.url)).rejects.toThrow('fetch failed')
})

test('an address elsewhere stays, and behind a virtual machine only the name changes', async () => {
  const relays = new Relays()
  const elsewhere = { url: 'https://staging.example.com/api', host: 'staging.example.com', port: 443 }
  expect(await relays.reach(elsewhere, { bind: '172.17.0.1', host: '172.17.0.1' })).toEqual(elsewhere)
  const local = { url: 'http://127.0.0.1:4000', host: '127.0.0.1', port: 4000 }
  expect(await relays.reach(local, { bind: '127.0.0.1', host: 'host.docker.internal' })).toEqual({
    url: 'http://host.docker.internal:4000',
    host: 'host.docker.internal',
    port: 4000,
  })
})
