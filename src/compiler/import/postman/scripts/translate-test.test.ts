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
    ['const a = pm.response.json(1); pm.test("t", () => {})', /other arguments/],
  ])('is not translated, not even in part: %s', (code, reason) => {
    const result = translate(code)
    expect('reason' in result ? result.reason : result.entries).toMatch(reason)
  })
})
