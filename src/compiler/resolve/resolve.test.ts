import { describe, expect, it } from 'vitest'
import { findMistakes, resolveSpec, type Files } from '../../../test/support/resolve-spec.ts'

const web = 'services: { web: { process: { command: node server.js } } }\n'
const ok = 'expect: { status: 200 }'

interface Case {
  readonly title: string
  /** Behind `version: 1` and a service `web`; `▸` marks each mistake, in reading order. */
  readonly yaml: string
  /** A code for each mark. */
  readonly codes: readonly string[]
  readonly hint?: RegExp
  readonly related?: RegExp
  readonly files?: Files
  /** The YAML has services of its own. */
  readonly alone?: boolean
}

const check = async ({ yaml, codes, hint, related, files, alone }: Case) => {
  const marked = alone === true ? `version: 1\n${yaml}` : `version: 1\n${web}${yaml}`
  const { found, places, marks } = await findMistakes(marked, files)
  expect(found.map(({ code, message }, index) => `${places[index]} ${code}: ${message}`)).toEqual(
    found.map(({ message }, index) => `${marks[index]} ${codes[index]}: ${message}`),
  )
  expect(found).toHaveLength(codes.length)
  if (hint !== undefined) expect(found[0]?.hint).toMatch(hint)
  if (related !== undefined) expect(found[0]?.related?.map((place) => `${place.range.file}:${place.range.start.line} ${place.message}`).join('\n')).toMatch(related)
}

const expecting = (expected: string) => `tests: { a: { get: /, expect: { ${expected} } } }`

