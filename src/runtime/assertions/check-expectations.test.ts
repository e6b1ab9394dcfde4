import { describe, expect, it } from 'vitest'
import { checkExpectations } from './check-expectations.ts'
import type { ExpectKey } from './expect-kinds.ts'
import { expectKinds } from './expect-kinds.ts'
import type { ResponseParts } from './received-response.testing.ts'
import { check, outcomes, receivedResponse, requestPlace } from './received-response.testing.ts'
import type { CheckContext } from './types.ts'

interface Row {
  readonly key: ExpectKey
  readonly expected: unknown
  readonly holds: ResponseParts
  readonly fails: ResponseParts
  readonly text: string
  readonly message: string
  readonly context?: Partial<CheckContext>
}

const page = (body: string): ResponseParts => ({ body, headers: [['content-type', 'text/html; charset=utf-8']] })
const cookie = (...attributes: (readonly [string, string | true])[]): ResponseParts => ({
  cookies: [{ name: 'sid', value: 'x', attributes }],
})

const table: readonly Row[] = [
  {
    key: 'status',
    expected: 200,
    holds: { status: 200 },
    fails: { status: 500 },
    text: 'status is 200',
    message: 'status: expected 200, got 500',
  },
  {
    key: 'status',
    expected: '2xx',
    holds: { status: 204 },
    fails: { status: 302 },
    text: 'status is 2xx',
    message: 'status: expected 2xx, got 302',
  },
  {
    key: 'status',
    expected: [201, '4xx'],
    holds: { status: 422 },
    fails: { status: 200 },
    text: 'status is one of 201, 4xx',
    message: 'status: expected one of 201, 4xx, got 200',
  },
  {
    key: 'status',
    expected: { not: '5xx' },
    holds: { status: 404 },
    fails: { status: 503 },
    text: 'status is not 5xx',
    message: 'status: expected not 5xx, got 503',
  },
  {
    key: 'status',
    expected: { gte: 400 },
    holds: { status: 404 },
    fails: { status: 200 },
    text: 'status is >= 400',
    message: 'status: expected >= 400, got 200',
  },
  {
    key: 'headers',
    expected: { 'Content-Type': 'a/b' },
    holds: { headers: [['content-type', 'a/b']] },
    fails: { headers: [['content-type', 'a/c']] },
    text: 'header Content-Type is "a/b"',
    message: 'header Content-Type: expected "a/b", got "a/c"',
  },
  {
    key: 'headers',
    expected: { vary: 'a, b' },
    holds: {
      headers: [
        ['Vary', 'a'],
        ['vary', 'b'],
      ],
    },
    fails: { headers: [['vary', 'a']] },
    text: 'header vary is "a, b"',
    message: 'header vary: expected "a, b", got "a"',
  },
  {
    key: 'headers',
    expected: { vary: ['a', 'b'] },
    holds: {
      headers: [
        ['Vary', 'a'],
        ['vary', 'b'],
      ],
    },
    fails: { headers: [['vary', 'a, b']] },
    text: 'header vary is ["a", "b"]',
    message: 'header vary: expected ["a", "b"], got ["a, b"]',
  },
  {
    key: 'headers',
    expected: { 'set-cookie': { any: { startsWith: 'b=' } } },
    holds: {
      headers: [
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ],
    },
    fails: { headers: [['Set-Cookie', 'a=1']] },
    text: 'header set-cookie has an element that starts with "b="',
    message: 'header set-cookie: expected an element that starts with "b=", got ["a=1"]',
  },
  {
    key: 'headers',
    expected: { etag: { exists: false } },
    holds: {},
    fails: { headers: [['ETag', 'x']] },
    text: 'header etag does not exist',
    message: 'header etag: expected nothing, got "x"',
  },
  {
    key: 'json',
    expected: { a: 1 },
    holds: { json: { a: 1 } },
    fails: { json: { a: 1, b: 2 } },
    text: 'body is {"a": 1}',
    message: '$.b: unexpected 2',
  },
  { key: 'json', expected: null, holds: { body: 'null' }, fails: { json: {} }, text: 'body is null', message: '$: expected null, got {}' },
  {
    key: 'jsonLike',
    expected: { a: [{ id: 2 }] },
    holds: { json: { a: [{ id: 1 }, { id: 2, n: 1 }], b: 1 } },
    fails: { json: { a: [{ id: 1 }] } },
    text: 'body holds {"a": [{"id": 2}]}',
    message: '$.a[0].id: expected 2, got 1',
  },
  {
    key: 'jsonPath',
    expected: { '$.sku': { size: { gt: 0 } } },
    holds: { json: { sku: [1] } },
    fails: { json: { sku: [] } },
    text: '$.sku has size > 0',
    message: 'size of $.sku: expected > 0, got 0',
  },
  {
    key: 'jsonPath',
    expected: { '$.a': null },
    holds: { json: { a: null } },
    fails: { json: {} },
    text: '$.a is null',
    message: '$.a: expected null, got nothing',
  },
  {
    key: 'jsonPath',
    expected: { '$.a': { exists: false } },
    holds: { json: {} },
    fails: { json: { a: null } },
    text: '$.a does not exist',
    message: '$.a: expected nothing, got null',
  },
  {
    key: 'jsonPath',
    expected: { '$.i[?@.id == 2].n': 'b' },
    holds: { json: { i: [{ id: 2, n: 'b' }] } },
    fails: { json: { i: [{ id: 2, n: 'c' }] } },
    text: '$.i[?@.id == 2].n is "b"',
    message: '$.i[?@.id == 2].n: expected "b", got "c"',
  },
  {
    key: 'jsonPath',
    expected: { '$.i[*].n': ['a', 'b'] },
    holds: { json: { i: [{ n: 'a' }, { n: 'b' }] } },
    fails: { json: { i: [{ n: 'a' }] } },
    text: '$.i[*].n is ["a", "b"]',
    message: '$.i[*].n: $[1] missing, expected "b"',
  },
  {
    key: 'jsonPath',
    expected: { '$.i[*].n': { size: 1 } },
    holds: { json: { i: [{ n: 'abc' }] } },
    fails: { json: { i: [{ n: 'a' }, { n: 'b' }] } },
    text: '$.i[*].n has size 1',
    message: 'size of $.i[*].n: expected 1, got 2',
  },
  {
    key: 'jsonPath',
    expected: { '$.i[*].n': { each: { gt: 0 } } },
    holds: { json: { i: [{ n: 5 }] } },
    fails: { json: { i: [{ n: 5 }, { n: 0 }] } },
    text: '$.i[*].n has only elements of which each is > 0',
    message: '$.i[1].n: expected > 0, got 0',
  },
  {
    key: 'jsonSchema',
    expected: { type: 'object', properties: { at: { format: 'date-time' } } },
    holds: { json: { at: '2026-01-02T03:04:05Z' } },
    fails: { json: { at: 'today' } },
    text: 'body fits the schema',
    message: 'jsonSchema: $.at: must match format "date-time"',
  },
  {
    key: 'jsonSchema',
    expected: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }], additionalItems: false },
    holds: { json: ['a'] },
    fails: { json: ['a', 1] },
    text: 'body fits the schema',
    message: 'jsonSchema: $: must NOT have more than 1 items',
  },
  {
    key: 'jsonSchema',
    expected: { prefixItems: [{ type: 'string' }], items: false },
    holds: { json: ['a'] },
    fails: { json: ['a', 1] },
    text: 'body fits the schema',
    message: 'jsonSchema: $: must NOT have more than 1 items',
  },
  {
    key: 'text',
    expected: { contains: 'b' },
    holds: { body: 'abc' },
    fails: { body: 'ac' },
    text: 'text contains "b"',
    message: 'text: expected to contain "b", got "ac"',
  },
  {
    key: 'text',
    expected: 'ok',
    holds: { body: 'ok' },
    fails: { body: 'ok\n' },
    text: 'text is "ok"',
    message: 'text: expected another text',
  },
  {
    key: 'xpath',
    expected: { 'count(//b)': 2 },
    holds: { body: '<a><b/><b/></a>' },
    fails: { body: '<a><b/></a>' },
    text: 'count(//b) is 2',
    message: 'count(//b): expected 2, got 1',
  },
  {
    key: 'xpath',
    expected: { '//b/@id': '1' },
    holds: { body: '<a><b id="1"/></a>' },
    fails: { body: '<a><b id="2"/></a>' },
    text: '//b/@id is "1"',
    message: '//b/@id: expected "1", got "2"',
  },
  {
    key: 'xpath',
    expected: { '//s:b': 'x' },
    holds: { body: '<a xmlns:s="urn:s"><s:b>x</s:b></a>' },
    fails: { body: '<a xmlns:s="urn:s"><b>x</b></a>' },
    text: '//s:b is "x"',
    message: '//s:b: expected "x", got nothing',
  },
  {
    key: 'xpath',
    expected: { '//_:b': 'x' },
    holds: { body: '<a xmlns="urn:d"><b>x</b></a>' },
    fails: { body: '<a xmlns="urn:d"><b>y</b></a>' },
    text: '//_:b is "x"',
    message: '//_:b: expected "x", got "y"',
  },
  {
    key: 'xpath',
    expected: { '//li': ['1', '2'] },
    holds: page('<ul><li>1<li>2</ul>'),
    fails: page('<ul><li>1</ul>'),
    text: '//li is ["1", "2"]',
    message: '//li: $[1] missing, expected "2"',
  },
  {
    key: 'xpath',
    expected: { '/html/body/p': 'x' },
    holds: page('<!doctype html><html><body><p>x</body></html>'),
    fails: page('<p>y</p>'),
    text: '/html/body/p is "x"',
    message: '/html/body/p: expected "x", got nothing',
  },
  {
    key: 'html',
    expected: { h1: 'A & B' },
    holds: page('<h1> A &amp;\n B</h1>'),
    fails: page('<h1>C</h1>'),
    text: 'h1 is "A & B"',
    message: 'h1: expected "A & B", got "C"',
  },
  {
    key: 'html',
    expected: { 'a.next::attr(href)': { endsWith: '2' } },
    holds: page('<a class=next href=/2>x</a>'),
    fails: page('<a class=next href=/3>x</a>'),
    text: 'a.next::attr(href) ends with "2"',
    message: 'a.next::attr(href): expected to end with "2", got "/3"',
  },
  {
    key: 'html',
    expected: { li: { size: 1 } },
    holds: page('<li>abc</li>'),
    fails: page('<li>a</li><li>b</li>'),
    text: 'li has size 1',
    message: 'size of li: expected 1, got 2',
  },
  {
    key: 'cookies',
    expected: { sid: 'x' },
    holds: cookie(),
    fails: {},
    text: 'cookie sid is "x"',
    message: 'cookie sid: expected "x", got nothing',
  },
  {
    key: 'cookies',
    expected: { 'sid[httponly]': true },
    holds: cookie(['HttpOnly', true]),
    fails: cookie(['Secure', true]),
    text: 'cookie sid[httponly] is true',
    message: 'cookie sid[httponly]: expected true, got nothing',
  },
  {
    key: 'cookies',
    expected: { 'sid[Max-Age]': { gt: 60 } },
    holds: cookie(['Max-Age', '61']),
    fails: cookie(['Max-Age', '60']),
    text: 'cookie sid[Max-Age] is > 60',
    message: 'cookie sid[Max-Age]: expected > 60, got 60',
  },
  {
    key: 'size',
    expected: { lt: '1KiB' },
    holds: { body: 'a' },
    fails: { body: 'a'.repeat(1025) },
    text: 'size is < 1KiB',
    message: 'size: expected < 1KiB, got 1KiB (1025B)',
  },
  { key: 'size', expected: '0B', holds: {}, fails: { body: 'a' }, text: 'size is 0B', message: 'size: expected 0B, got 1B' },
  {
    key: 'time',
    expected: { lt: '500ms' },
    holds: { durationMs: 499.9 },
    fails: { durationMs: 500.2 },
    text: 'time is < 500ms',
    message: 'time: expected < 500ms, got 500.2ms',
  },
  {
    key: 'time',
    expected: { gte: '1s', lt: '1m' },
    holds: { durationMs: 1000 },
    fails: { durationMs: 61_000 },
    text: 'time is >= 1s',
    message: 'time: expected < 1m, got 61s',
  },
  {
    key: 'redirects',
    expected: 1,
    holds: { redirects: [{ status: 302, location: '/b' }] },
    fails: {},
    text: 'number of redirects is 1',
    message: 'number of redirects: expected 1, got 0',
  },
  {
    key: 'redirects',
    expected: ['/b'],
    holds: { redirects: [{ status: 302, location: '/b' }] },
    fails: { redirects: [{ status: 302, location: '/c' }] },
    text: 'redirect 1 is "/b"',
    message: 'redirect 1: expected "/b", got "/c"',
  },
  {
    key: 'redirects',
    expected: { lt: 2 },
    holds: {},
    fails: {
      redirects: [
        { status: 302, location: '/b' },
        { status: 302, location: '/c' },
      ],
    },
    text: 'number of redirects is < 2',
    message: 'number of redirects: expected < 2, got 2',
  },
  {
    key: 'hook',
    expected: 'isFine',
    holds: { body: 'fine' },
    fails: { body: 'bad' },
    text: 'hook isFine accepts the answer',
    message: 'hook isFine: the body is bad',
    context: {
      hooks: {
        isFine: async (response: { text(): string }) => {
          if (response.text() !== 'fine') throw new Error(`the body is ${response.text()}`)
        },
      },
    },
  },
]

