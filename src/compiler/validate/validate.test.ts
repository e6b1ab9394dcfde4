import { describe, expect, it } from 'vitest'
import { readMarks } from '../../../test/support/cursor-mark.ts'
import { specFolder } from '../../../test/support/spec-folder.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { loadProject } from '../load/load-project.ts'
import { validate } from './validate.ts'

async function check(files: Record<string, string>) {
  await using folder = await specFolder(files)
  const { project, diagnostics } = await loadProject([], { root: folder.path })
  expect(diagnostics).toEqual([])
  return await validate(project!)
}

const head = 'version: 1\nservices: { web: { url: http://localhost } }\n'

/** `▸` marks where the only diagnostic begins. */
const mistakes: { title: string; yaml: string; code: string; message?: RegExp; hint?: RegExp; related?: number }[] = [
  { title: 'an unknown key at the top', yaml: `${head}▸testz: {}\n`, code: 'unknown-key', hint: /`tests`/ },
  { title: 'an unknown key in an item of a list', yaml: `${head}tests: { a: { steps: [{ get: / }, { get: /, ▸capturee: { a: $.a } }] } }\n`, code: 'unknown-key', message: /an item of `steps`/, hint: /`capture`/ },
  { title: 'a misspelt key that is also required', yaml: 'version: 1\nservices: { web: { process: { ▸comand: x } } }\n', code: 'unknown-key', hint: /`command`/ },
  { title: 'a misspelt choice', yaml: 'version: 1\nservices: { web: { ▸proces: { command: x } } }\n', code: 'unknown-key', hint: /`process`/ },
  { title: 'a misspelt steps', yaml: `${head}tests: { a: { ▸step: [{ get: / }] } }\n`, code: 'unknown-key', hint: /`steps`/ },
  { title: 'a key in snake case', yaml: `${head}loads: { a: { users: 1, duration: 1m, tasks: [{ get: / }], ▸spawn_rate: 1/s } }\n`, code: 'unknown-key', hint: /`spawnRate`/ },
  { title: 'a key of CamelCase', yaml: `${head}tests: { a: { get: /, expect: { ▸JsonPath: { $.a: 1 } } } }\n`, code: 'unknown-key', hint: /`jsonPath`/ },
  { title: 'an unknown key behind an alias, at the anchor', yaml: `${head}tests:\n  a: { get: /, expect: &e { ▸statuss: 1 } }\n  b: { get: /, expect: *e }\n`, code: 'unknown-key' },
  { title: 'an unknown key that was merged in, at the anchor', yaml: `${head}requests:\n  a: &a\n    get: /\n    ▸heders: {}\ntests:\n  b:\n    <<: *a\n    expect: { status: 200 }\n`, code: 'unknown-key', hint: /`headers`/ },
  { title: 'a wrong value behind an alias, where it is used', yaml: `${head}variables: { t: &t 5 }\ntests: { b: { get: /, timeout: ▸*t } }\n`, code: 'missing-unit', related: 1 },
  { title: 'an unknown key in a file with CRLF', yaml: `version: 1\r\nservices:\r\n  web:\r\n    process:\r\n      command: x\r\n      ▸cdw: y\r\n`, code: 'unknown-key', hint: /`cwd`/ },
  { title: 'an unknown key behind non-ASCII text', yaml: `${head}tests: { "größe 🎉": { get: /ü, ▸expct: {} } }\n`, code: 'unknown-key', message: /the test `größe 🎉`/ },
  { title: 'an unknown __proto__', yaml: `${head}▸__proto__: {}\n`, code: 'unknown-key' },
  { title: 'an unknown constructor', yaml: `${head}tests: { a: { get: /, ▸constructor: 1 } }\n`, code: 'unknown-key' },
  { title: 'a text in the place of a map', yaml: `${head}tests: { a: ▸hello }\n`, code: 'wrong-type', message: /the text `hello`/ },
  { title: 'a list in the place of a map', yaml: `${head}tests:\n  ▸a:\n    - get: /\n`, code: 'wrong-type', message: /a list of 1/ },
  { title: 'an item of the wrong type', yaml: `${head}tests: { a: { get: /, tags: [x, ▸5] } }\n`, code: 'wrong-type' },
  { title: 'an empty value', yaml: `${head}tests:\n  a:\n    get: /\n    expect:\n      ▸status:\n`, code: 'wrong-type', message: /it is empty/, hint: /remove the key/ },
  { title: 'an empty section', yaml: `${head}▸tests:\n`, code: 'wrong-type' },
  { title: 'yes for true', yaml: `${head}env: { A: { required: ▸yes } }\n`, code: 'wrong-type', hint: /write `true`/ },
  { title: 'off for false', yaml: `${head}env: { A: { required: ▸off } }\n`, code: 'wrong-type', hint: /write `false`/ },
  { title: 'a bare number for a timeout', yaml: `${head}tests: { a: { get: /, timeout: ▸5 } }\n`, code: 'missing-unit', hint: /`5s` or `5ms`/ },
  { title: 'a number in quotes for a timeout', yaml: `${head}tests: { a: { get: /, timeout: ▸"5" } }\n`, code: 'missing-unit' },
  { title: 'a bare number in a matcher of time', yaml: `${head}tests: { a: { get: /, expect: { time: { lt: ▸500 } } } }\n`, code: 'missing-unit', hint: /`500ms`/ },
  { title: 'a bare number for a rate', yaml: `${head}leaks: { a: { request: x, rate: ▸500 } }\n`, code: 'missing-unit', hint: /`500\/s`/ },
  { title: 'a bare number for a size', yaml: `${head}leaks: { a: { request: x, limit: ▸500 } }\n`, code: 'missing-unit', hint: /`500MiB`/ },
  { title: 'a bare number for a share', yaml: `${head}loads: { a: { users: 1, duration: 1m, tasks: [{ get: / }], thresholds: { errors: { lt: ▸1 } } } }\n`, code: 'missing-unit', hint: /`1%`/ },
  { title: 'a duration with a space', yaml: `${head}tests: { a: { get: /, timeout: ▸5 s } }\n`, code: 'bad-value' },
  { title: 'a path without a slash', yaml: `${head}tests: { a: { get: ▸health } }\n`, code: 'bad-value' },
  { title: 'a JSONPath without $', yaml: `${head}tests: { a: { get: /, expect: { jsonPath: { ▸items: 1 } } } }\n`, code: 'bad-value' },
  { title: 'a missing version', yaml: '▸services: { web: { url: http://localhost } }\n', code: 'missing-key', hint: /`version: 1`/ },
  { title: 'a later version', yaml: 'version: ▸2\n', code: 'unknown-value' },
  { title: 'a missing key of an item', yaml: `${head}tests: { a: { get: /, cases: [{ ▸expect: { status: 200 } }] } }\n`, code: 'missing-key', message: /`name`/ },
  { title: 'method without path', yaml: `${head}tests: { a: { ▸method: FOO } }\n`, code: 'missing-key', message: /`path`/ },
  { title: 'a service of no kind', yaml: 'version: 1\nservices: { ▸web: {} }\n', code: 'missing-choice', message: /`process`/ },
  { title: 'a service of two kinds', yaml: 'version: 1\nservices: { web: { process: { command: x }, ▸url: "http://x" } }\n', code: 'conflicting-keys', related: 1 },
  { title: 'two methods', yaml: `${head}tests: { a: { get: /, ▸post: / } }\n`, code: 'conflicting-keys', message: /`get` and `post`/ },
  { title: 'three bodies', yaml: `${head}tests: { a: { post: /, json: 1, ▸form: {}, text: a } }\n`, code: 'conflicting-keys', message: /`json`, `form` and `text`/ },
  { title: 'two kinds of auth', yaml: `${head}tests: { a: { get: /, auth: { bearer: x, ▸basic: { username: a, password: b } } } }\n`, code: 'conflicting-keys' },
  { title: 'a request beside steps', yaml: `${head}tests: { a: { steps: [{ get: / }], ▸get: /, json: 1 } }\n`, code: 'conflicting-keys', message: /`get`, `json`/ },
  { title: 'a request beside a flow in a step', yaml: `${head}tests: { a: { steps: [{ flow: x, ▸get: / }] } }\n`, code: 'conflicting-keys' },
  { title: 'two load models', yaml: `${head}loads: { a: { rate: 1/s, ▸stages: [{ users: 1, duration: 1s }], tasks: [{ get: / }] } }\n`, code: 'conflicting-keys' },
  { title: 'a value that is not in the list', yaml: `${head}leaks: { a: { request: x, memory: ▸cgrup } }\n`, code: 'unknown-value', hint: /`cgroup`/ },
  { title: 'a bad name', yaml: 'version: 1\nservices: { ▸"my web": { url: http://localhost } }\n', code: 'bad-name' },
  { title: 'a status that is none', yaml: `${head}tests: { a: { get: /, expect: { status: ▸99 } } }\n`, code: 'out-of-range', message: /at least 100/ },
  { title: 'an empty expect', yaml: `${head}tests: { a: { get: /, ▸expect: {} } }\n`, code: 'empty-value' },
  { title: 'an empty list', yaml: `${head}tests: { a: { ▸steps: [] } }\n`, code: 'empty-value' },
  { title: 'an empty text', yaml: 'version: 1\nname: ▸""\n', code: 'empty-value' },
  { title: 'a tag twice', yaml: `${head}tests: { a: { get: /, tags: [x, y, ▸x] } }\n`, code: 'duplicate-item', related: 1 },
]

