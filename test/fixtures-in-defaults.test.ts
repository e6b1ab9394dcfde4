import { expect, test } from 'vitest'
import { renderDiagnostics } from '../src/compiler/diagnostics/render/render-diagnostics.ts'
import { checkSpec } from '../src/compiler/pipeline.ts'
import { specFolder } from './support/spec-folder.ts'
import { temporaryProject } from './support/temporary-project.ts'

/** Knows one token and one order, and tells what it was sent. */
const server = `import { createServer } from 'node:http'
let logins = 0
createServer((request, response) => {
  const { authorization, 'x-order': order, 'x-client': client } = request.headers
  console.log(request.method, request.url, authorization !== undefined, order, client)
  const send = (status, value) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (request.url === '/health') return send(200, {})
  if (request.url === '/login') return send(authorization === undefined ? 200 : 400, { token: 'tok-' + ++logins })
  if (request.url === '/orders') return send(authorization === 'Bearer tok-1' ? 201 : 401, { id: 7 })
  send(authorization === undefined ? 401 : 200, { auth: authorization, order, client })
}).listen(process.env.PORT, '127.0.0.1')
`

const spec = `version: 1
name: shop
env: { PLACE: { default: here } }
services:
  shop:
    process: { command: node server.mjs, ready: { http: /health } }
    headers: { x-client: apitest, x-order: "\${fixtures.order.id}-\${env.PLACE}" }
defaults:
  timeout: 5s
  auth: { bearer: "\${fixtures.token}" }
fixtures:
  token: { request: login, capture: $.token, secret: true }
  order: { request: create_order }
requests:
  login: { post: /login, headers: { x-order: null }, expect: { status: 200 } }
  create_order: { post: /orders, expect: { status: 201 } }
tests:
  is signed in:
    get: /me
    expect: { status: 200, jsonLike: { auth: Bearer tok-1, order: 7-here } }
  says it itself:
    get: /me
    auth: null
    headers: { X-Order: mine }
    expect: { status: 401, jsonLike: { order: mine, client: apitest } }
`

test('a token is made once and sent with every request but the one that makes it', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec, 'server.mjs': server })
  const { exitCode, stdout, stderr } = await project.apitest(['run'])
  expect({ exitCode, stderr }, stdout).toEqual({ exitCode: 0, stderr: '' })
  expect(project.read('apitest-report/logs/shop.log').trim().split('\n').slice(1)).toEqual([
    'POST /login false undefined apitest',
    'POST /orders true undefined apitest',
    'GET /me true 7-here apitest',
    'GET /me false mine apitest',
  ])
  expect(project.read('generated/project.ts')).toContain("auth: async (api) => ({ bearer: await api.fixture('token') })")
  const types = await project.run(process.execPath, ['node_modules/apitest/node_modules/typescript/bin/tsc', '-p', 'generated/tsconfig.json'])
  expect(types).toEqual({ exitCode: 0, stdout: '', stderr: '' })
})

test('the service that makes a token of the defaults is started for a test that does not name it', async () => {
  const project = temporaryProject({
    'server.mjs': server,
    'apitest.yaml': `version: 1
services:
  shop: { process: { command: node server.mjs, ready: { http: /health } } }
  identity: { process: { command: node server.mjs, ready: { http: /health } } }
defaults: { headers: { authorization: "Bearer \${fixtures.token}" } }
fixtures: { token: { request: login, capture: $.token } }
requests: { login: { service: identity, post: /login } }
tests:
  is signed in: { get: /me, expect: { jsonLike: { auth: Bearer tok-1 } } }
`,
  })
  const { exitCode, stdout } = await project.apitest(['run'])
  expect(exitCode, stdout).toBe(0)
  expect(project.read('generated/setup.ts')).toContain("serve(project, ['shop', 'identity'])")
})

test('fixtures that need each other by way of the defaults are a circle', async () => {
  await using folder = await specFolder({
    'apitest.yaml': `version: 1
services: { shop: { url: http://127.0.0.1:1 } }
defaults: { headers: { x-one: "\${fixtures.one}", x-two: "\${fixtures.two}" } }
fixtures: { one: { request: make_one }, two: { request: make_two } }
requests: { make_one: { post: /one }, make_two: { post: /two } }
tests: { a: { get: /, expect: { status: 200 } } }
`,
  })
  const { diagnostics, sources } = await checkSpec({ root: folder.path })
  expect(renderDiagnostics(diagnostics, { sources, format: 'pretty' })).toContain('Fixtures need each other in a circle: `one` → `two` → `one`')
})

test('what is checked of every answer cannot wait for a fixture', async () => {
  await using folder = await specFolder({
    'apitest.yaml': `version: 1
services: { shop: { url: http://127.0.0.1:1 } }
defaults: { failIf: { text: "\${fixtures.one}" } }
fixtures: { one: { request: make_one } }
requests: { make_one: { post: /one } }
tests: { a: { get: /, expect: { status: 200 } } }
`,
  })
  expect((await checkSpec({ root: folder.path })).diagnostics).toMatchObject([{ code: 'fixture-not-ready' }])
})