describe.each(table)('$key $expected', ({ key, expected, holds, fails, text, message, context }) => {
  it('holds and says so in words', async () => {
    const [first, ...more] = await check({ [key]: expected }, holds, context)
    expect(first).toMatchObject({ kind: key, text, held: true })
    expect(more.every(({ held }) => held)).toBe(true)
  })

  it('fails and says what came', async () => {
    const results = await check({ [key]: expected }, fails, context)
    expect(results.find(({ held }) => !held)).toMatchObject({ kind: key, message })
  })
})

it('has rows for every kind but snapshots, mocks, stubs, openapi and session, which have tests of their own', () => {
  expect([...new Set(table.map(({ key }) => key)), 'snapshot', 'mocks', 'stubs', 'openapi', 'session'].sort()).toEqual(Object.keys(expectKinds).sort())
})

describe('session', () => {
  const kept = new Map<string, unknown>([
    ['token', 'abc'],
    ['nothing', null],
  ])
  const context = { session: (name: string) => (kept.has(name) ? { value: kept.get(name) } : undefined) }
  it.each([
    [{ token: 'abc' }, true],
    [{ token: { startsWith: 'x' } }, false],
    [{ nothing: null }, true],
    [{ nothing: { exists: false } }, false],
    [{ other: { exists: false } }, true],
    [{ other: { optional: true, equals: 1 } }, true],
    [{ other: 'abc' }, false],
  ])('%j', async (expected, held) => {
    const [result] = await check({ session: expected }, {}, context)
    expect(result).toMatchObject({ kind: 'session', held })
  })
})

