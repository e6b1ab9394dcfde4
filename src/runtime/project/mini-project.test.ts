import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMiniProject } from './mini-project.testing.ts'
import type { MiniProject, MiniRun } from './mini-project.testing.ts'

const yaml = `version: 1
name: shop
env:
  API_KEY: { required: true, secret: true }
services:
  web: { url: "\${env.WEB_URL}" }
  own: { process: { command: node own.mjs } }
fixtures:
  token: { request: login, capture: $.token, secret: true }
  order: { setup: createOrder, teardown: deleteOrder, scope: test }
  account: { setup: createAccount, teardown: deleteAccount, scope: suite }
  database: { setup: createDatabase, teardown: dropDatabase }
requests:
  login:
    post: /login
    expect: { status: 200 }
  item:
    get: /items/1
    expect:
      status: 200
      jsonPath: { $.sku: abc, $.price: 9 }
flows:
  sign in:
    steps:
      - post: /login
        capture: { token: $.token }
      - get: /missing
        expect: { status: 200 }
tests:
  health check:
    get: /
    expect: { json: { status: ok } }
  wrong expectations:
    request: item
    expect:
      jsonPath: { $.sku: xyz }
      headers: { content-type: { contains: xml } }
  create, then read:
    with: [{ sku: abc }, { sku: def }]
    steps:
      - post: /items
        json: { sku: "\${row.sku}" }
        capture: { id: $.id }
      - get: /items/\${captures.id}
        expect: { jsonLike: { sku: "\${row.sku}" } }
    cleanup:
      - delete: /items/\${captures.id}
      - delete: /orders/\${captures.never}
  cleanup fails:
    steps:
      - get: /
    cleanup:
      - delete: /forbidden
  validates:
    request: login
    cases:
      - { name: fine, json: { user: a }, expect: { status: 200 } }
      - { name: bad, json: { user: "" }, expect: { status: 200 } }
  uses fixtures:
    steps:
      - get: /secret
        auth: { bearer: "\${fixtures.token}" }
      - get: /secret
        auth: { bearer: "\${fixtures.token}" }
      - get: /orders/\${fixtures.order.id}
  fails in a flow:
    flow: sign in
  flaky:
    retries: 2
    get: /flaky
  refused:
    get: http://127.0.0.1:1/
  own service:
    service: own
    get: /hello
    expect: { text: hello }
  takes too long:
    timeout: 300ms
    get: /slow
`