describe('names', () => {
  it.each<Case>([
    { title: 'a good spec has no mistakes', yaml: `tests: { a: { get: /, ${ok} } }`, codes: [] },
    { title: 'a misspelt scope', yaml: `variables: { x: 1 }\ntests: { a: { get: "/\${▸varables.x}", ${ok} } }`, codes: ['unknown-scope'], hint: /`variables`/ },
    { title: 'a function without parentheses', yaml: `tests: { a: { get: "/\${▸uuid}", ${ok} } }`, codes: ['unknown-scope'], hint: /`\$\{uuid\(\)\}`/ },
    { title: 'a capture without its scope', yaml: `tests: { a: { steps: [{ get: /, capture: { id: $.id }, ${ok} }, { get: "/\${▸id}", ${ok} }] } }`, codes: ['unknown-scope'], hint: /`\$\{captures\.id\}`/ },
    { title: 'a field of the row without its scope', yaml: `tests: { a: { with: [{ sku: 1 }], get: "/\${▸sku}", ${ok} } }`, codes: ['unknown-scope'], hint: /`\$\{row\.sku\}`/ },
    { title: 'the template of another tool in a path', yaml: `tests: { a: { get: "/items/▸{{id}}", ${ok} } }`, codes: ['bad-url'], hint: /`\$\{captures\.id\}`/ },
    { title: 'the template of another tool in a query', yaml: `tests: { a: { get: "/items?id=▸{{ id }}", ${ok} } }`, codes: ['bad-url'] },
    { title: 'the parameter of a path as OpenAPI writes it', yaml: `tests: { a: { get: "/\${env.X}/▸{id}", ${ok} } }\nenv: { X: { default: x } }`, codes: ['bad-url'] },
    { title: 'JSON in a query', yaml: `tests: { a: { get: '/items?filter={"a":{"b":1}}&of=\${env.X}', ${ok} } }\nenv: { X: { default: x } }`, codes: [] },
    { title: 'several mistakes of one text', yaml: `tests: { a: { get: "/\${env.▸A}/\${env.▸B}", ${ok} } }`, codes: ['unknown-env', 'unknown-env'] },
    { title: 'a name inside a function', yaml: `tests: { a: { get: "/\${urlEncode(json(fixtures.▸x))}", ${ok} } }`, codes: ['unknown-fixture'] },
    { title: 'names in quoted text with escapes', yaml: `tests:\n  a:\n    post: /\n    text: "é\\n\\u00e9\\t\${env.▸A}"\n    ${ok}`, codes: ['unknown-env'] },
    { title: 'names in a folded text', yaml: `tests:\n  a:\n    post: /\n    text: >\n      one\n      two \${env.▸A}\n    ${ok}`, codes: ['unknown-env'] },
    { title: 'names in a literal text', yaml: `tests:\n  a:\n    post: /\n    text: |\n      {\n        "a": \${env.▸A}\n      }\n    ${ok}`, codes: ['unknown-env'] },
    { title: 'a mistake behind an alias once', yaml: `tests:\n  a: { get: /, headers: &h { x: "\${env.▸A}" }, ${ok} }\n  b: { get: /, headers: *h, ${ok} }`, codes: ['unknown-env'] },
    { title: 'names of the prototype are no names', yaml: `variables: { a: 1 }\ntests: { a: { get: "/\${variables.▸constructor}\${env.▸__proto__}\${variables.a}", ${ok} } }`, codes: ['unknown-variable', 'unknown-env'] },
    { title: 'a part of an environment variable', yaml: `env: { A: { required: true } }\ntests: { a: { get: "/\${env.A.▸b}", ${ok} } }`, codes: ['missing-part'] },
    { title: 'a part of a variable', yaml: `variables: { a: { b: 1 } }\ntests: { a: { get: "/\${variables.a.▸c}", ${ok} } }`, codes: ['missing-part'], hint: /`b`/ },
    { title: 'a part behind a template is not known', yaml: `variables: { a: { b: "\${uuid()}" } }\ntests: { a: { get: "/\${variables.a.b.c}", ${ok} } }`, codes: [] },
    { title: 'parts of a text fixture', yaml: `fixtures: { t: { text: t.txt } }\ntests: { a: { get: "/\${fixtures.t.▸x}", ${ok} } }`, codes: ['missing-part'], files: { 't.txt': 'x' } },
    { title: 'parts of yaml data', yaml: `fixtures: { t: { yaml: t.yaml } }\ntests: { a: { get: "/\${fixtures.t[1].▸x}\${fixtures.t[0].x}", ${ok} } }`, codes: ['missing-part'], files: { 't.yaml': '- x: 1\n- y: 2\n' } },
    { title: 'a named part of a list', yaml: `fixtures: { t: { value: [1] } }\ntests: { a: { get: "/\${fixtures.t.▸first}", ${ok} } }`, codes: ['missing-part'], hint: /`\[0\]`/ },
    { title: 'a fixture of a variable', yaml: `fixtures: { t: { value: 1 } }\nvariables: { v: "\${▸fixtures.t}" }\ntests: { a: { get: "/\${variables.v}", ${ok} } }`, codes: ['scope-not-here'] },
    { title: 'a service in a data fixture', yaml: `fixtures: { t: { value: "\${▸services.web.url}" } }\ntests: { a: { post: /, text: "\${fixtures.t}", ${ok} } }`, codes: ['scope-not-here'] },
    { title: 'a row in a suite of a named service', yaml: `suites: { s: { service: ▸wbe, tests: { a: { get: /, ${ok} } } } }`, codes: ['unknown-service'], hint: /`web`/ },
    { title: 'an unknown fixture of a suite', yaml: `suites: { s: { fixtures: [▸t], tests: { a: { get: /, ${ok} } } } }`, codes: ['unknown-fixture'] },
    { title: 'a test-level service', yaml: `tests: { a: { get: /, service: ▸x, ${ok} } }`, codes: ['unknown-service'] },
    { title: 'the service of a step', yaml: `tests: { a: { steps: [{ get: /, service: ▸x, ${ok} }] } }`, codes: ['unknown-service'] },
    { title: 'the port of a service in its own command, not in a url', alone: true, yaml: `services:\n  web: { process: { command: "node server.js \${port}", env: { P: "\${port}" } } }\n  api: { url: "http://x:\${▸port}" }\ntests: { a: { steps: [{ get: /, ${ok} }, { get: /, service: api }] } }`, codes: ['scope-not-here'] },
    { title: 'a service that reads its own address', alone: true, yaml: `services:\n  ▸web: { process: { command: node server.js, env: { ME: "\${services.web.url}" } } }\ntests: { a: { get: /, ${ok} } }`, codes: ['cycle'] },
  ])('$title', check)
})

