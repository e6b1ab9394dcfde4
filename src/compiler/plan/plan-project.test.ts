import { describe, expect, it } from 'vitest'
import { planSpec } from '../../../test/support/resolve-spec.ts'
import type { Expression, PlannedTest, Value } from './plan.ts'

const web = 'version: 1\nname: shop\nservices: { web: { process: { command: node server.js } }, api: { url: "http://127.0.0.1:9" } }\n'
const ok = 'expect: { status: 200 }'

/** A value as the YAML would say it, with expressions as `«…»`, so that a test is one line. */
const show = (value: Value): unknown => {
  if (value.kind === 'literal') return value.value
  if (value.kind === 'list') return value.items.map((item) => show(item))
  if (value.kind === 'map') return Object.fromEntries(value.entries.map(([key, item]) => [key, show(item)]))
  if (value.kind === 'module') return `«module ${value.from}#${value.name}»`
  if (value.kind === 'expression') return `«${showExpression(value.expression)}»`
  return value.parts.map((part) => (typeof part === 'string' ? part : `«${showExpression(part)}»`)).join('')
}
const showExpression = (expression: Expression): string => {
  const path = 'path' in expression ? expression.path : []
  const behind = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
  switch (expression.kind) {
    case 'call':
      return `${expression.function}(${expression.arguments.map((argument) => (argument.kind === 'literal' ? JSON.stringify(argument.value) : showExpression(argument.expression))).join(', ')})`
    case 'fixture':
      return `${expression.asynchronous ? 'state' : 'fixture'} ${expression.name}${behind}`
    case 'capture':
      return `capture ${expression.name.join('>')}${behind}`
    case 'service':
    case 'stub':
      return `${expression.kind} ${expression.name}.${expression.property}`
    case 'env':
      return `env ${expression.name}`
    case 'variable':
    case 'param':
      return `${expression.kind} ${expression.name}${behind}`
    case 'session':
      return `session.${[expression.name, ...expression.path].join('.')}`
    case 'row':
      return `row${behind}`
    case 'port':
      return 'port'
    case 'path':
      return `path ${expression.name}`
    case 'request':
      return `request${behind}`
  }
}

const firstTest = async (yaml: string, files: Record<string, string> = {}): Promise<PlannedTest> => {
  const plan = await planSpec({ ...files, 'apitest.yaml': `${web}${yaml}` })
  return plan.suites[0]!.tests[0]!
}
const stepOf = async (yaml: string, files?: Record<string, string>) => {
  const step = (await firstTest(yaml, files)).steps[0]!
  return step.kind === 'request' ? { request: step.request, ...(show(step.changes) as object) } : { flow: step.flow, args: show(step.args) }
}

describe('values', () => {
  it.each([
    ['text', 'text'],
    ['"${variables.v}"', '«variable v»'],
    ['"a ${variables.v.x[0]} b"', 'a «variable v.x[0]» b'],
    ['"$${variables.v}"', '${variables.v}'],
    ['"$${a} ${variables.v}"', '${a} «variable v»'],
    ['"${env.E}"', '«env E»'],
    ['"${fixtures.data.a}"', '«fixture data.a»'],
    ['"${fixtures.token.a}"', '«state token.a»'],
    ['"${services.api.port}"', '«service api.port»'],
    ['"${randomInt(1, 5)}"', '«randomInt(1, 5)»'],
    ['"${base64(fixtures.data)}${json(null)}"', '«base64(fixture data)»«json(null)»'],
    ['{ __proto__: 1, b: [null, true, 1.5] }', JSON.parse('{ "__proto__": 1, "b": [null, true, 1.5] }')],
    ['"`${variables.v}*/ \\u2028 \\\\"', '`«variable v»*/ \u2028 \\'],
  ])('%s is planned as %j', async (written, expected) => {
    const names = 'env: { E: { required: true } }\nvariables: { v: { x: [1] } }\nfixtures: { data: { value: { a: 1 } }, token: { request: login } }\n'
    const step = await stepOf(`${names}requests: { login: { get: /, ${ok} } }\ntests: { t: { post: /, json: ${written}, ${ok} } }`)
    expect((step as unknown as { json: unknown }).json).toEqual(expected)
  })

  it('tells captures of a flow from parts of a capture', async () => {
    const test = await firstTest(`flows: { login: { steps: [{ get: /, capture: { token: $.t }, ${ok} }] } }\ntests: { t: { steps: [{ flow: login }, { get: /, capture: { id: $ } }, { get: "/\${captures.login.token.x}/\${captures.id.x}" }] } }`)
    const step = test.steps[2]!
    expect(step.kind === 'request' && show(step.changes)).toEqual({ get: '/«capture login>token.x»/«capture id.x»' })
  })
})