const files = {
  'apitest.yaml': yaml,
  'apitest.hooks.ts': `import type { HookContext } from 'apitest'
export async function createOrder({ api }: HookContext) {
  return (await api.send({ post: '/orders' })).json() as { id: string }
}
export async function deleteOrder({ api, value }: HookContext & { value: { id: string } }) {
  await api.send({ delete: \`/orders/\${value.id}\` })
}
export async function createAccount({ api }: HookContext) {
  await api.send({ put: '/account' })
}
export async function deleteAccount({ api }: HookContext) {
  await api.send({ delete: '/account' })
}
export async function createDatabase({ api }: HookContext) {
  await api.send({ put: '/database' })
}
export async function dropDatabase({ api }: HookContext) {
  await api.send({ delete: '/database' })
}
`,
  'own.mjs': `import { createServer } from 'node:http'
createServer((request, response) => {
  console.log('asked for', request.url)
  response.end(request.url === '/hello' ? 'hello' : 'what?')
}).listen(process.env.PORT, '127.0.0.1')
`,
  'generated/vitest.config.ts': `import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: import.meta.dirname,
  test: { include: ['tests/**/*.test.ts'], pool: 'threads', isolate: false, fileParallelism: false, testTimeout: 20_000, globalSetup: './setup.ts' },
})
`,
  'generated/config.ts': `import { defineEnv } from 'apitest'

export const folder = new URL('../', import.meta.url)

export const env = defineEnv({
  API_KEY: { required: true, secret: true },
  WEB_URL: { required: true },
})
`,
  'generated/services.ts': `import { defineServices } from 'apitest'
import { env } from './config.js'

export const services = defineServices({
  web: () => ({ url: env.WEB_URL, headers: { 'x-api-key': env.API_KEY } }),
  own: { process: { command: ['node', 'own.mjs'] } },
})
`,
  'generated/requests.ts': `import { request } from 'apitest'

export const login = request('login', { post: '/login', expect: { status: 200 } })

export const item = request('item', {
  get: '/items/1',
  expect: { status: 200, jsonPath: { '$.sku': 'abc', '$.price': 9 } },
})
`,
  'generated/flows.ts': `import { flow } from 'apitest'

export const signIn = flow('sign in', async (api) => {
  await api.send({ post: '/login', capture: { token: '$.token' } })
  await api.send({ get: '/missing', expect: { status: 200 } })
})
`,
  'generated/state.ts': `import { defineState } from 'apitest'
import * as hooks from '../apitest.hooks.js'
import { login } from './requests.js'

export const state = defineState({
  token: { request: login, capture: '$.token', secret: true },
  order: { setup: hooks.createOrder, teardown: hooks.deleteOrder, scope: 'test' },
  account: { setup: hooks.createAccount, teardown: hooks.deleteAccount, scope: 'suite' },
  database: { setup: hooks.createDatabase, teardown: hooks.dropDatabase },
})
`,
  'generated/project.ts': `import { defineProject } from 'apitest'
import { env, folder } from './config.js'
import { services } from './services.js'
import { state } from './state.js'

export const project = defineProject({
  name: 'shop',
  folder,
  specs: ['apitest.yaml'],
  suites: { shop: 'apitest.yaml#/tests' },
  env,
  services,
  state,
})
`,
  'generated/setup.ts': `import { serve } from 'apitest'
import { project } from './project.js'

export default () => serve(project, ['web', 'own'])
`,
  'generated/test.ts': `import { test as base } from 'vitest'
import { project } from './project.js'

export const test = base.extend(project.context)
`,
  'generated/tests/shop.test.ts': `import { cases, table, text } from 'apitest'
import { describe } from 'vitest'
import { signIn } from '../flows.js'
import { item, login } from '../requests.js'
import { test } from '../test.js'

describe('shop', () => {
  test('health check', async ({ api }) => {
    await api.send({
      get: '/',
      expect: { json: { status: 'ok' } },
    })
  })

  test('wrong expectations', async ({ api }) => {
    await api.send(item, {
      expect: {
        jsonPath: { '$.sku': 'xyz' },
        headers: { 'content-type': { contains: 'xml' } },
      },
    })
  })

  describe('create, then read', () => {
    test.for(table([{ sku: 'abc' }, { sku: 'def' }]))('%s', async ([, row], { api }) => {
      api.cleanup(async () => {
        await api.send({ delete: text\`/items/\${api.captures.id}\` })
      })
      api.cleanup(async () => {
        await api.send({ delete: text\`/orders/\${api.captures.never}\` })
      })
      await api.send({ post: '/items', json: { sku: row.sku }, capture: { id: '$.id' } })
      await api.send({
        get: text\`/items/\${api.captures.id}\`,
        expect: { jsonLike: { sku: row.sku } },
      })
    })
  })

  test('cleanup fails', async ({ api }) => {
    api.cleanup(async () => {
      await api.send({ delete: '/forbidden' })
    })
    await api.send({ get: '/' })
  })

  describe('validates', () => {
    test.for(
      cases([
        { name: 'fine', json: { user: 'a' }, expect: { status: 200 } },
        { name: 'bad', json: { user: '' }, expect: { status: 200 } },
      ]),
    )('%s', async ([, changes], { api }) => {
      await api.send(login, changes)
    })
  })

  test('uses fixtures', async ({ api }) => {
    await api.send({ get: '/secret', auth: { bearer: await api.fixture('token') } })
    await api.send({ get: '/secret', auth: { bearer: await api.fixture('token') } })
    await api.send({ get: text\`/orders/\${(await api.fixture('order')).id}\` })
    await api.fixture('database')
    await api.fixture('account')
  })

  test('fails in a flow', async ({ api }) => {
    await api.flow(signIn)
  })

  test('flaky', { retry: 2 }, async ({ api }) => {
    await api.send({ get: '/flaky' })
  })

  test('refused', async ({ api }) => {
    await api.send({ get: 'http://127.0.0.1:1/' })
  })

  test('own service', async ({ api }) => {
    await api.send({ get: '/hello', service: 'own', expect: { text: 'hello' } })
    await api.send({ get: '/other', service: 'own', expect: { text: 'hello' } })
  })

  test('takes too long', { timeout: 300 }, async ({ api }) => {
    api.cleanup(async () => {
      await api.send({ delete: '/after' })
    })
    await api.send({ get: '/slow' })
  })

  test('left out', async ({ api, skip }) => {
    skip('ticket 12')
    await api.send({ get: '/never' })
  })
})
`,
}

