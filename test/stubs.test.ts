import { describe, expect, it } from 'vitest'
import { requestListener, startServer } from './support/upstream.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

/** Passes each call on to the address that it is given, and answers with what it got. */
const gateway = `import { createServer } from 'node:http'
const server = createServer(async (request, response) => {
  if (request.url === '/health') return response.end('ok')
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const { 'x-key': key, 'content-type': type } = request.headers
  try {
    const answer = await fetch(process.env.UPSTREAM + request.url, {
      method: request.method,
      headers: { ...(key && { authorization: key }), ...(type && { 'content-type': type }) },
      body: chunks.length === 0 ? undefined : Buffer.concat(chunks),
    })
    response.writeHead(answer.status === 501 ? 502 : answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
    response.end(await answer.text())
  } catch (error) {
    response.writeHead(502).end(String(error.cause ?? error))
  }
})
server.listen(Number(process.env.PORT), '127.0.0.1')
`

function project(stub: string, tests: string, more = ''): TemporaryProject {
  const yaml = `version: 1
${more}services:
  gateway:
    process: { command: node gateway.mjs, env: { UPSTREAM: "\${stubs.prices.url}" }, ready: { http: /health } }
stubs:
  prices:
${stub}
tests:
${tests}
`
  return temporaryProject({ 'apitest.yaml': yaml, 'gateway.mjs': gateway })
}

describe('a call that no route fits', () => {
  const stub = `    routes:
      - get: /price/{sku}
        when: { query: { currency: eur } }
        respond: { json: { price: 9.5 } }`

  it('fails the test that caused it, at the line of the nearest route', async () => {
    const shop = project(stub, `  fine: { get: "/price/a?currency=eur", expect: { status: 200 } }
  not asked for: { get: "/price/a?currency=usd", expect: { status: 200 } }
  fine again: { get: "/price/b?currency=eur", expect: { status: 200 } }`)
    const { exitCode, stdout } = await shop.apitest(['run'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/✓ fine\b[^]*✗ not asked for\b[^]*✓ fine again/)
    expect(stdout).toContain('The stub `prices` got GET /price/a?currency=usd, which no route fits; nearest is `GET /price/{sku}`: query currency: expected "eur", got "usd"')
    expect(stdout).toContain('when: { query: { currency: eur } }')
    expect(stdout).toMatch(/apitest\.yaml:9:\d+/)
    expect(stdout).toContain('1 failed')
  })

  it('fails a test whose expectations all hold', async () => {
    const shop = project(stub, `  accepts everything: { get: /price/a, expect: { status: any } }
  cleans up: { get: "/price/b?currency=eur", expect: { status: 200 }, cleanup: [{ delete: /price/b, expect: { status: any } }] }`)
    const { exitCode, stdout } = await shop.apitest(['run'])
    expect(exitCode).toBe(1)
    expect(stdout).toMatch(/✗ accepts everything[^]*✗ cleans up/)
    expect(stdout).toContain('The stub `prices` got DELETE /price/b')
  })

  it('fails vitest alone, too', async () => {
    const shop = project(stub, '  accepts everything: { get: /price/a, expect: { status: any } }')
    await shop.apitest(['compile'])
    const { exitCode, stdout, stderr } = await shop.run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'generated/vitest.config.ts'])
    expect(exitCode).toBe(1)
    expect(stdout + stderr).toContain('The stub `prices` got GET /price/a')
  })
})

it('a number of calls that is another one fails at its line, with the calls there were', async () => {
  const shop = project('    routes: [{ get: "/price/{sku}", respond: { json: {} } }, { post: /quotes, respond: { status: 204 } }]', `  counted:
    steps:
      - get: /price/a
      - get: /price/b
        expect:
          status: 200
          stubs: { prices: { "GET /price/{sku}": { calls: 1 }, POST /quotes: { calls: 0 } } }`)
  const { exitCode, stdout } = await shop.apitest(['run'])
  expect(exitCode).toBe(1)
  expect(stdout).toContain('calls of GET /price/{sku} at prices: expected 1, got 2')
  expect(stdout).toContain('`prices` was called with GET /price/{sku} (2)')
  expect(stdout).toMatch(/apitest\.yaml:15:\d+/)
})