describe('captures', () => {
  const make = '{ post: /items, capture: { id: $.id }, expect: { status: 201 } }'
  it.each<Case>([
    { title: 'a later step may use it', yaml: `tests: { a: { steps: [${make}, { get: "/\${captures.id}" }] } }`, codes: [] },
    { title: 'cleanup may use it', yaml: `tests: { a: { steps: [${make}], cleanup: [{ delete: "/\${captures.id}" }] } }`, codes: [] },
    { title: 'cleanup of a test of one request may use it', yaml: `tests: { a: { post: /, capture: { id: $.id }, ${ok}, cleanup: [{ delete: "/\${captures.id}" }] } }`, codes: [] },
    { title: 'the same step may not', yaml: `tests: { a: { steps: [{ post: "/\${▸captures.id}", capture: { id: $.id }, expect: { status: 201 } }] } }`, codes: ['capture-before-made'], related: /It is captured here/ },
    { title: 'another test may not', yaml: `tests:\n  a: { steps: [${make}] }\n  b: { get: "/\${captures.▸id}", ${ok} }`, codes: ['unknown-capture'], hint: /Nothing is captured/ },
    { title: 'captures of a flow lie below its name', yaml: `flows: { f: { steps: [${make}] } }\ntests: { a: { steps: [{ flow: f }, { get: "/\${captures.f.id}/\${captures.▸id}/\${captures.f.▸x}" }] } }`, codes: ['unknown-capture', 'unknown-capture'] },
    { title: 'captures of a flow in a flow lie below both', yaml: `flows: { f: { steps: [${make}] }, g: { steps: [{ flow: f }, { get: "/\${captures.f.id}" }] } }\ntests: { a: { steps: [{ flow: g }, { get: "/\${captures.g.f.id}" }] } }`, codes: [] },
    { title: 'a flow does not see captures of its test', yaml: `flows: { f: { steps: [{ get: "/\${captures.▸id}", ${ok} }] } }\ntests: { a: { steps: [${make}, { flow: f }] } }`, codes: ['unknown-capture'] },
    { title: 'captures of a named request', yaml: `requests: { r: ${make} }\ntests: { a: { steps: [{ request: r }, { get: "/\${captures.id}" }] } }`, codes: [] },
    { title: 'what a named request reads, with one user that lacks it', yaml: `requests: { r: { get: "/\${captures.id}", ${ok} } }\ntests:\n  a: { steps: [${make}, { request: r }] }\n  b: { request: ▸r }`, codes: ['unknown-capture'], related: /:3 The request reads it here/ },
    { title: 'what a named request reads, with no user that has it', yaml: `requests: { r: { get: "/\${captures.▸id}", ${ok} } }\ntests:\n  a: { request: r }\n  b: { request: r }`, codes: ['unknown-capture'], related: /:5 It is used here/ },
    { title: 'parts of a captured value are not known', yaml: `tests: { a: { steps: [${make}, { get: "/\${captures.id.x[0]}" }] } }`, codes: [] },
    { title: 'a case has none', yaml: `tests: { a: { post: /, json: {}, cases: [{ name: x, json: { id: "\${captures.▸id}" }, ${ok} }] } }`, codes: ['unknown-capture'] },
  ])('$title', check)
})