describe('turning an expectation round turns the verdict', () => {
  const turnable = table.filter(
    ({ key, expected }) => (key === 'status' && !Array.isArray(expected)) || ['text', 'size', 'time'].includes(key),
  )
  it.each(turnable)('$key $expected', async ({ key, expected, holds, fails }) => {
    const verdict = async (expectation: unknown, parts: ResponseParts): Promise<boolean> =>
      (await check({ [key]: expectation }, parts)).every(({ held }) => held)
    expect([await verdict(expected, holds), await verdict({ not: expected }, holds)]).toEqual([true, false])
    expect([await verdict(expected, fails), await verdict({ not: expected }, fails)]).toEqual([false, true])
  })

  const named = table.filter(({ key }) => ['headers', 'jsonPath', 'xpath', 'html', 'cookies'].includes(key))
  it.each(named)('$key $expected', async ({ key, expected, holds, fails }) => {
    const [[name, value]] = Object.entries(expected as Record<string, unknown>) as [[string, unknown]]
    const verdict = async (expectation: unknown, parts: ResponseParts): Promise<boolean> =>
      (await check({ [key]: { [name]: expectation } }, parts)).every(({ held }) => held)
    expect([await verdict(value, holds), await verdict({ not: value }, holds)]).toEqual([true, false])
    // What is not there fails either way; only `exists` asks about that.
    const [result] = await check({ [key]: { [name]: value } }, fails)
    const nothingThere = result?.message.endsWith('got nothing') === true
    expect([await verdict(value, fails), await verdict({ not: value }, fails)]).toEqual([false, !nothingThere])
  })
})