describe('tests', () => {
  it('keeps the order of the keys', async () => {
    const step = await stepOf(`tests: { t: { expect: { status: 200, json: 1 }, tags: [x], json: { b: 1, a: 2 }, post: / } }`)
    expect(JSON.stringify(step)).toBe('{"expect":{"status":200,"json":1},"json":{"b":1,"a":2},"post":"/"}')
  })

  it('hands the service of test and suite to requests without one', async () => {
    const plan = await planSpec(`${web}requests: { r: { get: /r, service: api, ${ok} }, s: { get: /s, ${ok} } }
suites:
  all:
    service: api
    tests:
      one: { post: /, json: 1, ${ok} }
      two: { request: s }
      three: { request: r, service: web }
      four: { service: web, steps: [{ request: r }, { request: s }, { get: /, service: api }, { get: "https://x.y/" }] }
`)
    const shown = plan.suites[0]!.tests.map((test) => ({ steps: test.steps.map((step) => (step.kind === 'request' ? JSON.stringify(show(step.changes)) : '')), services: test.services }))
    expect(shown).toEqual([
      { steps: ['{"post":"/","service":"api","json":1,"expect":{"status":200}}'], services: ['api'] },
      { steps: ['{"service":"api"}'], services: ['api'] },
      { steps: ['{"service":"web"}'], services: ['web'] },
      { steps: ['{}', '{}', '{"get":"/","service":"api"}', '{"get":"https://x.y/"}'], services: ['api', 'web'] },
    ])
  })

  it('finds services through flows, fixtures and addresses', async () => {
    const names = `fixtures: { token: { request: login }, order: { setup: make } }\nhooks: h.ts\nflows: { f: { steps: [{ get: /, headers: { x: "\${fixtures.token}" }, ${ok} }] } }\nrequests: { login: { get: /, service: api, ${ok} } }\n`
    const files = { 'h.ts': 'export const make = () => 1' }
    expect((await firstTest(`${names}tests: { t: { flow: f } }`, files)).services).toEqual(['web', 'api'])
    expect((await firstTest(`${names}tests: { t: { get: "https://x/\${services.api.port}", ${ok} } }`, files)).services).toEqual(['api'])
    expect((await firstTest(`${names}tests: { t: { get: "https://x/\${fixtures.order}", ${ok} } }`, files)).services).toEqual(['web'])
  })

  it('adds the tags of the suite and keeps only fixtures that must be made', async () => {
    const plan = await planSpec(`${web}fixtures: { d: { value: 1 }, token: { request: login } }\nrequests: { login: { get: /, service: api, ${ok} } }\nsuites: { s: { tags: [a, b], fixtures: [d, token], parallel: true, tests: { t: { tags: [b, c], get: /, ${ok} } } } }`)
    expect(plan.suites[0]).toMatchObject({ name: 's', parallel: true, fixtures: ['token'], place: { file: 'apitest.yaml', path: ['suites', 's', 'tests'] } })
    expect(plan.suites[0]?.tests[0]).toMatchObject({ tags: ['a', 'b', 'c'], services: ['web', 'api'] })
  })

  it.each([
    ['timeout: 10s', undefined, { timeout: '10s' }],
    ['timeout: 3m', 181_000, { timeout: '3m' }],
    ['timeout: 10s, poll: { for: 5s }', 10_000, { timeout: '10s' }],
  ])('%s of a test of one request', async (written, timeoutMs, changes) => {
    const yaml = `tests: { t: { get: /, ${written}, ${ok} } }`
    expect((await firstTest(yaml)).timeoutMs).toBe(timeoutMs)
    expect(await stepOf(yaml)).toMatchObject(changes)
  })

  it('keeps the timeout of steps with the test', async () => {
    const test = await firstTest(`tests: { t: { timeout: 1m30s, retries: 2, serial: true, skip: later, only: true, description: d, steps: [{ name: n, get: /, ${ok} }] } }`)
    expect(test).toMatchObject({ timeoutMs: 90_000, retries: 2, serial: true, skip: 'later', only: true, description: 'd' })
    expect(test.steps[0]).toMatchObject({ name: 'n', changes: { entries: [['get', {}], ['expect', {}]] } })
  })

  it('names rows', async () => {
    const { table } = await firstTest(`tests: { t: { with: [{ sku: a, n: 1 }, { name: second }, { sku: a, n: 1 }], get: "/", ${ok} } }`)
    expect(table?.kind === 'rows' && table.rows.map(({ name }) => name)).toEqual(['sku=a, n=1', 'second', 'sku=a, n=1 (2)'])
  })

  it('tells what cases and requests need', async () => {
    const { table } = await firstTest(`requests: { login: { get: /, ${ok} } }\nfixtures: { token: { request: login } }\ntests: { t: { post: /, json: {}, cases: [{ name: a, timeout: 1s, ${ok} }, { name: b, headers: { x: "\${fixtures.token}" }, ${ok} }] } }`)
    expect(table?.kind === 'cases' && table.cases.map(({ name, uses }) => [name, uses.asynchronous])).toEqual([['a', false], ['b', true]])
    const plan = await planSpec(`${web}requests: { r: { get: "/\${row.a}", ${ok} } }\ntests: { t: { with: [{ a: 1 }], request: r } }`)
    expect(plan.requests[0]?.uses).toEqual({ row: true, params: false, captures: false, asynchronous: false })
    expect(plan.suites[0]?.tests[0]?.steps[0]).toMatchObject({ passRow: true, passParams: false })
  })
})