describe('rows and parameters', () => {
  const rows = { 'rows.csv': 'sku,n\nchair,1\n', 'rows.json': '[{"sku": "chair"}, {"sku": "table", "n": 1}]', 'map.yaml': 'a: 1\n', 'empty.json': '[]' }
  it.each<Case>([
    { title: 'fields of inline rows', yaml: `tests: { a: { with: [{ sku: a }], get: "/\${row.sku}/\${row.▸skuu}", ${ok} } }`, codes: ['unknown-row-field'], hint: /`sku`/ },
    { title: 'fields of a csv file', files: rows, yaml: `fixtures: { r: { csv: rows.csv } }\ntests: { a: { with: r, get: "/\${row.n}/\${row.▸m}", ${ok} } }`, codes: ['unknown-row-field'] },
    { title: 'fields that some rows of a file lack', files: rows, yaml: `fixtures: { r: { json: rows.json } }\ntests: { a: { with: r, get: "/\${row.sku}/\${row.▸n}", ${ok} } }`, codes: ['row-lacks-field'] },
    { title: 'rows that are a map', files: rows, yaml: `fixtures: { r: { yaml: map.yaml } }\ntests: { a: { with: ▸r, get: /, ${ok} } }`, codes: ['rows-not-a-list'] },
    { title: 'no rows', files: rows, yaml: `fixtures: { r: { json: empty.json } }\ntests: { a: { with: ▸r, get: /, ${ok} } }`, codes: ['no-rows'] },
    { title: 'rows that are made while tests run', yaml: `requests: { l: { get: /, ${ok} } }\nfixtures: { r: { request: l } }\ntests: { a: { with: ▸r, get: /, ${ok} } }`, codes: ['fixture-not-ready'] },
    { title: 'an unknown fixture', yaml: `tests: { a: { with: ▸r, get: "/\${row.x}", ${ok} } }`, codes: ['unknown-fixture'] },
    { title: 'rows with values of fixtures', yaml: `fixtures: { f: { value: 1 } }\ntests: { a: { with: [{ sku: "\${fixtures.f}" }], get: "/\${row.sku.deep}", ${ok} } }`, codes: [] },
    { title: 'a named request that reads a row', yaml: `requests: { r: { get: "/\${row.sku}", ${ok} } }\ntests:\n  a: { with: [{ sku: a }], request: r }\n  b: { request: ▸r }`, codes: ['scope-not-here'] },
    { title: 'a row in a named request that only flows use', yaml: `requests: { r: { get: "/\${▸row.sku}", ${ok} } }\nflows: { f: { steps: [{ request: r }] } }\ntests: { a: { with: [{ sku: a }], flow: f } }`, codes: ['scope-not-here'] },
    { title: 'parameters of a flow in a named request', yaml: `requests: { r: { get: "/\${params.u}", ${ok} } }\nflows: { f: { params: { u: 1 }, steps: [{ request: r }] } }\ntests: { a: { flow: f } }`, codes: [] },
    { title: 'a parameter that is not given', yaml: `flows: { f: { params: { u: null }, steps: [{ get: "/\${params.u}", ${ok} }] } }\ntests: { a: { flow: ▸f } }`, codes: ['missing-param'], related: /It is required here/ },
    { title: 'an argument that no parameter takes', yaml: `flows: { f: { steps: [{ get: /, ${ok} }] } }\ntests: { a: { flow: f, args: { ▸u: 1 } } }`, codes: ['unknown-param'] },
  ])('$title', check)
})

describe('tests', () => {
  it.each<Case>([
    { title: 'an expectation of the request is enough', yaml: `requests: { r: { get: /, ${ok} } }\ntests: { a: { request: r } }`, codes: [] },
    { title: 'an expectation of a flow in a flow is enough', yaml: `flows: { f: { steps: [{ flow: g }] }, g: { steps: [{ get: /, ${ok} }] } }\ntests: { a: { flow: f } }`, codes: [] },
    { title: 'an expectation of some cases is not', yaml: `tests: { ▸a: { get: /, cases: [{ name: x, ${ok} }, { name: y, timeout: 1s }] } }`, codes: ['test-without-expectation'] },
    { title: 'polling for nothing is one mistake', yaml: 'tests: { a: { get: /, ▸poll: { for: 1s } } }', codes: ['poll-without-expect'] },
    { title: 'an unknown request is one mistake', yaml: 'tests: { a: { request: ▸r } }', codes: ['unknown-request'] },
    { title: 'an unknown request with changes is one mistake', yaml: `tests: { a: { request: ▸r, patch: { $.x: 1 }, poll: { for: 1s }, cases: [{ name: n, unset: [$.x], ${ok} }] } }`, codes: ['unknown-request'] },
    { title: 'an unknown flow is one mistake', yaml: 'tests: { a: { flow: ▸r } }', codes: ['unknown-flow'] },
    { title: 'an unknown service is one mistake', yaml: `tests: { a: { get: /, service: ▸x, ${ok}, cleanup: [{ get: / }] } }`, codes: ['unknown-service'] },
    { title: 'cycles of flows end', yaml: 'flows: { ▸f: { steps: [{ flow: f }] } }\ntests: { ▸a: { flow: f } }', codes: ['cycle', 'test-without-expectation'] },
    { title: 'a patch of a named json body', yaml: `requests: { r: { post: /, json: {}, ${ok} } }\ntests: { a: { request: r, patch: { $.x: 1 }, cases: [{ name: n, unset: [$.y] }] } }`, codes: [] },
    { title: 'a patch of a body that the test replaces', yaml: `requests: { r: { post: /, json: {}, ${ok} } }\ntests: { a: { request: r, form: { x: 1 }, ▸patch: { $.x: 1 } } }`, codes: ['patch-without-json'] },
    { title: 'a whole URL needs no service', alone: true, yaml: `tests: { a: { get: "http://127.0.0.1:1/", ${ok} } }`, codes: [] },
    { title: 'no service is said once', alone: true, yaml: `tests: { ▸a: { get: /, ${ok} }, b: { get: /, ${ok} } }`, codes: ['no-service'] },
  ])('$title', check)

  it('leaves `only` alone outside CI', async () => {
    const yaml = `version: 1\n${web}tests: { a: { only: true, get: /, ${ok} } }`
    expect((await resolveSpec(yaml)).diagnostics).toEqual([])
    expect((await resolveSpec(yaml, { ci: true })).diagnostics).toMatchObject([{ code: 'only-in-ci' }])
  })
})

