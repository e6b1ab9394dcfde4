import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { flow } from '../../project/flow.ts'
import { defineProject } from '../../project/define-project.ts'
import { request } from '../../project/request.ts'
import type { RequestDefinition } from '../../project/request-types.ts'
import { base64, json, randomInt, timestamp, urlEncode, uuid } from '../../values/functions.ts'
import { text } from '../../values/text.ts'
import { CountingServer } from '../engine/counting-server.testing.ts'
import { Generator } from '../engine/generator.ts'
import { planLoad } from '../engine/load-plan.ts'
import type { LoadTask } from './define-load.ts'
import { loadSession } from './load-session.ts'
import { traceProgram } from './trace-program.ts'
import type { TracedProgram } from './trace-program.ts'

const servers: CountingServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

/** Values that every way of encoding writes differently. */
const row = {
  plain: 'abc',
  odd: 'a b/c?d=e&f+g%h"i\\j\'ü€😀',
  lines: 'one\ntwo\ttab',
  number: 17,
  yes: true,
  nothing: null,
  list: [1, 'two', { three: 3 }],
  numbers: [1, 2],
  map: { a: 1, b: ['x'] },
  empty: '',
}

interface Sent {
  readonly method: string
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
}

const connectionHeaders = new Set(['host', 'connection'])

/** What a test sends and what a load sends for the same task, without what is the connection's own. */
async function both(task: LoadTask): Promise<{ test: readonly Sent[]; load: readonly Sent[]; program: TracedProgram; errors: readonly string[] }> {
  const server = await CountingServer.start(
    (_, response) => response.setHeader('x-answer', 'yes').end(JSON.stringify({ ...row, id: 7, token: 'tök"en' })),
    { keep: true },
  )
  servers.push(server)
  const project = defineProject({
    name: 'p',
    folder: pathToFileURL('/'),
    specs: ['apitest.yaml'],
    suites: {},
    services: { web: () => ({ url: server.url, headers: { 'x-service': 'web' }, basePath: '/base' }) },
    defaults: { headers: { 'x-default': 'd' }, timeout: '5s' },
  })
  const of = { project, section: 'loads', name: 'l' } as const
  const errors: string[] = []
  await task.run({ api: loadSession(of), row: row as never }).catch((error: unknown) => void errors.push(String(error)))
  const fromTest = server.requests.splice(0).map(toSent)
  const program = await traceProgram(of, [task])
  const plan = planLoad({ users: 1, duration: '1m', tasks: [task], thresholds: {}, wait: '10s' })
  const generator = new Generator({ of, program, plan, data: [row], order: 'sequential', worker: 0, workers: 1 })
  generator.start(performance.now())
  for (let turn = 0; turn < 300 && server.requests.length < Math.max(1, fromTest.length); turn++) await sleep(10)
  await sleep(fromTest.length === 0 ? 200 : 20)
  await generator.stop(1000)
  const part = generator.take()
  await generator.close()
  const failures = part.endpoints.flatMap((endpoint) => endpoint.failures ?? []).map(({ message }) => message)
  return { test: fromTest, load: server.requests.map(toSent), program, errors: failures }
}

function toSent({ method, url, rawHeaders, body }: CountingServer['requests'][number]): Sent {
  const headers: [string, string][] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase()
    if (!connectionHeaders.has(name)) headers.push([name, rawHeaders[index + 1] ?? ''])
  }
  return { method, url, headers: headers.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)), body }
}

function slowOf({ tasks }: TracedProgram): (string | undefined)[] {
  return tasks.flatMap(({ steps }) => steps.map(({ slow }) => slow))
}

const send =
  (definition: (row: never) => RequestDefinition): LoadTask['run'] =>
  async ({ api, row: own }) =>
    void (await api.send(definition(own as never)))

