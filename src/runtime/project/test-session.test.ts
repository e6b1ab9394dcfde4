import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ExpectationError } from '../assertions/expectation-error.ts'
import { FixtureScope } from '../fixtures/fixture-scope.ts'
import { startServer } from '../../../test/support/http-server.ts'
import type { Failure } from '../report/run-result.ts'
import { text } from '../values/text.ts'
import { flow } from './flow.ts'
import { request } from './request.ts'
import { createTestApi } from './test-session.testing.ts'
import { cases } from './table.ts'
import type { Changes } from './api.ts'

async function failed(promise: Promise<unknown>): Promise<readonly Failure[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ExpectationError)
  return (error as ExpectationError).failures
}

const lines = (yaml: string): Record<number, string> => Object.fromEntries(yaml.split('\n').map((line, index) => [index + 1, line.trim()]))

describe('places in the YAML', () => {
  const yaml = `requests:
  item:
    get: /item
    expect:
      status: 201
      headers: { x-a: "1", x-b: "2" }
flows:
  sign in:
    steps:
      - get: /first
      - get: /second
        expect: { status: 203 }
defaults:
  failIf: { status: 418 }
tests:
  a test:
    steps:
      - get: /
      - request: item
        expect:
          headers: { X-A: "3" }
      - flow: sign in
      - get: /
        capture: { id: $.id }
    cleanup:
      - delete: /none
      - delete: /other
        expect: { status: 299 }
  without steps:
    get: /
    expect: { status: 204 }
  has cases:
    request: item
    cases:
      - { name: a, expect: { status: 202 } }
      - name: b
        expect: { status: 205 }
`
  const byLine = lines(yaml)
  const item = request('item', { get: '/item', expect: { status: 201, headers: { 'x-a': '1', 'x-b': '2' } } })
  const signIn = flow('sign in', async (api) => {
    await api.send({ get: '/first' })
    await api.send({ get: '/second', expect: { status: 203 } })
  })

  async function setUp(test: string, status = 200): Promise<ReturnType<typeof createTestApi>> {
    const folder = mkdtempSync(join(tmpdir(), 'apitest-places-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'apitest.yaml'), yaml)
    const { url } = await startServer((_, response) => void response.writeHead(status, { 'content-type': 'application/json' }).end('{}'))
    return createTestApi({ url, test, project: { folder: pathToFileURL(`${folder}/`), defaults: { failIf: { status: 418 } } } })
  }
  const shown = (failures: readonly Failure[]): string[] => failures.map(({ place }) => byLine[place?.line ?? 0] ?? 'nowhere')

  it('count steps, and find those of named requests, flows and cleanup', async () => {
    const { api, end } = await setUp('a test')
    api.cleanup(() => api.send({ delete: '/none' }))
    api.cleanup(async () => {
      await api.send({ delete: '/other', expect: { status: 299 } })
    })
    await api.send({ get: '/' })
    expect(shown(await failed(api.send(item, { expect: { headers: { 'X-A': '3' } } })))).toEqual([
      'status: 201',
      'headers: { x-a: "1", x-b: "2" }',
      'headers: { X-A: "3" }',
    ])
    expect(shown(await failed(api.flow(signIn)))).toEqual(['expect: { status: 203 }'])
    expect(shown(await failed(api.send({ get: '/', capture: { id: '$.id' } })))).toEqual(['capture: { id: $.id }'])
    expect(shown(await failed(end()))).toEqual(['expect: { status: 299 }'])
  })

  it('are the test itself where it has no steps', async () => {
    const { api } = await setUp('without steps')
    const [failure] = await failed(api.send({ get: '/', expect: { status: 204 } }))
    expect(shown([failure!])).toEqual(['expect: { status: 204 }'])
    expect(failure?.frame).toContain('expect: { status: 204 }')
  })

  it('are those of the case', async () => {
    const { api } = await setUp('has cases')
    const list = cases([
      { name: 'a', expect: { status: 202 } },
      { name: 'b', changes: () => ({ expect: { status: 205 } }) },
    ])
    const places = []
    for (const [, changes] of list as [string, Changes][])
      places.push(...shown(await failed(api.send(request('item', { get: '/item' }), changes))))
    expect(places).toEqual(['- { name: a, expect: { status: 202 } }', 'expect: { status: 205 }'])
  })

  it('blame the request where nothing was expected, and the rule where it is one', async () => {
    const { api } = await setUp('a test', 418)
    expect(shown(await failed(api.send({ get: '/' })))).toEqual(['- get: /', 'failIf: { status: 418 }'])
  })
})

describe('flows', () => {
  it('have captures of their own, which are found under their name', async () => {
    const { url } = await startServer((seen, response) => void response.end(JSON.stringify({ path: seen.url })))
    const { api } = createTestApi({ url })
    const visit = flow('visit', async (inner, { to = '/default' }: { to?: string }) => {
      expect(() => inner.captures['outer']).toThrow('Nothing has been captured as `outer`; no step has captured anything yet')
      await inner.send({ get: to, capture: { path: '$.path' } })
    })
    await api.send({ get: '/o', capture: { outer: '$.path' } })
    await api.flow(visit)
    await api.flow(visit, { to: '/other' }, { name: 'again' })
    expect(api.captures['visit'].path).toBe('/default')
    expect(api.captures['again'].path).toBe('/other')
    expect(() => api.captures['missing']).toThrow('Nothing has been captured as `missing`; captured so far: outer, visit, again')
  })
})

describe('cleanup', () => {
  it('runs in the order written, whatever fails, and leaves out what has nothing to do', async () => {
    const server = await startServer((seen, response) => void response.writeHead(seen.url === '/bad' ? 500 : 200).end('{"id":1}'))
    const { api, end } = createTestApi({ url: server.url })
    api.cleanup(() => api.send({ delete: '/bad' }))
    api.cleanup(() => api.send({ delete: text`/items/${api.captures['never']}` }))
    api.cleanup(() => api.send({ delete: text`/items/${api.captures['id']}` }))
    api.cleanup(() => {
      throw new Error('own code')
    })
    await api.send({ get: '/', capture: { id: '$.id' } })
    const found = await failed(end())
    expect(found.map(({ kind, message }) => [kind, message])).toEqual([
      ['cleanup', 'cleanup: status: expected below 400, got 500'],
      ['cleanup', 'cleanup: own code'],
    ])
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /', 'DELETE /bad', 'DELETE /items/1'])
  })

  it('is not cancelled with the test', async () => {
    const server = await startServer()
    const over = new AbortController()
    const { api, end } = createTestApi({ url: server.url, signal: over.signal })
    api.cleanup(() => api.send({ delete: '/x' }))
    over.abort('the test is over')
    expect((await failed(api.send({ get: '/' })))[0]?.message).toContain('was cancelled: the test is over')
    await end()
    expect(server.seen.map(({ method }) => method)).toEqual(['DELETE'])
  })

  it('tells of a request that nobody waited for', async () => {
    const { url } = await startServer(() => undefined)
    const { api, end } = createTestApi({ url, signal: undefined })
    const forgotten = api.send({ get: '/', timeout: '200ms' }).catch(() => undefined)
    expect((await failed(end()))[0]).toMatchObject({
      message: 'The test ended while the request GET / was under way',
      hint: 'Was an `await` forgotten?',
    })
    await forgotten
  })
})

describe('a request that cannot be sent', () => {
  it.each<[Parameters<ReturnType<typeof createTestApi>['api']['send']>[0], string, number]>([
    [{ get: '/', cookies: { theme: 'dark;light' } }, 'The cookie `theme` holds a semicolon that a cookie cannot carry', 7],
    [{ get: '/', cookies: { theme: '日本' } }, 'The cookie `theme` holds the character `日` that a cookie cannot carry', 7],
    [{ get: '/', cookies: { theme: 'a\nb' } }, 'The cookie `theme` holds a line break that a cookie cannot carry', 7],
    [{ get: '/', headers: { 'x-name': 'a\u0007' } }, '`headers: x-name` holds a control character that a header cannot carry', 9],
  ])('says which key is to blame, and where it stands: %o', async (definition, message, line) => {
    const folder = mkdtempSync(join(tmpdir(), 'apitest-unfit-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(
      join(folder, 'apitest.yaml'),
      'version: 1\n\ntests:\n  a test:\n    get: /\n    cookies:\n      theme: "${row.theme}"\n    headers:\n      x-name: "${row.name}"\n',
    )
    const { api } = createTestApi({ project: { folder: pathToFileURL(`${folder}/`) } })
    const [failure] = await failed(api.send(definition))
    expect(failure?.message).toContain(message)
    expect(failure?.place).toMatchObject({ file: 'apitest.yaml', line })
  })

  it('names a cookie whose name cannot be one', async () => {
    expect((await failed(createTestApi().api.send({ get: '/', cookies: { 'a b': '1' } })))[0]?.message).toBe(
      'The cookie `a b` has " " in its name, which a cookie cannot carry',
    )
  })
})

describe('fixtures', () => {
  const login = request('login', { post: '/login' })

  it('are made once in their scope, also when asked for at the same time', async () => {
    const server = await startServer((_, response, count) => void response.end(JSON.stringify({ token: `tok-${count}` })))
    const scopes = { run: new FixtureScope(), suite: new FixtureScope() }
    const state = {
      run: { request: login, capture: '$.token' },
      test: { request: login, capture: '$.token', scope: 'test' },
      whole: { request: login },
    } as const
    const one = createTestApi({ url: server.url, scopes, project: { state } }).api
    const two = createTestApi({ url: server.url, scopes, project: { state } }).api
    expect(await Promise.all([one.fixture('run'), two.fixture('run'), one.fixture('run')])).toEqual(['tok-1', 'tok-1', 'tok-1'])
    expect([await one.fixture('test'), await one.fixture('test'), await two.fixture('test')]).toEqual(['tok-2', 'tok-2', 'tok-3'])
    expect(await one.fixture('whole')).toEqual({ token: 'tok-4' })
  })

  it('are undone in reverse order behind the cleanup', async () => {
    const done: string[] = []
    const made = (name: string) => ({
      setup: async ({ api }: { api: { fixture(name: string): Promise<unknown> } }) => {
        if (name === 'second') await api.fixture('first')
        done.push(`+${name}`)
        return name
      },
      teardown: ({ value }: { value: string }) => {
        done.push(`-${value}`)
        if (value === 'second') throw new Error('teardown failed')
      },
      scope: 'test' as const,
    })
    const { api, end } = createTestApi({ project: { state: { first: made('first'), second: made('second') } } })
    api.cleanup(() => void done.push('cleanup'))
    await api.fixture('second')
    expect((await failed(end())).map(({ message }) => message)).toEqual([
      'cleanup: the fixture `second` could not be undone: teardown failed',
    ])
    expect(done).toEqual(['+first', '+second', 'cleanup', '-second', '-first'])
  })

  it('that fail are shown whole once, then in a line', async () => {
    const server = await startServer((_, response) => void response.writeHead(500).end())
    const scopes = { run: new FixtureScope(), suite: new FixtureScope() }
    const ask = (): Promise<readonly Failure[]> =>
      failed(createTestApi({ url: server.url, scopes, project: { state: { token: { request: login } } } }).api.fixture('token'))
    expect((await ask())[0]).toMatchObject({ kind: 'status' })
    expect((await ask())[0]).toMatchObject({
      kind: 'fixture',
      message: 'The fixture `token` could not be made: status: expected below 400, got 500',
    })
    expect(server.seen).toHaveLength(1)
  })

  it.each([
    [{ setup: () => Promise.reject(new Error('no database')) }, 'The fixture `x` could not be made: no database'],
    [
      { request: login, capture: '$.nothing' },
      'The fixture `x` could not be made: `$.nothing` selects nothing: `$` is an object without `nothing`',
    ],
  ])('tell why they could not be made', async (definition, message) => {
    const { url } = await startServer()
    expect((await failed(createTestApi({ url, project: { state: { x: definition } } }).api.fixture('x')))[0]).toMatchObject({
      kind: 'fixture',
      message,
    })
    expect((await failed(createTestApi({ url, project: { state: { x: definition } } }).api.fixture('y')))[0]?.message).toBe(
      'No fixture is named `y`; known are x',
    )
  })

  it('whose capture selects nothing show the answer, once', async () => {
    const { url } = await startServer((_, response) => void response.end('{"access":"tok"}'))
    const scopes = { run: new FixtureScope(), suite: new FixtureScope() }
    const state = { token: { request: login, capture: '$.token' } } as const
    const ask = async (): Promise<string> => {
      const error = await createTestApi({ url, scopes, project: { state } })
        .api.fixture('token')
        .catch((reason: Error) => reason)
      return (error as Error).message
    }
    const first = await ask()
    expect(first).toContain('The fixture `token` could not be made: `$.token` selects nothing')
    expect(first).toMatch(/POST http:\S+\/login.* → 200 in [\s\S]*"access": "tok"[\s\S]*curl /)
    const second = await ask()
    expect(second.match(/could not be made/g)).toHaveLength(1)
    expect(second).not.toContain('POST')
  })

  it('that outlive a test keep their cookies to themselves', async () => {
    const server = await startServer((_, response) => void response.setHeader('set-cookie', 'sid=1; Path=/').end('{}'))
    const { api } = createTestApi({
      url: server.url,
      project: { state: { run: { request: login }, mine: { request: login, scope: 'test' } } },
    })
    await api.fixture('run')
    await api.send({ get: '/a' })
    const other = createTestApi({ url: server.url, project: { state: { mine: { request: login, scope: 'test' } } } }).api
    await other.fixture('mine')
    await other.send({ get: '/b' })
    expect(server.seen.map(({ url, headers }) => [url, headers.cookie])).toEqual([
      ['/login', undefined],
      ['/a', undefined],
      ['/login', undefined],
      ['/b', 'sid=1'],
    ])
  })
})

describe('records', () => {
  it('are one line for each attempt at a test', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'apitest-records-'))
    onTestFinished(() => {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
    })
    vi.stubEnv('APITEST_RUN_DIR', folder)
    const { url } = await startServer()
    for (const retryCount of [0, 1]) {
      const { api, end } = createTestApi({ url, retryCount })
      api.cleanup(() => api.send({ name: 'goodbye', delete: '/x' }))
      await api.send({ get: '/', expect: { status: 200 } })
      await end()
    }
    const [file = ''] = readdirSync(folder)
    const records = readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { test: string; attempt: number; exchanges: { name?: string; expectations: unknown[] }[] })
    expect(file).toMatch(/^exchanges-\d+-\d+\.ndjson$/)
    expect(records.map(({ test, attempt, exchanges }) => [test, attempt, exchanges.map(({ name }) => name)])).toEqual([
      ['t1', 0, [undefined, 'goodbye']],
      ['t1', 1, [undefined, 'goodbye']],
    ])
    expect(records[0]?.exchanges[0]?.expectations).toEqual([{ text: expect.stringContaining('200') as string, held: true }])
  })
})