describe('the project', () => {
  it('moves paths to the folder of the project', async () => {
    const included = `services: { w: { process: { command: "node 'my server.js' \${port}", ready: { command: "test -f x" } } } }
fixtures: { f: { json: d.json }, g: { file: ../d.json } }
requests: { r: { post: /, service: w, multipart: { a: { file: d.json }, b: [{ file: d.json }, x] }, expect: { jsonSchema: d.json, jsonPath: { $.a: { each: { schema: d.json } } } } } }
tests: { t: { with: [{ f: x }], put: /, file: "b-\${row.f}", headers: { x: "\${json(fixtures.f)}\${base64(fixtures.g)}" }, expect: { status: 200 } }, u: { request: r } }
`
    const plan = await planSpec({ 'apitest.yaml': `${web}include: [sub/s.yaml]\ntests: { z: { put: /, file: ./d.json, ${ok} } }`, 'sub/s.yaml': included, 'sub/d.json': '{}', 'd.json': '{}' })
    expect(plan.specs).toEqual(['apitest.yaml', 'sub/s.yaml'])
    expect(show(plan.services[2]!.value)).toEqual({ process: { command: ['node', 'my server.js', '«port»'], cwd: 'sub', ready: { command: ['test', '-f', 'x'] } } })
    expect(plan.fixtures.map((fixture) => fixture.kind === 'data' && show(fixture.value))).toEqual([{ json: 'sub/d.json' }, { file: 'd.json' }])
    expect(show(plan.requests[0]!.value)).toMatchObject({ multipart: { a: { file: 'sub/d.json' }, b: [{ file: 'sub/d.json' }, 'x'] }, expect: { jsonSchema: 'sub/d.json', jsonPath: { '$.a': { each: { schema: 'sub/d.json' } } } } })
    const steps = plan.suites.flatMap(({ tests }) => tests).map(({ steps: [step] }) => step?.kind === 'request' && show(step.changes))
    expect(steps[0]).toMatchObject({ file: 'd.json' })
    expect(steps[1]).toMatchObject({ file: 'sub/b-«row.f»' })
  })

  it.each([
    ['generated', '../'],
    ['out/deep', '../../'],
    ['.', './'],
    ['../elsewhere/x', /^\.\.\/\.\.\/[^/]+\/$/],
  ])('leads from the output %s back to the project', async (output, folder) => {
    const plan = await planSpec(`${web}tests: { t: { get: /, ${ok} } }`, { output })
    expect(plan.folder).toMatch(folder instanceof RegExp ? folder : new RegExp(`^${folder.replaceAll('.', '\\.')}$`))
  })

  it('plans fixtures, hooks, flows, defaults and what is only described', async () => {
    const plan = await planSpec({
      'h.ts': 'export const make = () => 1\nexport const undo = () => 1\nexport const look = () => 1\nexport const other = () => 1',
      'apitest.yaml': `${web}hooks: ./h.ts
defaults: { timeout: 10s, failIf: { status: 5xx } }
fixtures: { f: { setup: make, teardown: undo, scope: test, secret: true }, r: { request: q, capture: { header: x }, scope: suite }, v: { value: "\${uuid()}" } }
flows: { l: { description: d, params: { u: alice, p: null }, steps: [{ request: p }] } }
requests: { q: { description: e, get: /, ${ok} }, p: { get: "/\${params.u}/\${params.p}", ${ok} } }
leaks: { x: { request: q } }
tests: { t: { steps: [{ flow: l, name: n, args: { p: "\${fixtures.f}\${fixtures.r}\${fixtures.v}" } }, { get: /, expect: { hook: look } }] } }
`,
    })
    expect(plan).toMatchObject({
      name: 'shop',
      hooks: { path: 'h.ts', functions: ['make', 'undo', 'look'] },
      leaks: [{ name: 'x', fileName: 'x', requests: [{ name: 'q', steps: [{ request: 'q' }] }] }],
      loads: [],
      requests: [{ name: 'q', description: 'e' }, { name: 'p', uses: { params: true } }],
      flows: [{ name: 'l', description: 'd', params: [{ name: 'u', default: { value: 'alice' } }, { name: 'p', default: undefined }], steps: [{ request: 'p', passParams: true }] }],
      fixtures: [
        { kind: 'hooks', name: 'f', setup: 'make', teardown: 'undo', scope: 'test', secret: true },
        { kind: 'request', name: 'r', request: 'q', scope: 'suite', secret: false },
        { kind: 'data', name: 'v' },
      ],
    })
    expect(show(plan.defaults!)).toEqual({ timeout: '10s', failIf: { status: '5xx' } })
    expect(plan.fixtures.map((fixture) => fixture.kind === 'data' && show(fixture.value))[2]).toEqual({ value: '«uuid()»' })
    expect(plan.suites[0]?.tests[0]?.steps[0]).toMatchObject({ kind: 'flow', flow: 'l', name: 'n' })
  })
})