describe('a load sends what a test sends', () => {
  test.each<[string, (r: typeof row) => RequestDefinition]>([
    ['a plain path', () => ({ get: '/items' })],
    ['a path with odd constants', () => ({ get: '/a b/ü?x=1&y=a+b#f' })],
    ['a value in the path', (r) => ({ get: text`/items/${r.plain}/${r.number}` })],
    ['an encoded value in the path', (r) => ({ get: text`/items/${urlEncode(r.odd)}?q=${urlEncode(r.odd)}` })],
    ['a query', (r) => ({ get: '/items', query: { odd: r.odd, n: r.number, yes: r.yes, both: text`<${r.odd}>` } })],
    ['headers', (r) => ({ get: '/', headers: { 'X-One': r.plain, 'x-two': text`two ${r.number}`, 'user-agent': 'own' } })],
    ['a json body of values', (r) => ({ post: '/', json: { s: r.odd, n: r.number, y: r.yes, z: r.nothing, l: r.list, m: r.map, t: text`<${r.odd}>`, deep: [{ x: r.lines }] } })],
    ['a body that is one value', (r) => ({ post: '/', json: r.map })],
    ['a patched body', (r) => ({ post: '/', json: { a: { b: 1 }, c: 2 }, patch: { '$.a.b': r.odd, '$.new': text`${r.odd}!` }, unset: ['$.c'] })],
    ['json inside json', (r) => ({ post: '/', json: { inner: json(r.map), text: text`${r.map}` } })],
    ['base64', (r) => ({ post: '/', json: { inner: base64(r.odd) } })],
    ['a form', (r) => ({ post: '/', form: { odd: r.odd, plain: r.plain, both: text`<${r.odd}>`, fixed: ['a b', 'c&d'] } })],
    ['text', (r) => ({ put: '/', text: text`hello ${r.odd} ${r.lines}` })],
    ['graphql', (r) => ({ post: '/', graphql: { query: 'query($id: ID) { x(id: $id) }', variables: { id: r.odd } } })],
    ['cookies', (r) => ({ get: '/', cookies: { a: 'b', c: r.plain } })],
    ['bearer', (r) => ({ get: '/', auth: { bearer: r.plain } })],
    ['basic', () => ({ get: '/', auth: { basic: { username: 'u', password: 'p' } } })],
    ['an api key in the query', (r) => ({ get: '/?a=b', auth: { apiKey: { query: 'key', value: r.odd } } })],
    ['an empty post', () => ({ post: '/' })],
    ['another method', () => ({ method: 'PROPFIND', path: '/x' })],
    ['a header that takes one away', () => ({ get: '/', headers: { 'X-DEFAULT': null, accept: 'text/plain' } })],
  ])('for %s', async (_, definition) => {
    const { test: expected, load, program, errors } = await both({ name: 't', run: send(definition as never) })
    expect(errors).toEqual([])
    expect(expected.length).toBe(1)
    expect(load).toEqual(expected)
    expect(slowOf(program)).toEqual([undefined])
  })

  test.each<[string, (r: typeof row) => RequestDefinition, string]>([
    ['a path that begins with a value', (r) => ({ get: text`${r.plain}/x` }), 'a path that begins with a value'],
    ['a path that is a value', (r) => ({ get: r.plain }), 'A request needs one of get, head, post, put, patch, delete, options, or `method` with `path`'],
    ['a password', (r) => ({ get: '/', auth: { basic: { username: 'u', password: r.odd } } }), 'a value that is changed before it is sent'],
    ['a retry', () => ({ get: '/', retry: { times: 1, delay: '1ms' } }), 'retry'],
    ['poll', () => ({ get: '/', poll: { for: '1s', every: '1ms' }, expect: { status: 200 } }), 'poll'],
  ])('for %s, which no encoder can write', async (_, definition, reason) => {
    const { test: expected, load, program, errors } = await both({ name: 't', run: send(definition as never) })
    expect(errors).toEqual([])
    expect(load).toEqual(expected)
    expect(slowOf(program)).toEqual([reason])
  })

  test('a value that is a list is sent as a list, by the way of tests', async () => {
    const { test: expected, load, program } = await both({ name: 't', run: send((r: typeof row) => ({ get: '/', query: { l: r.numbers, m: [r.plain, 'x'] } })) })
    expect(load).toEqual(expected)
    expect(slowOf(program)).toEqual([undefined])
  })

  test('named requests, changes, flows with parameters, and captures of all kinds', async () => {
    const named = request('named', (api, given) => ({ post: text`/named/${(given.row as typeof row).plain}`, json: { keep: 1, own: api.captures['token'] } }))
    const login = flow('login', async (api, { user = 'alice', pass }: { user?: unknown; pass?: unknown }) => {
      await api.send({ post: '/login', json: { user, pass }, capture: { id: '$.id', all: '$.map', answer: { header: 'x-answer' } } })
      await api.send({ get: text`/in/${api.captures['id']}`, headers: { 'x-answer': api.captures['answer'] } })
    })
    const task: LoadTask = {
      name: 't',
      run: async ({ api, row: own }) => {
        await api.flow(login, { pass: text`p-${own['odd']}` })
        await api.send({ get: '/token', capture: { token: '$.token', word: { text: '"plain":"(\\w+)"' } } })
        await api.send(named.with({ row: own }), { patch: { '$.more': api.captures['login']['all'] }, headers: { 'x-word': api.captures['word'] } })
        await api.send(named.with({ row: own }), async (inner) => ({ json: { b: inner.captures['login']['all']['b'][0] } }))
      },
    }
    const { test: expected, load, program, errors } = await both(task)
    expect(errors).toEqual([])
    expect(expected.length).toBe(5)
    expect(load).toEqual(expected)
    expect(slowOf(program)).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(program.endpoints.map(({ method, name }) => `${method} ${name}`)).toEqual(['POST /login', 'GET /in/${captures.id}', 'GET /token', 'POST named'])
  })

  test('random values are new for each run of a task, and the same in it', async () => {
    const once = flow('once', async (api, { id }: { id?: unknown }) => {
      await api.send({ post: text`/${id}`, json: { id, at: timestamp() } })
    })
    const task: LoadTask = {
      name: 't',
      run: async ({ api }) => {
        await api.flow(once, { id: uuid() })
        await api.send({ get: '/', query: { n: randomInt(1, 3), other: uuid() } })
      },
    }
    const { load, errors } = await both(task)
    expect(errors).toEqual([])
    const [first, second] = load
    const { id, at } = JSON.parse(first?.body ?? '{}') as { id: string; at: number }
    expect(first?.url).toBe(`/base/${id}`)
    expect(at).toBeGreaterThan(1e9)
    expect(second?.url).toMatch(/^\/base\/\?n=[123]&other=[0-9a-f-]{36}$/)
    expect(second?.url).not.toContain(id)
  })

  test('a value that a header cannot carry is the failure that a test has', async () => {
    const { test: expected, load, errors } = await both({ name: 't', run: send((r: typeof row) => ({ get: '/', headers: { 'x-odd': r.lines } })) })
    expect(expected).toEqual([])
    expect(load).toEqual([])
    expect(errors).toEqual(['request: `headers: x-odd` holds a line break that a header cannot carry; urlEncode(…) makes it sendable'])
  })
})