describe('places', () => {
  it.each([
    [{ status: 404 }, ['status']],
    [{ status: { gt: 300 } }, ['status', 'gt']],
    [{ headers: { 'x-a': { contains: 'b' } } }, ['headers', 'x-a', 'contains']],
    [{ jsonPath: { '$.sku': { size: { gt: 5 } } } }, ['jsonPath', '$.sku', 'size', 'gt']],
    [{ json: { sku: ['b'] } }, ['json', 'sku', 0]],
    [{ json: { sku: ['a'], more: 1 } }, ['json', 'more']],
    [{ json: {} }, ['json']],
    [{ jsonLike: { sku: 1 } }, ['jsonLike', 'sku']],
    [{ time: { lt: '1ms' } }, ['time', 'lt']],
  ])('%j is blamed at %j', async (expected, path) => {
    const results = await check(expected, { json: { sku: ['a'] } })
    expect(results.find(({ held }) => !held)?.place).toEqual({ file: 'apitest.yaml', path: ['tests', 'a test', 'expect', ...path] })
  })
})

const checkStatus = (status: number) => checkExpectations(receivedResponse({ status }), [], { folder: '/', requestPlace })

describe('status without an expectation', () => {
  it('below 400 is fine', async () => {
    expect(await checkStatus(399)).toMatchObject([{ held: true, text: 'status is below 400' }])
  })

  it('400 and above is a failure at the request', async () => {
    expect(await checkStatus(400)).toMatchObject([{ held: false, message: 'status: expected below 400, got 400', place: requestPlace }])
  })

  it('is left to the caller where no place is given', async () => {
    expect(await checkExpectations(receivedResponse({ status: 500 }), [], { folder: '/', requestPlace: undefined })).toEqual([])
  })

  it('any accepts every status', async () => {
    expect(await outcomes({ status: 'any' }, { status: 500 }, { requestPlace })).toEqual(['✓ status may be any, and is 500'])
  })
})