describe('values', () => {
  it.each<Case>([
    { title: 'a status that cannot come', yaml: expecting('status: { gt: ▸599 }'), codes: ['never-holds'] },
    { title: 'a status between two neighbours', yaml: expecting('status: { gt: 200, lt: ▸201 }'), codes: ['never-holds'] },
    { title: 'statuses that can come', yaml: expecting('status: { gte: 200, lt: 201 }, size: { gte: 1B, lt: 2KiB }, time: { gt: 0ms }, redirects: { lte: 0 }'), codes: [] },
    { title: 'the opposite of what is always so', yaml: expecting('jsonPath: { $.a: { not: { startsWith: ▸"" } }, $.b: { not: { not: { size: { lt: ▸0 } } } }, $.c: { not: { ▸schema: { title: any } } } }'), codes: ['never-holds', 'never-holds', 'never-holds'] },
    { title: 'the opposite of what can never be', yaml: expecting('jsonPath: { $.a: { not: { gt: 500, lt: ▸400 } }, $.b: { not: { each: { size: { lt: ▸0 } } } } }'), codes: ['always-holds', 'always-holds'] },
    { title: 'the opposite of several of which one is always so', yaml: expecting('jsonPath: { $.a: { not: { size: { gte: 0, lt: 3 } } }, $.b: { not: { startsWith: "", contains: x } } }'), codes: [] },
    { title: 'a number where only text comes', yaml: expecting('headers: { a: { gt: ▸5 }, b: { equals: ▸5 }, c: { ▸oneOf: [1, 2] }, d: { any: { type: ▸number } } }, cookies: { e: { equals: ▸true } }, text: { lt: ▸3 }, html: { h1: { ▸closeTo: { value: 1, within: 1 } } }'), codes: Array.from({ length: 7 }, () => 'never-holds') },
    { title: 'not a number where only text comes', yaml: expecting('headers: { a: { not: ▸5 }, b: { not: { equals: ▸5 } } }'), codes: ['always-holds', 'always-holds'] },
    { title: 'matchers of different types', yaml: expecting('jsonPath: { $.a: { type: string, gt: ▸5 }, $.b: { equals: "1", type: ▸integer }, $.c: { oneOf: [1, null], matches: ▸x } }'), codes: ['never-holds', 'never-holds', 'never-holds'] },
    { title: 'matchers of one type', yaml: expecting('headers: { a: { oneOf: ["1", "2"], not: "3", size: { gt: 1 } }, b: { equals: [x, y] } }, cookies: { "sid[Max-Age]": { gt: 5 } }, jsonPath: { $.a: { oneOf: [1, null], type: "null" }, $.b: { type: integer, gt: 1, not: x }, $.c: { equals: "${uuid()}", gt: 2 } }, html: { li: { size: 3 } }, xpath: { count(//a): { gt: 1 } }'), codes: [] },
    { title: 'numbers between two neighbours', yaml: expecting('jsonPath: { $.a: { gt: 1, lt: 2 }, $.b: { size: { gt: 1, lt: ▸2 } } }'), codes: ['never-holds'] },
    { title: 'a pattern deep inside', yaml: expecting('jsonPath: { $.a: { each: { not: { any: { matches: ▸"(" } } } } }'), codes: ['bad-pattern'] },
    { title: 'a JSONPath with a filter', yaml: expecting(`jsonPath: { "$.a[?@.b == 'x'].c": 1, '$..x': 1 }`), codes: [] },
    { title: 'a schema in a matcher', yaml: expecting('jsonPath: { $.a: { ▸schema: { type: objekt } } }'), codes: ['bad-json-schema'] },
    { title: 'a schema that refers to another file is left alone', yaml: expecting('jsonSchema: { $ref: other.json }'), codes: [] },
    { title: 'a schema file', files: { 's.json': '{ "type": "object" }', 'bad.json': '{' }, yaml: expecting('jsonSchema: s.json, jsonPath: { $: { schema: ▸bad.json } }'), codes: ['bad-data-file'], related: /^bad.json:1/ },
    { title: 'ignored paths of a snapshot', yaml: expecting('snapshot: { ignore: [$.a, "$▸["] }'), codes: ['bad-json-path'] },
    { title: 'a path with a fragment behind a template', yaml: `env: { A: { required: true } }\ntests: { a: { get: "/\${env.A}▸#x", ${ok} } }`, codes: ['bad-url'] },
    { title: 'a template where none is replaced', yaml: `tests: { "a ▸\${b}": { steps: [{ name: "x▸\${c}", post: /, json: { "▸\${d}": 1 }, ${ok} }] } }`, codes: ['template-not-replaced', 'template-not-replaced', 'template-not-replaced'] },
    { title: 'text that looks like code', yaml: `tests: { "a\`b*/": { post: "/'\`*/", json: { __proto__: "\\u2028 $\${x} \`*/", constructor: 1 }, ${ok} } }`, codes: [] },
  ])('$title', check)
})

