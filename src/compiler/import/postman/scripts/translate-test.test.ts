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
    ['pm.test("t", () => { pm.expect(pm.response.code) })', /can never fail/],
    ['pm.test("t", () => { pm.expect(1).to.eql(1) })', /condition on literal/],
    ['pm.tesst("t", () => {})', /pm\.tesst/],
    ['pm.test("t", () => { pm.expect(undeclared.a).to.eql(1) })', /undeclared/],
    ['pm.test("t", () => {', /does not parse/],
    ['pm.test("t", async () => {})', /asynchronous/],
    ['let n = 0; pm.response.json().forEach((x) => { n += x }); pm.test("t", () => pm.expect(n).to.eql(1))', /./],
    ['pm.environment.set("id", 1); pm.test("t", () => pm.expect(pm.environment.get("id")).to.eql(1))', /./],
    ['eval("1")', /eval/],
    ['const a = JSON.parse(other); pm.test("t", () => {})', /other/],
    ['const a = pm.response.json(1); pm.test("t", () => {})', /other arguments/],
  ])('is not translated, not even in part: %s', (code, reason) => {
    const result = translate(code)
    expect('reason' in result ? result.reason : result.entries).toMatch(reason)
  })
})
