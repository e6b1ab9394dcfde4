import { describe, expect, it } from 'vitest'
import { renderDiagnostics } from '../src/compiler/diagnostics/render/render-diagnostics.ts'
import { checkSpec } from '../src/compiler/pipeline.ts'
import { readMarks } from './support/cursor-mark.ts'
import { specFolder } from './support/spec-folder.ts'

/** Mistakes of authors that other tools let pass, some of them most: each is red before anything is started, once, in place. */
const services = 'version: 1\nservices:\n  web: { process: { command: node server.js } }\n'

interface Mistake {
  readonly title: string
  /** `▸` marks the place. */
  readonly yaml: string
  readonly code: string
  readonly hint?: RegExp
}

const authors: readonly Mistake[] = [
  { title: 'a misspelt expectation', yaml: 'tests:\n  a:\n    get: /\n    expect:\n      ▸statuss: 200\n', code: 'unknown-key', hint: /`status`/ },
  { title: 'a misspelt block of expectations', yaml: 'tests:\n  a:\n    get: /\n    ▸expct:\n      status: 200\n', code: 'unknown-key', hint: /`expect`/ },
  { title: 'the name that another tool has for it', yaml: 'tests:\n  a:\n    get: /\n    ▸check:\n      status: 200\n', code: 'unknown-key' },
  { title: 'a wrong type', yaml: 'tests:\n  a:\n    get: /\n    expect:\n      headers: ▸json\n', code: 'wrong-type' },
  { title: 'an unknown variable in a path', yaml: 'variables: { path: items }\ntests:\n  a:\n    get: /${variables.▸pth}/${variables.path}\n    expect: { status: 200 }\n', code: 'unknown-variable', hint: /`path`/ },
  { title: 'a suite without tests', yaml: 'suites:\n  smoke:\n    ▸tests: {}\n', code: 'empty-value' },
  { title: 'a syntax error', yaml: 'tests:\n  a:\n    get: /\n    expect: ▸{ status: 200\n', code: 'yaml-syntax' },
  { title: 'a misspelt request key', yaml: 'tests:\n  a:\n    ▸gett: /\n    expect: { status: 200 }\n', code: 'unknown-key', hint: /`get`/ },
  { title: 'a misspelt name of a request', yaml: 'requests:\n  login: { get: / }\ntests:\n  a:\n    request: ▸lgoin\n    expect: { status: 200 }\n  b: { request: login, expect: { status: 200 } }\n', code: 'unknown-request', hint: /`login`/ },
  { title: 'text where a list of steps belongs', yaml: 'tests:\n  a:\n    steps: ▸hello\n', code: 'wrong-type' },
  { title: 'a misspelt matcher', yaml: 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath: { $.n: { ▸equls: 1 } }\n', code: 'unknown-key', hint: /`equals`/ },
  { title: 'a test without any expectation', yaml: 'tests:\n  ▸a:\n    get: /\n', code: 'test-without-expectation' },
]

const probes: readonly Mistake[] = [
  { title: 'a misspelt check', yaml: 'tests:\n  a: { get: /, expect: { ▸statuss: 500 } }\n', code: 'unknown-key', hint: /`status`/ },
  { title: 'a step whose request is misspelt', yaml: 'tests:\n  a:\n    steps:\n      - ▸poost: /items\n        expect: { status: 201 }\n', code: 'unknown-key', hint: /`post`/ },
  { title: 'a step that says two things to do', yaml: 'flows: { login: { steps: [{ post: /login, expect: { status: 200 } }] } }\ntests:\n  a:\n    steps:\n      - flow: login\n        ▸get: /\n', code: 'conflicting-keys' },
  { title: 'an empty status', yaml: 'tests:\n  a:\n    get: /\n    expect:\n      ▸status:\n', code: 'wrong-type' },
  { title: 'status 0', yaml: 'tests:\n  a: { get: /, expect: { status: ▸0 } }\n', code: 'out-of-range' },
  { title: 'a list of matchers for a status', yaml: 'tests:\n  a: { get: /, expect: { status: [{ ▸gte: 100, lt: 150 }] } }\n', code: 'wrong-type' },
  { title: 'a threshold of 0', yaml: 'requests: { a: { get: /, expect: { status: 200 } } }\nloads:\n  peak: { users: 1, duration: 1m, tasks: [{ request: a }], thresholds: { p95: ▸0 } }\n', code: 'wrong-type' },
  { title: 'a misspelt matcher of a number', yaml: 'tests:\n  a: { get: /, expect: { jsonPath: { $.n: { ▸gtee: 1 } } } }\n', code: 'unknown-key', hint: /`gte`/ },
  { title: 'no steps', yaml: 'tests:\n  a:\n    ▸steps: []\n', code: 'empty-value' },
]

describe.each([
  ['the mistakes of authors', authors],
  ['what the nearest peer lets pass', probes],
])('%s', (_, mistakes) => {
  it.each(mistakes)('$title is told in place', async ({ yaml, code, hint }) => {
    const { text, marks } = readMarks(services + yaml)
    await using folder = await specFolder({ 'apitest.yaml': text })
    const { diagnostics, sources } = await checkSpec({ root: folder.path })
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.range?.start])).toEqual([[code, marks[0]]])
    if (hint) expect(diagnostics[0]!.hint).toMatch(hint)
    expect(renderDiagnostics(diagnostics, { sources, format: 'pretty' }).split('\n').length).toBeLessThan(25)
  })
})

it.each([
  ['a list of statuses', 'tests:\n  a: { get: /, expect: { status: [200, 201] } }\n'],
  ['two keys of one matcher', 'tests:\n  a: { get: /, expect: { status: { gte: 200, lt: 300 } } }\n'],
  ['text that looks like a pattern', 'tests:\n  a: { get: /, expect: { jsonPath: { $.path: "/zzz|a/" } } }\n'],
  ['null as the expected value', 'tests:\n  a: { get: /, expect: { jsonPath: { $.n: null } } }\n'],
])('%s is no mistake', async (_, yaml) => {
  await using folder = await specFolder({ 'apitest.yaml': services + yaml })
  expect((await checkSpec({ root: folder.path })).diagnostics).toEqual([])
})
