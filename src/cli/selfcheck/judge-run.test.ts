import { describe, expect, it } from 'vitest'
import type { Body, Exchange, TestResult } from '../../runtime/report/run-result.ts'
import { judgeRun } from './judge-run.ts'

const json = {
  results: [1, 2],
  sku: 'abc',
  price: 9.5,
  ok: true,
  none: null,
  meta: { a: 1 },
  items: [
    { n: 1, tag: 'x' },
    { n: 2, tag: 'y' },
  ],
  token: '***',
}

interface Recorded {
  readonly text?: string
  readonly contentType?: string
  readonly truncated?: boolean
  readonly headers?: readonly (readonly [string, string])[]
}

function exchangeOf(expect: Readonly<Record<string, unknown>>, recorded: Recorded = {}): Exchange {
  const { text = JSON.stringify(json), contentType = 'application/json', truncated = false } = recorded
  const headers = recorded.headers ?? [['Content-Type', contentType], ['X-A', 'one'], ['Set-Cookie', 'sid=abc; HttpOnly; Max-Age=60']]
  const body: Body = { text, bytes: Buffer.byteLength(text), contentType, truncated }
  return {
    name: undefined,
    service: 'shop',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 12,
    request: { method: 'GET', url: 'http://127.0.0.1:1/', headers: [], body: undefined },
    response: { status: 200, headers, body },
    error: undefined,
    curl: '',
    expectations: [],
    attempts: 1,
    checked: {
      timeoutMs: 30_000,
      redirects: [{ status: 302, location: '/' }],
      expectations: Object.entries(expect).map(([key, expected]) => ({ key, expected, place: `apitest.yaml#/tests/a/expect/${key}` })),
    },
  }
}

function testOf(name: string, ...exchanges: readonly Exchange[]): TestResult {
  return { name, suite: 's', state: 'passed', durationMs: 1, tags: [], skipReason: undefined, retries: 0, place: undefined, failures: [], exchanges }
}

async function judge(...tests: readonly TestResult[]) {
  return judgeRun({ suites: [{ name: 's', tests }] }, '/nowhere')
}

/** The verdict on each part, in the order written. */
async function states(expect: Readonly<Record<string, unknown>>, recorded?: Recorded): Promise<string[]> {
  return (await judge(testOf('a', exchangeOf(expect, recorded)))).map(({ verdict }) => verdict.state)
}

type Case = readonly [name: string, expectation: Readonly<Record<string, unknown>>, recorded?: Recorded]

const page = { contentType: 'text/html', text: '<html><body><h1 class="a">Shop</h1><ul><li>a</li><li>b</li></ul></body></html>' }
const feed = { contentType: 'application/xml', text: '<feed><item id="1">a</item><item id="2">b</item></feed>' }