describe('files', () => {
  it.each<Case>([
    { title: 'paths start at their own file', files: { 'sub/b.yaml': 'fixtures: { f: { json: d.json }, g: { json: ../d.json } }\nrequests: { r: { post: /, json: ["${fixtures.f}", "${fixtures.g}"], expect: { status: 200 } } }\n', 'sub/d.json': '1', 'd.json': '2' }, yaml: 'include: [sub/*.yaml]\ntests: { a: { request: r } }', codes: [] },
    { title: 'a body from a missing file', yaml: `tests: { a: { put: /, file: ▸x.bin, ${ok} } }`, codes: ['missing-file'] },
    { title: 'a path with a template is left alone', yaml: `tests: { a: { put: /, with: [{ f: x }], file: "\${row.f}.bin", ${ok} } }`, codes: [] },
    { title: 'an empty json file', files: { 'd.json': '' }, yaml: `fixtures: { f: { json: ▸d.json } }\ntests: { a: { post: /, json: "\${fixtures.f}", ${ok} } }`, codes: ['bad-data-file'] },
    { title: 'a missing hooks file hides nothing else', yaml: `hooks: ▸./h.ts\ntests: { a: { get: "/\${env.▸A}", expect: { hook: x } } }`, codes: ['missing-file', 'unknown-env'] },
  ])('$title', check)
})

/** A test that counts the calls of a route. */
const counted = (route: string, more = '') =>
  `stubs: { p: { routes: [{ get: "/x/{id}", respond: { status: 204 } }]${more} } }\ntests: { a: { get: "\${stubs.p.url}/", expect: { stubs: { p: { ${route}: { calls: 1 } } } } } }`