it('tests that run at the same time cannot count calls', async () => {
  const shop = project('    routes: [{ get: /a, respond: { delay: 100ms, json: {} } }]', `  alone: { get: /a, expect: { status: 200, stubs: { prices: { GET /a: { calls: 1 } } } } }
suites:
  beside:
    parallel: true
    tests:
      one: { get: /a, expect: { status: 200, stubs: { prices: { GET /a: { calls: 1 } } } } }
      two: { get: /a, expect: { status: 200 } }`)
  const { exitCode, stdout } = await shop.apitest(['run'])
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/✗ one[^]*1 failed · 2 passed/)
  expect(stdout).toContain('other tests ran at the same time')
})

describe('a recording', () => {
  const tests = `  asks:
    steps:
      - get: /count?b=2&a=1&key=\${env.API_KEY}
        headers: { x-key: "\${env.API_KEY}" }
        expect: { status: 200, json: { n: 1 } }
      - get: /count?b=2&a=1&key=\${env.API_KEY}
        headers: { x-key: "\${env.API_KEY}" }
        expect: { status: 200, json: { n: 2 } }
  sends:
    post: /echo
    json: { token: "\${env.API_KEY}", sku: chair }
    expect: { status: 201, jsonPath: { $.got.sku: chair } }`
  const env = 'env:\n  API_KEY: { required: true, secret: true }\n  REAL: { required: true }\n'
  const stub = '    record: { target: "${env.REAL}/api/", to: tapes/prices.yaml }'

  it('is made from the real API, free of secrets, and replayed without it', async () => {
    const upstream = await startServer(requestListener())
    const shop = project(stub, tests, env)
    const variables = { API_KEY: 'sesame-4711', REAL: upstream.url }
    const nothing = await shop.apitest(['run'], { env: variables })
    expect(nothing.exitCode).toBe(1)
    expect(nothing.stdout).toContain('There is no tapes/prices.yaml yet: `apitest run --record` writes it')
    const recording = await shop.apitest(['run', '--record'], { env: variables })
    expect(recording).toMatchObject({ exitCode: 0 })
    expect(recording.stdout + recording.stderr).toContain('recorded `prices` into tapes/prices.yaml: 2 calls')
    const tape = shop.read('tapes/prices.yaml')
    expect(tape.replace(upstream.url, 'http://real')).toBe(`# Answers of http://real/api/, recorded by \`apitest run --record\`. Commit this file; secrets are left out.

routes:
  - get: /count
    when:
      query:
        a: "1"
        b: "2"
        key:
          exists: true
    respond:
      - status: 200
        headers:
          content-type: application/json
          etag: v1
        json:
          n: 1
      - status: 200
        headers:
          content-type: application/json
          etag: v1
        json:
          n: 2
  - post: /echo
    when:
      jsonLike:
        sku: chair
    respond:
      status: 201
      headers:
        content-type: application/json
      json:
        got:
          token: "***"
          sku: chair
`)
    expect(upstream.seen).toEqual(['GET /api/count sesame-4711', 'GET /api/count sesame-4711', 'POST /api/echo '])
    await upstream.close()
    expect(await shop.apitest(['run'], { env: variables })).toMatchObject({ exitCode: 0 })
    const again = await shop.apitest(['run', '--record', '-t', 'sends'], { env: variables })
    expect(again.exitCode).toBe(1)
    expect(again.stdout).toContain('could not record POST /echo')
    expect(shop.read('tapes/prices.yaml')).toBe(tape)
  })

  it('of a part of the tests keeps the rest', async () => {
    const upstream = await startServer(requestListener())
    const shop = project(stub, tests, env)
    const variables = { API_KEY: 'sesame-4711', REAL: upstream.url }
    await shop.apitest(['run', '--record'], { env: variables })
    const tape = shop.read('tapes/prices.yaml')
    const part = await shop.apitest(['run', '--record', '-t', 'sends'], { env: variables })
    expect(part.stdout + part.stderr).toContain('1 call, 1 kept from before')
    expect(shop.read('tapes/prices.yaml')).toBe(tape)
    await upstream.close()
  })

  it('does not answer what was not recorded', async () => {
    const upstream = await startServer(requestListener())
    const shop = project(stub, '  other: { get: "/count?a=1", expect: { status: 200 } }', env)
    shop.write({ 'tapes/prices.yaml': 'routes:\n  - get: /count\n    respond: { json: {} }\n' })
    const { exitCode, stdout } = await shop.apitest(['run'], { env: { API_KEY: 'x', REAL: upstream.url } })
    expect(exitCode).toBe(1)
    expect(stdout).toContain('the query has a, which was not recorded')
    expect(stdout).toContain('tapes/prices.yaml:2')
    await upstream.close()
  })
})