describe('a generated project under plain vitest', () => {
  const requests: string[] = []
  let project: MiniProject
  let result: MiniRun
  let flaky = 0
  const server = createServer((request, response) => {
    const { method, url = '', headers } = request
    requests.push(`${method} ${url}`)
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    let body = ''
    request
      .on('data', (chunk) => (body += chunk))
      .on('end', () => {
        if (url === '/slow') return
        if (url === '/') return answer(200, headers['x-api-key'] === 'k-123456' ? { status: 'ok' } : {})
        if (url === '/login') return answer(body.includes('""') ? 422 : 200, { token: 'tok-abcdef', echo: 'k-123456' })
        if (url === '/items/1') return answer(200, { sku: 'abc', price: 9 })
        if (method === 'POST' && url === '/items') return answer(201, { id: (JSON.parse(body) as { sku: string }).sku })
        if (url.startsWith('/items/')) return answer(200, { sku: url.slice(7) })
        if (url === '/secret') return answer(headers.authorization === 'Bearer tok-abcdef' ? 200 : 401, {})
        if (method === 'POST' && url === '/orders') return answer(201, { id: 'o1' })
        if (url === '/flaky') return answer(flaky++ === 0 ? 500 : 200, {})
        if (method === 'DELETE' && (url === '/database' || url === '/account')) return answer(500, {})
        if (['/orders/o1', '/database', '/account', '/after'].includes(url)) return answer(200, {})
        answer(404, { error: 'no such thing', key: headers['x-api-key'] })
      })
  })

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    project = await createMiniProject()
    project.write(files)
    result = await project.run({
      env: {
        API_KEY: 'k-123456',
        WEB_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        APITEST_RUN_DIR: join(project.folder, 'run'),
        APITEST_SEED: '7',
      },
    })
  })
  afterAll(() => {
    server.close()
    server.closeAllConnections()
    project.remove()
  })

  const find = (title: string): MiniRun['tests'][number] => {
    const found = result.tests.find((test) => test.title === `shop ${title}`)
    if (found === undefined)
      throw new Error(`No test \`${title}\` among ${result.tests.map((test) => test.title).join(', ')}\n${result.output}`)
    return found
  }
  /** The line of the YAML that a failure shows first. */
  const blamed = (title: string): string | undefined => {
    const [, line] = /apitest\.yaml:(\d+)/.exec(find(title).message) ?? []
    return yaml.split('\n')[Number(line) - 1]?.trim()
  }
  const sent = (from: string, count: number): string[] => requests.slice(requests.indexOf(from), requests.indexOf(from) + count)

  it.each([
    ['health check', 'passed'],
    ['wrong expectations', 'failed'],
    ['create, then read sku=abc', 'passed'],
    ['create, then read sku=def', 'passed'],
    ['cleanup fails', 'failed'],
    ['validates fine', 'passed'],
    ['validates bad', 'failed'],
    ['uses fixtures', 'passed'],
    ['fails in a flow', 'failed'],
    ['flaky', 'passed'],
    ['refused', 'failed'],
    ['own service', 'failed'],
    ['takes too long', 'failed'],
    ['left out', 'skipped'],
  ])('%s: %s', (title, status) => {
    expect(find(title).status).toBe(status)
    expect(result.exitCode).toBe(1)
  })

  it.each([
    ['wrong expectations', 'jsonPath: { $.sku: xyz }'],
    ['cleanup fails', '- delete: /forbidden'],
    ['validates bad', '- { name: bad, json: { user: "" }, expect: { status: 200 } }'],
    ['fails in a flow', 'expect: { status: 200 }'],
    ['refused', 'refused:'],
  ])('%s points at the YAML', (title, line) => {
    expect(blamed(title)).toBe(line)
  })

  it('prints the line of the YAML first, then that of the test, and none of its own', () => {
    const block = result.output.slice(result.output.lastIndexOf('shop > fails in a flow'))
    expect(block).toMatch(/❯ spec \S*apitest\.yaml:\d+:\d+\n ❯ \S+ flows\.ts:5:13[^❯]*❯ tests\/shop\.test\.ts:\d+:\d+/)
    expect(result.output).not.toContain('node_modules/apitest')
  })

  it('cleans up after each test, and leaves out what has nothing to do', () => {
    expect(sent('POST /items', 6)).toEqual([
      'POST /items',
      'GET /items/abc',
      'DELETE /items/abc',
      'POST /items',
      'GET /items/def',
      'DELETE /items/def',
    ])
    expect(sent('POST /orders', 3)).toEqual(['POST /orders', 'GET /orders/o1', 'PUT /database'])
    expect(sent('DELETE /orders/o1', 1)).toHaveLength(1)
    expect(sent('GET /slow', 2)).toEqual(['GET /slow', 'DELETE /after'])
    expect(requests).not.toContain('GET /never')
  })

  it('tells what a test that took too long was doing', () => {
    expect(result.output).toContain('Test timed out in 300ms')
    expect(find('takes too long').message).toMatch(
      /The test ended while the request GET \/slow was under way[^]*hint: The time that a test may take/,
    )
    expect(blamed('takes too long')).toBe('takes too long:')
  })

  it('fails the suite, and tells of the run, when their fixtures cannot be undone', () => {
    expect(result.output).toMatch(
      /FAIL {2}tests\/shop\.test\.ts \[ tests\/shop\.test\.ts \]\nExpectationError: apitest\.yaml:\d+:\d+ cleanup: the fixture `account` could not be undone: status: expected below 400, got 500/,
    )
    expect(result.output).toMatch(/apitest: apitest\.yaml:\d+:\d+ cleanup: the fixture `database` could not be undone/)
    expect(requests.indexOf('DELETE /database')).toBeGreaterThan(requests.indexOf('DELETE /account'))
  })

  it('shows what the service logged meanwhile', () => {
    expect(find('own service').message).toContain('own | asked for /other')
    expect(find('own service').message).not.toContain('asked for /hello')
  })

  it('records every attempt for the command line', () => {
    const lines = readdirSync(join(project.folder, 'run'))
      .filter((name) => /^exchanges-\d+-\d+\.ndjson$/.test(name))
      .flatMap((name) =>
        readFileSync(join(project.folder, 'run', name), 'utf8')
          .trim()
          .split('\n'),
      )
      .map((line) => JSON.parse(line) as { attempt: number; exchanges: { request: { url: string } }[]; failures?: { kind: string }[] })
    const flakyAttempts = lines.filter(({ exchanges }) => exchanges?.some(({ request }) => request.url.endsWith('/flaky')))
    expect(flakyAttempts.map(({ attempt }) => attempt)).toEqual([0, 1])
    expect(lines.at(-1)?.failures).toMatchObject([{ kind: 'cleanup' }])
  })

  it('says where the tests stand', () => {
    expect(find('wrong expectations').meta).toEqual({ apitest: { place: 'apitest.yaml#/tests/wrong expectations' } })
    expect(find('validates bad').meta).toEqual({ apitest: { place: 'apitest.yaml#/tests/validates' } })
  })

  it('prints and records no secret', () => {
    const recorded = readdirSync(join(project.folder, 'run'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    for (const text of [result.output, readFileSync(join(project.folder, 'generated/out.json'), 'utf8'), ...recorded])
      expect(text).not.toContain('k-123456')
    expect(result.output).toContain(`-H 'x-api-key: '"$API_KEY"`)
  })

  it('stops before the first test when the environment is not complete', async () => {
    const before = requests.length
    const { exitCode, output } = await project.run({ env: {} })
    expect(exitCode).toBe(1)
    expect(output).toContain('apitest.yaml:4:3 The environment variable `API_KEY` is not set\n')
    expect(output).toContain('The environment variable `WEB_URL` is not set')
    expect(requests).toHaveLength(before)
  })
})
