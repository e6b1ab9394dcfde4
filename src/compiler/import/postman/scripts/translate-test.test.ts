import { describe, expect, it } from 'vitest'
import { translateTest } from './translate-test.ts'

const options = { known: new Set(['id', 'token']), canWrite: () => true }

const translate = (code: string) => translateTest(code, options)
const entries = (code: string) => {
  const result = translate(code)
  if ('reason' in result) throw new Error(result.reason)
  return result.entries
}

describe('translateTest', () => {
  it.each([
    ['pm.response.to.have.status(201)', { status: 201 }],
    ['pm.expect(pm.response.code).to.be.oneOf([200, 201])', { status: { oneOf: [200, 201] } }],
    ['pm.expect(pm.response.responseTime).to.be.below(200)', { time: { lt: '200ms' } }],
    ['pm.expect(pm.response.json().a.b[0]).to.eql("x")', { jsonPath: { '$.a.b[0]': 'x' } }],
    ['pm.expect(pm.response.json().a).to.not.be.null', { jsonPath: { $: { exists: true }, '$.a': { optional: true, not: null } } }],
    ['pm.expect(pm.response.json()).to.have.property("a", 1)', { jsonPath: { '$.a': 1 } }],
    ['pm.expect(pm.response.json().list.length).to.be.above(0)', { jsonPath: { '$.list': { not: { type: 'object' }, size: { gt: 0 } } } }],
    ['pm.expect(pm.response.text()).to.include("hello")', { text: { contains: 'hello' } }],
    ['pm.expect(pm.response.headers.get("X-A")).to.match(/^a/)', { headers: { 'x-a': { matches: '^a' } } }],
    ['pm.response.to.be.clientError', { status: '4xx' }],
    ['pm.expect(pm.response).to.have.status(200)', { status: 200 }],
    ['pm.response.to.not.have.status(404)', { status: { not: 404 } }],
    ['pm.expect(pm.response.json().a).to.not.have.lengthOf(2)', { jsonPath: { '$.a': { not: { type: 'object' }, size: { not: 2 } } } }],
    ['pm.response.to.not.be.error', { status: { oneOf: ['1xx', '2xx', '3xx'] } }],
    ['pm.expect(pm.response.code).to.not.be.above(299)', { status: { lte: 299 } }],
    ['pm.expect(pm.response.code).to.be.a("number").and.not.eql(500)', { status: { not: 500 } }],
    ['pm.expect(pm.response.responseTime).to.not.be.above(5)', { time: { lte: '5ms' } }],
    ['pm.response.to.be.ok, pm.response.to.be.json', { status: 200, jsonPath: { $: { exists: true } } }],
    ['pm.expect(pm.response.headers.get("X-A").toLowerCase()).to.include("a/b")', { headers: { 'x-a': { matches: '[aA]/[bB]' } } }],
    ['pm.expect(pm.response.json().a.toLowerCase()).to.eql("ok.")', { jsonPath: { '$.a': { matches: '^[oO][kK]\\.$' } } }],
    ['pm.expect(String(pm.response.json().a).toLowerCase()).to.eql("ok")', { jsonPath: { '$.a': { matches: '^[oO][kK]$' } } }],
    ['pm.expect(String(pm.response.json().a)).to.eql("5")', { jsonPath: { '$.a': { oneOf: ['5', 5] } } }],
    ['const j = pm.response.json(); pm.expect(j.list[j.list.length - 1].id).to.eql(3)', { jsonPath: { '$.list[-1].id': 3 } }],
    ['const j = pm.response.json(); j.a.pop(); pm.expect(j.a.pop()).to.eql(3)', { jsonPath: { '$.a': { type: 'array' }, '$.a[-2]': 3 } }],
    [
      'const j = pm.response.json(); const some = j.a.filter((x) => x.id === 7); pm.expect(some).to.have.lengthOf(1); pm.expect(some[0].b).to.eql(2)',
      { jsonPath: { '$.a': { type: 'array' }, '$.a[?@.id == 7]': { size: 1 }, '$.a[?@.id == 7].b': 2 } },
    ],
    ['pm.expect(pm.response.json().filter((x) => x.id === 7)).to.be.empty', { jsonPath: { $: { type: 'array' }, '$[?@.id == 7]': { optional: true, size: 0 } } }],
    ['const j = pm.response.json(); pm.expect([j.a]).to.be.an("array").that.is.not.empty; pm.expect(j.b).to.eql(1)', { jsonPath: { '$.b': 1 } }],
    [
      'const j = pm.response.json(); for (let i = 0; i < j.a.length; i++) { pm.expect(j.a[i].b).to.eql(1) }',
      { jsonPath: { '$.a': { exists: true, not: null, schema: { items: { type: 'object', required: ['b'], properties: { b: { const: 1 } } } } } } },
    ],
    ['const j = pm.response.json(); pm.expect(j.a && j.a.b).to.eql("x")', { jsonPath: { '$.a.b': 'x' } }],
    ['pm.expect(pm.response).to.have.property("code", 200)', { status: 200 }],
    ['pm.expect(pm.response).to.have.header("X-A", "b")', { headers: { 'x-a': 'b' } }],
    ['pm.expect(pm.response.headers.get("X-A") || "").to.include("b")', { headers: { 'x-a': { contains: 'b' } } }],
    ['pm.expect(pm.response.responseTime).to.be.below(parseInt(pm.environment.get("id")))', { time: { lt: '\u0001number\u0004id\u0002ms' } }],
    ['pm.expect(pm.response.code === 200 || pm.response.code === 201).to.be.true', { status: { oneOf: [200, 201] } }],
    ['pm.expect(Array.isArray(pm.response.json().a)).to.eql(true)', { jsonPath: { '$.a': { type: 'array' } } }],
  ])('%s', (statement, expected) => {
    expect(entries(`pm.test('t', () => { ${statement} })`)).toEqual([{ check: 't', expect: expected }])
  })

  it('turns the top-level parse of the body into a condition of everything behind it', () => {
    expect(entries('const j = pm.response.json(); pm.test("a", () => pm.expect(j.a).to.eql(1))')).toEqual([
      { expect: { jsonPath: { $: { exists: true } } } },
      { check: 'a', expect: { jsonPath: { '$.a': 1 } } },
    ])
  })

  it('keeps values where their test held, and guards as `when`', () => {
    expect(entries('if (pm.response.code === 200) { pm.test("a", () => { pm.environment.set("id", pm.response.json().id) }) }')).toEqual([
      { check: 'a', when: { status: 200 }, expect: { jsonPath: { $: { exists: true } } }, capture: { id: '$.id' } },
    ])
  })

  it('reads the legacy interface', () => {
    expect(entries('tests["ok"] = responseCode.code === 200; tests["body"] = responseBody.has("x")')).toEqual([
      { check: 'ok', expect: { status: 200 } },
      { check: 'body', expect: { text: { contains: 'x' } } },
    ])
  })

  it.each([
    ['pm.expect(pm.response.json()).to.have.property("a").that.is.a("number")', { jsonPath: { '$.a': { type: 'number' } } }],
    ['["a", "b"].forEach((key) => pm.expect(pm.response.json()).to.have.property(key))', { jsonPath: { '$.a': { exists: true }, '$.b': { exists: true } } }],
    ['pm.expect(pm.response.json().a == 5).to.be.true', { jsonPath: { '$.a': { oneOf: [5, '5'] } } }],
    ['pm.expect(pm.response.json().map((x) => x.id)).to.include(7)', { jsonPath: { $: { type: 'array' }, '$[*].id': { contains: 7 } } }],
    ['pm.expect(pm.response.json().find((x) => x.id === 7).name).to.eql("a")', { jsonPath: { $: { type: 'array' }, '$[?@.id == 7].name': 'a' } }],
    ['pm.expect(pm.environment.get("token")).to.be.a("string")', { session: { token: { type: 'string' } } }],
    ['pm.expect(() => pm.response.json()).to.not.throw()', { jsonPath: { $: { exists: true } } }],
  ])('%s', (statement, expected) => {
    expect(entries(`pm.test('t', () => { ${statement} })`)).toEqual([{ check: 't', expect: expected }])
  })

  it('says what a test asks only sometimes as a condition of its check', () => {
    const code = 'pm.test("t", () => { const j = pm.response.json(); if (j.length > 0) { pm.expect(j[0].id).to.eql(1) } else { pm.response.to.have.status(204) } })'
    const some = { jsonPath: { $: { not: { type: 'object' }, size: { gt: 0 } } } }
    expect(entries(code)).toEqual([
      {
        check: 't',
        expect: { jsonPath: { $: { exists: true } } },
        conditions: [
          { when: some, expect: { jsonPath: { '$[0].id': 1 } } },
          { unless: some, expect: { status: 204 } },
        ],
      },
    ])
  })

  it('says the else of an else as what is not and what is excluded', () => {
    const code = 'const c = responseCode.code; if (c === 403) tests["a"] = true; else if (c === 200) tests["b"] = true; else tests["c"] = responseTime < 9'
    expect(entries(code)).toEqual([
      { check: 'a', when: { status: 403 } },
      { check: 'b', when: { status: 200 } },
      { check: 'c', when: { status: { not: 403 } }, unless: { status: 200 }, expect: { time: { lt: '9ms' } } },
    ])
  })

  it('names the tests that compare and assert nothing, and asks for what they read', () => {
    expect(translate('pm.test("t", () => Array.isArray(pm.response.json())); pm.test("u", () => pm.response.code === 200)')).toEqual({
      entries: [{ check: 't', expect: { jsonPath: { $: { exists: true } } } }, { check: 'u' }],
      unset: [],
      idle: ['t', 'u'],
    })
  })

  it('demands nothing of what stands behind && that its left side asks for', () => {
    const code = 'pm.test("t", () => { const j = pm.response.json(); if (j.a && j.a.b === 1) pm.response.to.have.status(200) })'
    const when = { jsonPath: { '$.a': { not: { oneOf: [null, false, 0, ''] } }, '$.a.b': 1 } }
    expect(entries(code)).toEqual([
      { check: 't', expect: { jsonPath: { $: { exists: true } } }, conditions: [{ when, expect: { status: 200 } }] },
    ])
  })

  it('says nothing about what a part belongs to that may be missing', () => {
    expect(entries('pm.test("t", () => pm.expect(pm.response.json().a?.b).to.not.eql(1))')).toEqual([
      { check: 't', expect: { jsonPath: { $: { exists: true }, '$.a.b': { optional: true, not: 1 } } } },
    ])
  })

  it('turns an early return into the opposite of its condition', () => {
    expect(entries('if (pm.response.code !== 200) return; pm.test("t", () => pm.expect(pm.response.json().a).to.eql(1))')).toEqual([
      { check: 't', when: { status: 200 }, expect: { jsonPath: { '$.a': 1 } } },
    ])
  })

  it('declares variables that nothing sets', () => {
    expect(translate('if (!environment.dry) { pm.test("t", () => pm.response.to.have.status(200)) }')).toEqual({
      entries: [{ check: 't', when: { session: { dry: { optional: true, oneOf: [null, false, 0, ''] } } }, expect: { status: 200 } }],
      unset: ['dry'],
    })
  })

  it.each([
    ['pm.test("t", () => { pm.expect(pm.response.code) })', /can never fail/],
    ['pm.test("t", () => { pm.expect(1).to.eql(2) })', /never holds/],
    ['pm.tesst("t", () => {})', /pm\.tesst/],
    ['pm.test("t", () => { pm.expect(undeclared.a).to.eql(1) })', /undeclared/],
    ['pm.test("t", () => {', /does not parse/],
    ['pm.test("t", async () => {})', /asynchronous/],
    ['let n = 0; pm.response.json().forEach((x) => { n += x }); pm.test("t", () => pm.expect(n).to.eql(1))', /./],
    ['pm.environment.set("id", 1); pm.test("t", () => pm.expect(pm.response.json().id).to.eql(pm.environment.get("id")))', /set itself/],
    ['let n; pm.test("t", () => { pm.response.to.have.status(200); n = pm.response.json() })', /outer name/],
    ['eval("1")', /eval/],
    ['const a = JSON.parse(other); pm.test("t", () => {})', /other/],
    ['pm.test("t", () => pm.expect((pm.response.json().a || []).map((x) => x.id)).to.not.include(1))', /list that may be missing/],
    ['pm.test("t", () => (pm.response.json().a || []).forEach((x) => pm.expect(x.id).to.eql(1)))', /list that may be missing/],
    ['pm.test("t", () => pm.expect(pm.response.code).to.not.be.oneOf([500, 501]))', /none of several/],
    ['pm.test("t", () => pm.expect(pm.response.code).to.match(/^2/))', /`matches`/],
    ['pm.test("t", () => { const j = pm.response.json(); j && j.a.b === 1 })', /LogicalExpression/],
    ['pm.test("t", () => pm.expect(pm.response.json().a.toLowerCase()).to.eql("OK"))', /upper case/],
    ['pm.test("t", () => pm.expect(String(pm.response.json().a)).to.include("5"))', /String/],
    ['const j = pm.response.json(); pm.test("t", () => pm.expect(j.a.pop()).to.eql(3))', /pop/],
    ['pm.test("t", () => { const j = pm.response.json(); pm.expect(j.a.pop()).to.eql(3); pm.expect(j.a.length).to.eql(1) })', /shortened/],
    ['const j = pm.response.json(); if (pm.response.code === 200 && j.a.b === 1) pm.test("t", () => {})', /read only sometimes/],
    ['if (pm.response.code === 200 && pm.response.json().a) pm.test("t", () => {})', /read only sometimes/],
    ['pm.test("t", () => { const j = pm.response.json(); pm.expect([j.a]).to.include(1) })', /list of parts/],
    ['pm.test("t", () => { const j = pm.response.json(); for (let i = 0; i < j.a.length; i++) pm.expect(j.b[i]).to.eql(1) })', /index of another/],
    ['pm.test("t", () => { const j = pm.response.json(); for (let i = 1; i < j.a.length; i++) pm.expect(j.a[i]).to.eql(1) })', /loop of another kind/],
    ['pm.test("t", () => { const j = pm.response.json(); for (let i = 0; i < j.a.length; i++) pm.expect(j.a[i].id).to.eql(i) })', /./],
    ['const a = pm.response.json(1); pm.test("t", () => {})', /other arguments/],
  ])('is not translated, not even in part: %s', (code, reason) => {
    const result = translate(code)
    expect('reason' in result ? result.reason : result.entries).toMatch(reason)
  })
})