it('checks everything, whatever failed before', async () => {
  expect(
    await outcomes({ status: 200, json: { a: 1 }, text: { contains: 'a' }, time: { lt: '1ms' } }, { status: 500, json: { a: 2 } }),
  ).toEqual(['✗ status: expected 200, got 500', '✗ $.a: expected 1, got 2', '✓ text contains "a"', '✗ time: expected < 1ms, got 12ms'])
})

it.each([
  [{ statuss: 200 }, /Unknown expectation `statuss`/],
  [{ toString: 200 }, /Unknown expectation `toString`/],
  [{ headers: {} }, /is empty/],
  [{ headers: 'x' }, /is a map/],
  [{ jsonPath: {} }, /is empty/],
  [{ status: [] }, /at least one/],
  [{ status: {} }, /empty map/],
  [{ jsonPath: { '$.a': { gtt: 1 } } }, /Unknown matcher `gtt`/],
  [{ hook: 'gone' }, /exports no function `gone`/],
  [{ hook: [] }, /empty list/],
])('%j is our mistake and throws', async (expected, message) => {
  await expect(check(expected, { json: { a: 1 } })).rejects.toThrow(message)
})

const hintOf = async (expected: Record<string, unknown>, parts: ResponseParts): Promise<string | undefined> =>
  (await check(expected, parts)).find(({ held }) => !held)?.hint