describe('stubs', () => {
  const stub = (routes: string, more = '') =>
    `services: { s: { process: { command: node x.js, env: { U: "\${stubs.p.url}" } } } }\nstubs: { p: { routes: [${routes}]${more} } }\ntests: { a: { get: /, ${ok} } }`
  it.each<Case>([
    { title: 'answers know the path and the request', alone: true, yaml: stub('{ post: "/x/{id}/{part-no}", respond: { status: 201, json: ["${path.id}", "${path.part-no}", "${request.body.a.b[0]}", "${request.query.q}", "${request.method}"] } }'), codes: [] },
    { title: 'a part of the path that is none', alone: true, yaml: stub('{ get: "/x/{id}", respond: [{ text: "${path.id}" }, { text: "${path.▸ID}" }] }'), codes: ['unknown-path-parameter'], hint: /`id`/ },
    { title: 'a part of the request that is none', alone: true, yaml: stub('{ get: /x, respond: { text: "${▸request} ${request.▸json}" } }'), codes: ['incomplete-name', 'unknown-property'], hint: /body/ },
    { title: 'names of tests are not known in answers', alone: true, yaml: stub('{ get: /x, respond: { text: "${▸captures.a} ${▸row.b}" } }'), codes: ['scope-not-here', 'scope-not-here'] },
    { title: 'the answer to other calls has no path', alone: true, yaml: stub('{ get: /x, respond: { text: x } }', ', unmatched: { text: "${▸path.a} ${request.path}" }'), codes: ['scope-not-here'] },
    { title: 'conditions know no request', alone: true, yaml: stub('{ get: /x, when: { text: "${▸request.path}" }, respond: { text: x } }'), codes: ['scope-not-here'] },
    { title: 'conditions are matchers', alone: true, yaml: stub('{ get: /x, when: { headers: { ▸"x y": a }, query: { q: { matches: ▸"(" } }, jsonPath: { "$▸[": 1 } }, respond: { text: x } }'), codes: ['bad-header-name', 'bad-pattern', 'bad-json-path'] },
    { title: 'a query in a path', alone: true, yaml: stub('{ get: "/x▸?a=1", respond: { text: x } }'), codes: ['bad-url'], hint: /when/ },
    { title: 'a brace in a path', alone: true, yaml: stub('{ get: "/x/▸{1b}", respond: { text: x } }'), codes: ['bad-url'] },
    { title: 'a parameter twice', alone: true, yaml: stub('{ get: ▸"/{a}/{a}", respond: { text: x } }'), codes: ['bad-url'] },
    { title: 'a missing file', alone: true, yaml: stub('{ get: /x, respond: { file: ▸x.json } }'), codes: ['missing-file'] },
    { title: 'a fault and an answer', alone: true, yaml: stub('{ get: /x, respond: { status: 200, delay: 1s, ▸fault: reset } }'), codes: ['conflicting-keys'] },
    { title: 'a tape that is yet to be recorded', alone: true, yaml: stub('', ', record: { target: "http://x", to: x.yaml, redact: [▸"a b"] }'), codes: ['bad-header-name'] },
    { title: 'a tape outside', alone: true, yaml: stub('', ', record: { target: "http://x", to: ▸../x.yaml }'), codes: ['path-outside'] },
    { title: 'a route behind one that takes everything', alone: true, yaml: stub('{ get: "/{a}/{b}", respond: { text: x } }, { get: "/x/{b}.json", respond: { text: x } }, { get: ▸/x/y, when: { text: a }, respond: { text: x } }, { get: /x, respond: { text: x } }, { post: /x/y, respond: { text: x } }').replace('{ get: "/x/', '{ get: ▸"/x/'), codes: ['unreachable-route', 'unreachable-route'], related: /takes all its calls/ },
    { title: 'a route behind one with the same condition', alone: true, yaml: stub('{ get: /x, when: { text: a }, respond: { text: x } }, { get: /x, when: { text: b }, respond: { text: x } }, { get: ▸/x, when: { text: a }, respond: { text: x } }'), codes: ['unreachable-route'] },
    { title: 'counted calls of a route', yaml: counted('"GET /x/{id}"'), codes: [] },
    { title: 'counted calls of no route', yaml: counted('▸"GET /x/{ID}"'), codes: ['unknown-route'], hint: /GET \/x\/\{id\}/ },
    { title: 'counted calls of a recorded route', files: { 't.yaml': 'routes: [{ get: /rec, respond: { text: x } }]' }, yaml: counted('GET /rec: { calls: 1 }, ▸GET /reck', ', record: { target: "http://x", to: t.yaml }'), codes: ['unknown-route'] },
    { title: 'a number of calls that cannot be', yaml: counted('"GET /x/{id}": { calls: { lt: ▸0 } }, "GET /x/{id} "').replace(', "GET /x/{id} ": { calls: 1 }', ''), codes: ['never-holds'] },
    { title: 'counted calls of no stub', yaml: `tests: { a: { get: /, expect: { stubs: { ▸p: { GET /x: { calls: 1 } } } } } }`, codes: ['unknown-stub'] },
    { title: 'a stub that nobody calls', yaml: `stubs: { ▸p: { routes: [{ get: /x, respond: { text: x } }] } }\ntests: { a: { get: /, ${ok} } }`, codes: ['unused'] },
  ])('$title', check)
})