describe('validate', () => {
  it.each(mistakes)('reports $title once, in place', async ({ yaml, code, message, hint, related }) => {
    const { text, marks } = readMarks(yaml)
    const { diagnostics, spec } = await check({ 'apitest.yaml': text })
    expect(spec).toBeUndefined()
    expect(diagnostics.map(brief)).toEqual([`apitest.yaml:${marks[0]!.line}:${marks[0]!.column} ${code}`])
    if (message) expect(diagnostics[0]!.message).toMatch(message)
    if (hint) expect(diagnostics[0]!.hint).toMatch(hint)
    expect(diagnostics[0]!.related?.length ?? 0).toBe(related ?? diagnostics[0]!.related?.length ?? 0)
  })

  it('reports all mistakes of all files, in reading order', async () => {
    const { diagnostics } = await check({ 'apitest.yaml': `${head}include: [b.yaml]\nnme: x\ntests: { a: { get: x } }\n`, 'b.yaml': 'version: 1\nci: {}\ntests: { a: { gett: / } }\n' })
    expect(diagnostics.map(brief)).toEqual(['apitest.yaml:4:1 unknown-key', 'apitest.yaml:5:20 bad-value', 'b.yaml:1:1 entry-only-key', 'b.yaml:2:1 entry-only-key', 'b.yaml:3:15 unknown-key'])
  })

  it('joins the files and knows where each name stands', async () => {
    const { spec, diagnostics } = await check({
      'apitest.yaml': `${head}name: shop\ninclude: [tests/*.yaml]\nrequests: { a: { get: / } }\ntests: { x: { request: a } }\n`,
      'tests/items.apitest.yaml': 'requests: { __proto__: { get: / }, b: { get: / } }\ndefaults: { timeout: 5s }\ntests: { x: { request: b } }\n',
    })
    expect(diagnostics).toEqual([])
    expect(spec!.name).toBe('shop')
    expect(Object.keys(spec!.merged.requests!)).toEqual(['a', '__proto__', 'b'])
    expect(spec!.merged.defaults).toEqual({ timeout: '5s' })
    expect(spec!.placeOf('requests', 'b')).toEqual({ file: 'tests/items.apitest.yaml', path: ['requests', 'b'] })
    expect(spec!.placeOf('defaults')).toEqual({ file: 'tests/items.apitest.yaml', path: ['defaults'] })
    expect(spec!.files.map(({ file, suite }) => [file, suite])).toEqual([['apitest.yaml', 'shop'], ['tests/items.apitest.yaml', 'items']])
  })

  it('takes the name of the folder where none is written', async () => {
    const { spec } = await check({ 'apitest.yaml': head })
    expect(spec!.name).toMatch(/^apitest-spec-/)
  })

  it('reports a name that two files define, with both places', async () => {
    const { diagnostics } = await check({ 'apitest.yaml': `${head}include: [b.yaml]\nflows: { f: { steps: [{ get: / }] } }\n`, 'b.yaml': 'flows:\n  g: { steps: [{ get: / }] }\n  f: { steps: [{ get: / }] }\n' })
    expect(diagnostics.map(brief)).toEqual(['b.yaml:3:3 duplicate-name'])
    expect(diagnostics[0]!.related).toMatchObject([{ range: { file: 'apitest.yaml', start: { line: 4, column: 10 } } }])
  })

  it('lets tests of different files have the same name', async () => {
    expect((await check({ 'apitest.yaml': `${head}include: [b.yaml]\ntests: { a: { get: / } }\n`, 'b.yaml': 'tests: { a: { get: / } }\n' })).diagnostics).toEqual([])
  })
})

function brief({ code, range }: Diagnostic): string {
  return `${range!.file}:${range!.start.line}:${range!.start.column} ${code}`
}