describe('hints', () => {
  it.each([
    [{ jsonPath: { '$.nmae': 1 } }, { json: { name: 1 } }, 'Did you mean `$.name`?'],
    [{ jsonPath: { '$.a.b': 1 } }, { json: { a: { c: 1, d: 2 } } }, '$.a has the keys c, d'],
    [{ jsonPath: { '$.a[3]': 1 } }, { json: { a: [1] } }, '$.a has 1 element'],
    [{ jsonPath: { '$.a.b': 1 } }, { json: { a: null } }, '$.a is null'],
    [{ headers: { etga: 'x' } }, { headers: [['ETag', 'x']] }, 'Did you mean `etag`?'],
    [{ headers: { age: 5 } }, { headers: [['age', '5']] }, 'The value of a header is text; write it in quotes: "5"'],
    [{ cookies: { sdi: 'x' } }, cookie(), 'Did you mean `sid`?'],
    [{ cookies: { theme: 'x' } }, cookie(), 'The answer sets the cookies sid'],
    [{ cookies: { 'sid[path]': '/' } }, cookie(), 'The cookie has no attributes'],
    [{ cookies: { 'sid[path]': '/' } }, cookie(['Secure', true], ['Max-Age', '5']), 'The cookie has the attributes Secure, Max-Age'],
    [{ cookies: { sid: 'x' } }, { cookies: [] }, 'The answer sets no cookies'],
    [{ time: { lt: 500 } }, {}, 'Write `500ms`'],
    [{ json: { a: { gt: 1 } } }, { json: { a: 2 } }, 'Maps under `json` are compared as they are; matchers stand under `jsonPath`'],
    [{ jsonLike: { a: [{ b: { size: { gt: 0 } } }] } }, { json: { a: [{ b: [1] }] } }, 'Maps under `jsonLike` are compared as they are; matchers stand under `jsonPath`'],
    [{ json: { a: { type: 'x', size: 1 } } }, { json: { a: { type: 'y', size: 1 } } }, undefined],
    [{ json: { a: { name: 'x' } } }, { json: { a: 1 } }, undefined],
    [{ json: {} }, { body: '<p>', headers: [['content-type', 'text/html']] }, "The answer's content type is text/html"],
    [
      { jsonPath: { '$.a[*]': { contains: 'b' } } },
      { json: { a: ['abc'] } },
      '`contains` looks for an element that equals it; for a part of an element write `any: { contains: "b" }`',
    ],
    [
      { xpath: { '//b': 'x' } },
      { body: '<a xmlns="urn:d"><b>x</b></a>' },
      'The expression selects nothing; elements of the default namespace urn:d have the prefix `_:`',
    ],
  ] as [Record<string, unknown>, ResponseParts, string | undefined][])('%j', async (expected, parts, text) => {
    expect(await hintOf(expected, parts)).toBe(text)
  })
})

describe('bodies that are not what was expected', () => {
  it.each([
    [{ json: {} }, { body: '' }, 'json: expected JSON, got an empty body'],
    [{ jsonPath: { '$.a': 1 } }, { body: '{"a": }' }, 'jsonPath: expected JSON, got another body: Unexpected "}" at line 1, column 7'],
    [{ jsonSchema: {} }, { body: '{\n"a": NaN}' }, 'jsonSchema: expected JSON, got another body: Unexpected "N" at line 2, column 6'],
    [
      { xpath: { '//a': 'x' } },
      { body: '<a><b></a>' },
      'xpath: expected XML, got another body: Opening and ending tag mismatch: "b" != "a"',
    ],
    [{ xpath: { '//a': 'x' } }, { body: '' }, 'xpath: expected XML, got another body: missing root element'],
  ] as [Record<string, unknown>, ResponseParts, string][])('%j against %j', async (expected, parts, message) => {
    expect(await outcomes(expected, parts)).toEqual([`✗ ${message}`])
  })

  it('depth that overflows the stack is a failure, not a crash', async () => {
    const body = '['.repeat(50_000) + ']'.repeat(50_000)
    const [result] = await check({ jsonSchema: { $defs: { a: { items: { $ref: '#/$defs/a' } } }, $ref: '#/$defs/a' } }, { body })
    expect(result).toMatchObject({ held: false })
  })
})

it('a number that JSON writes exactly is never mixed up with its neighbour', async () => {
  const body = '{"id": 9007199254740993}'
  expect(await outcomes({ json: { id: 9007199254740993n } }, { body })).toEqual(['✓ body is {"id": 9007199254740993}'])
  expect(await outcomes({ json: { id: 9007199254740992 } }, { body })).toEqual(['✗ $.id: expected 9007199254740992, got 9007199254740993'])
})

describe('a hook', () => {
  it.each([
    [() => undefined, '✓ hook h accepts the answer'],
    [() => true, '✓ hook h accepts the answer'],
    [() => false, '✗ hook h returned false'],
    [() => 'too slow', '✗ hook h returned "too slow"'],
    [async () => Promise.reject(new Error('no')), '✗ hook h: no'],
  ])('%s', async (hook, text) => {
    expect(await outcomes({ hook: 'h' }, {}, { hooks: { h: hook } })).toEqual([text])
  })
})