describe('an expectation that can fail', () => {
  const strong: readonly Case[] = [
    ['a status', { status: 200 }],
    ['a class of statuses', { status: '2xx' }],
    ['a list of statuses', { status: [200, '3xx'] }],
    ['a limit of the status', { status: { lt: 300 } }],
    ['a limit of the time', { time: { lt: '500ms' } }],
    ['a least time', { time: { gt: '0ms' } }],
    ['a size of the body', { size: { gte: '1B' } }],
    ['a number of redirects', { redirects: 1 }],
    ['the redirects', { redirects: ['/'] }],
    ['a header', { headers: { 'x-a': 'one' } }],
    ['a header that must be there', { headers: { 'x-a': { exists: true } } }],
    ['a header that must not be there', { headers: { 'x-b': { exists: false } } }],
    ['a part of a header', { headers: { 'content-type': { contains: 'json' } } }],
    ['a cookie', { cookies: { sid: 'abc' } }],
    ['a flag of a cookie', { cookies: { 'sid[HttpOnly]': true } }],
    ['a number of a cookie', { cookies: { 'sid[Max-Age]': { gt: 10 } } }],
    ['a text', { text: { contains: 'abc' } }],
    ['a text that must not be there', { text: { not: { contains: 'error' } } }],
    ['an expression that must not match', { text: { not: { matches: '(?:exception|boom)\\s\\d+' } } }],
    ['two together that must not be', { text: { not: { contains: 'error', matches: 'bad|worse' } } }],
    ['a whole body', { json }],
    ['a schema of the body', { jsonSchema: { type: 'object', properties: { price: { type: 'number' } } } }],
    ['a value', { jsonPath: { '$.sku': 'abc' } }],
    ['null', { jsonPath: { '$.none': null } }],
    ['a list', { jsonPath: { '$.results': [1, 2] } }],
    ['a value that must not be', { jsonPath: { '$.sku': { not: 'xyz' } } }],
    ['null that must not be', { jsonPath: { '$.sku': { not: null } } }],
    ['one of several', { jsonPath: { '$.sku': { oneOf: ['abc', 'def'] } } }],
    ['the beginning', { jsonPath: { '$.sku': { startsWith: 'a' } } }],
    ['the end', { jsonPath: { '$.sku': { endsWith: 'c' } } }],
    ['an expression', { jsonPath: { '$.sku': { matches: '^a.c$' } } }],
    ['a type', { jsonPath: { '$.price': { type: 'number' } } }],
    ['a type that must not be', { jsonPath: { '$.price': { not: { type: 'string' } } } }],
    ['a size of a list', { jsonPath: { '$.results': { size: { gt: 0 } } } }],
    ['a limit just above', { jsonPath: { '$.price': { lt: 10 } } }],
    ['a limit that is met', { jsonPath: { '$.price': { gte: 9.5 } } }],
    ['a distance', { jsonPath: { '$.price': { closeTo: { value: 9, within: 1 } } } }],
    ['no content', { jsonPath: { '$.meta': { empty: false } } }],
    ['existence', { jsonPath: { '$.none': { exists: true } } }],
    ['absence', { jsonPath: { '$.errors[0].text': { exists: false } } }],
    ['absence by a wildcard', { jsonPath: { '$.errors[*]': { exists: false } } }],
    ['each element', { jsonPath: { '$.results': { each: { type: 'integer' } } } }],
    ['each of a selection', { jsonPath: { '$.items[*].n': { each: { gt: 0 } } } }],
    ['any of a selection', { jsonPath: { '$.items[*].n': { any: { gt: 1 } } } }],
    ['the size of a selection', { jsonPath: { '$.items[*].n': { size: 2 } } }],
    ['what a list contains', { jsonPath: { '$.results': { contains: 2 } } }],
    ['no two equal', { jsonPath: { '$.results': { unique: true } } }],
    ['a schema of a part', { jsonPath: { '$.meta': { schema: { required: ['a'] } } } }],
    ['a part of the body', { jsonLike: { sku: 'abc' } }],
    ['an element of a list in the body', { jsonLike: { items: [{ n: 2 }] } }],
    ['text of an element', { html: { h1: 'Shop' } }, page],
    ['an attribute', { html: { 'h1::attr(class)': 'a' } }, page],
    ['a number of elements', { html: { li: { size: { lt: 3 } } } }, page],
    ['no element', { html: { 'div.error': { exists: false } } }, page],
    ['a node', { xpath: { '//item[2]': 'b' } }, feed],
    ['an attribute node', { xpath: { '//item/@id': { any: '2' } } }, feed],
    ['a count of nodes', { xpath: { 'count(//item)': 2 } }, feed],
    ['a node of HTML', { xpath: { '//h1': 'Shop' } }, page],
  ]
  for (const [name, expectation, recorded] of strong)
    it(`is found: ${name}`, async () => {
      expect(await states(expectation, recorded)).toEqual(['can fail'])
    })
})