describe('node services', () => {
  const files = {
    'src/app.ts': "import { a } from './other.js'\nconst app = (request: unknown, response: unknown) => {}\nexport { app, a as again }\nexport function make() {}\n",
    'src/default.ts': 'export default function app() {}\n',
    'src/all.ts': "export * from './app.js'\n",
    'src/package.ts': "export * from 'express'\n",
    'src/common.cjs': 'module.exports = { app: 1 }\n',
    'src/prices.ts': 'export async function priceOf(): Promise<number> { return 1 }\nexport const limit = 5\n',
  }
  const app = (name: string) => `services: { s: { node: { app: ${name} } } }\ntests: { a: { get: /, ${ok} } }`
  const mocked = (mocks: string) => `services: { s: { node: { app: src/default.ts, mocks: { ${mocks} } } } }\ntests: { a: { get: /, ${ok} } }`
  it.each<Case>([
    ...['src/app.ts#app', 'src/app.ts#again', 'src/app.ts#make()', 'src/default.ts', 'src/all.ts#app', 'src/package.ts#app', 'src/common.cjs#app', 'src/common.cjs', 'express'].map((name) => ({
      title: `${name} is there`, alone: true, files, yaml: app(name), codes: [],
    })),
    { title: 'a missing file', alone: true, files, yaml: app('▸src/ap.ts#app'), codes: ['missing-file'], hint: /src\/app\.ts/ },
    { title: 'a missing export', alone: true, files, yaml: app('src/app.ts#▸ap'), codes: ['unknown-export'], hint: /`app`/ },
    { title: 'a missing export of another module', alone: true, files, yaml: app('src/all.ts#▸ap'), codes: ['unknown-export'] },
    { title: 'a missing default export', alone: true, files, yaml: app('▸src/app.ts'), codes: ['unknown-export'], hint: /src\/app\.ts#app/ },
    { title: 'a type is no export', alone: true, files: { ...files, 'src/t.ts': 'export type app = 1\nexport const other = 1\n' }, yaml: app('src/t.ts#▸app'), codes: ['unknown-export'] },
    { title: 'a module outside', alone: true, files, yaml: app('▸../app.ts#app'), codes: ['path-outside'] },
    { title: 'mocks of modules and packages', alone: true, files, yaml: mocked('src/prices.ts#priceOf: { return: 1 }, "node:fs#readFile": { return: 1 }, stripe#charge: { wraps: true }'), codes: [] },
    { title: 'a mock of no export', alone: true, files, yaml: mocked('src/prices.ts#▸priceOff: { return: 1 }'), codes: ['unknown-export'] },
    { title: 'a mock of no module', alone: true, files, yaml: mocked('▸src/price.ts#priceOf: { return: 1 }'), codes: ['missing-file'] },
    { title: 'a mock of no function', alone: true, files, yaml: mocked('▸src/prices.ts: { return: 1 }'), codes: ['bad-mock-target'] },
    { title: 'a mock of a test', alone: true, files, yaml: `services: { s: { node: { app: src/default.ts } } }\ntests: { a: { mocks: { src/prices.ts#▸x: { return: 1 } }, get: /, ${ok} } }`, codes: ['unknown-export'] },
    { title: 'a node service behind another', alone: true, files, yaml: `services:\n  s: { node: { app: src/default.ts }, dependsOn: [t] }\n  t: { node: { app: src/default.ts } }\n  ▸w: { process: { command: node x.js }, dependsOn: [s] }\ntests: { a: { get: /, ${ok} }, b: { get: /, service: w, ${ok} } }`, codes: ['depends-on-tests'], related: /declared here/ },
  ])('$title', check)
})

describe('parts that are not executed', () => {
  it.each<Case>([
    { title: 'leaks beside a service that only they use', alone: true, files: { 'app.js': 'export default () => {}' }, yaml: `services:\n  web: { process: { command: node server.js } }\n  db: { node: { app: app.js } }\nrequests: { r: { get: /, service: db, ${ok} } }\ntests: { a: { get: /, ${ok} } }\nleaks: { l: { request: r } }`, codes: [] },
    { title: 'mocks', yaml: `tests: { a: { ▸mocks: { a.b: { return: 1 } }, get: /, ${ok} } }`, codes: ['cannot-mock'] },
    { title: 'names in load profiles are checked all the same', yaml: `loads: { l: { users: 1, duration: 1s, tasks: [{ request: ▸r }, { flow: ▸f }, { get: "/\${row.▸x}" }], data: [{ y: 1 }] } }`, codes: ['unknown-request', 'unknown-flow', 'unknown-row-field'] },
    { title: 'names in leak windows too', yaml: `leaks: { l: { requests: { ▸r: 1 } } }`, codes: ['unknown-request'] },
  ])('$title', check)
})