describe('an expectation that cannot fail', () => {
  const weak: readonly Case[] = [
    ['a status that all have', { status: { gte: 100 } }],
    ['all classes of statuses', { status: ['1xx', '2xx', '3xx', '4xx', '5xx'] }],
    ['a time beyond the timeout', { time: { lte: '30s' } }],
    ['a least time of nothing', { time: { gte: '0ms' } }],
    ['a size of nothing', { size: { gte: '0B' } }],
    ['redirects or none', { redirects: { gte: 0 } }],
    ['a header with any text', { headers: { 'x-a': { matches: '.*' } } }],
    ['a cookie of any length', { cookies: { sid: { size: { gte: 0 } } } }],
    ['a body that is a text', { text: { exists: true } }],
    ['any number of elements', { jsonPath: { '$.results': { size: { gte: 0 } } } }],
    ['both truths', { jsonPath: { '$.ok': { oneOf: [true, false] } } }],
    ['elements that are there', { jsonPath: { '$.results': { each: { exists: true } } } }],
    ['elements of any size', { jsonPath: { '$.items[*].tag': { each: { size: { gte: 0 } } } } }],
    ['an impossible size that must not be', { jsonPath: { '$.sku': { not: { size: { lt: 0 } } } } }],
    ['a schema without rules', { jsonSchema: {} }],
    ['a schema of a part without rules', { jsonPath: { '$.meta': { schema: true } } }],
    ['an object of any content', { jsonLike: { meta: {} } }],
    ['text of any length', { html: { h1: { matches: '^[^]*$' } } }, page],
    ['any count of nodes', { xpath: { 'count(//item)': { gte: 0 } } }, feed],
    ['any text of a node', { xpath: { '//item[1]': { size: { gte: 0 } } } }, feed],
  ]
  for (const [name, expectation, recorded] of weak)
    it(`is found out: ${name}`, async () => {
      expect(await states(expectation, recorded)).toEqual(['always holds'])
    })

  it('is told apart from its neighbours in one map, with its own place and what was tried', async () => {
    const parts = await judge(testOf('a', exchangeOf({ jsonPath: { '$.results': { type: 'array', size: { gt: 0, gte: 0 } } } })))
    expect(parts.map(({ place, verdict }) => [place.split('$.results')[1], verdict.state])).toEqual([
      ['/type', 'can fail'],
      ['/size/gt', 'can fail'],
      ['/size/gte', 'always holds'],
    ])
    expect(parts[2]!.verdict).toMatchObject({ text: '$.results has size >= 0', tried: expect.arrayContaining(['[]', '[1]']) as unknown })
  })
})

describe('what the record cannot say', () => {
  const unsaid: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp, Recorded?])[] = [
    ['a secret', { jsonPath: { '$.token': { matches: '^[a-f0-9]{8}$' } } }, /does not hold for the recorded answer, in which secrets are replaced by \*\*\*/],
    ['JSON with a secret number', { jsonPath: { '$.pin': 1 } }, /no JSON in the record, in which secrets/, { text: '{"pin":***}' }],
    ['a body that was cut', { jsonPath: { '$.a': 1 } }, /only the beginning of the body; `--fresh`/, { text: '{"a":', truncated: true }],
    ['bytes', { text: { contains: 'P' } }, /the body is no text/, { text: '(3B of image/png)', contentType: 'image/png' }],
    ['a hook', { hook: 'check' }, /it is code/],
    ['mocks', { mocks: { f: { calls: 1 } } }, /calls of mocks are not recorded/],
    ['stubs', { stubs: { s: 1 } }, /calls of stubs are not recorded/],
    ['what is left open on purpose', { status: 'any' }, /accepts every status/],
    ['an expectation that was not recorded', { json: undefined }, /not in the record/],
    ['a failure of the run', { status: 404 }, /^it does not hold for the recorded answer/],
  ]
  for (const [name, expectation, reason, recorded] of unsaid)
    it(`is not judged: ${name}`, async () => {
    const [part, ...more] = await judge(testOf('a', exchangeOf(expectation, recorded)))
    expect(more).toEqual([])
    expect(part?.verdict).toMatchObject({ state: 'not judged', reason: expect.stringMatching(reason) as unknown })
    })

  it('hinders nothing else of the same answer', async () => {
    expect(await states({ status: 200, jsonPath: { '$.a': 1 } }, { text: '{"a":', truncated: true })).toEqual(['can fail', 'not judged'])
  })
})

function row(operand: unknown): Exchange {
  return exchangeOf({ jsonPath: { '$.ok': { oneOf: operand } } })
}

it('an expectation of several rows is judged once, and can fail if it can fail in one of them', async () => {
  const parts = await judge(testOf('a', row([true, false])), testOf('b', row([true])), testOf('c', row([true, false])))
  expect(parts).toMatchObject([{ verdict: { state: 'can fail' }, tests: ['a', 'b', 'c'] }])
})
