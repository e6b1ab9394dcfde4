import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Editor } from './editor.ts'

const spec = `version: 1
include: [more/*.apitest.yaml]
env:
  API_KEY: { default: none, description: Given by the shop }
variables:
  region: eu
services:
  web: { url: http://127.0.0.1:9 }
fixtures:
  order: { json: order.json }
  rows: { value: [{ sku: chair }] }
requests:
  predict:
    post: /prediction
    headers: { x-api-key: "\${env.API_KEY}" }
    json: \${fixtures.order}
    capture: { id: $.id }
    expect: { status: 200 }
flows:
  login:
    params: { user: alice }
    steps:
      - { post: /login, json: { user: "\${params.user}", region: "\${variables.region}" }, expect: { status: 200 }, capture: { token: $.token } }
tests:
  predicts:
    steps:
      - { flow: login, args: { user: bob } }
      - { request: predict, service: web }
      - get: /items/\${captures.id}
        headers: { authorization: "\${captures.login.token}" }
        expect: { status: 200 }
`
const files = {
  'apitest.yaml': spec,
  'order.json': '{ "sku": "chair", "amount": { "value": 2 } }',
  'more/more.apitest.yaml': `tests:\n  again: { request: predict, with: rows, query: { sku: "\${row.sku}" } }\n`,
}
const startAt = (line: string, column: number) => {
  const row = spec.split('\n').findIndex((one) => one.includes(line))
  return `${row + 1}:${column}`
}
/** The spec with a cursor in it. */
const at = (needle: string, marked: string) => {
  if (!spec.includes(needle)) throw new Error(`${needle} is not in the spec`)
  return spec.replace(needle, marked)
}

describe('mistakes', () => {
  it('are those of `apitest validate`, and go when they are mended, without saving', async () => {
    await using editor = await Editor.start(files)
    expect(await editor.diagnose('apitest.yaml', spec)).toEqual([])
    const misspelt = spec.replace('request: predict, service', 'request: predct, service')
    const where = startAt('request: predict, service', 0).replace(':0', '')
    expect(await editor.diagnose('apitest.yaml', misspelt)).toContain(
      `${where}:20-26 No request is named \`predct\`\nDid you mean \`predict\`? Known requests: \`predict\``,
    )
    expect(await editor.diagnose('apitest.yaml', spec)).toEqual([])
  })

  it('stand in the file that has them, also when the change was made in another one', async () => {
    await using editor = await Editor.start(files)
    editor.type('more/more.apitest.yaml', files['more/more.apitest.yaml'])
    expect(await editor.diagnose('apitest.yaml', spec.replace('  rows: {', '  lines: {'))).toEqual([])
    expect(await editor.diagnose('more/more.apitest.yaml')).toEqual([expect.stringContaining('2:36-40 No fixture is named `rows`')])
  })

  it('come once for a burst of typing', async () => {
    await using editor = await Editor.start(files)
    await editor.diagnose('apitest.yaml', spec)
    editor.client.forget()
    for (const end of ['t', 'te', 'tes', 'test']) editor.type('apitest.yaml', `${spec}${end}`)
    await editor.diagnosticsOf('apitest.yaml')
    expect(editor.client.publications.get(editor.uri('apitest.yaml'))).toBe(1)
  })

  it('are told again when a file on the disk changes that the spec reads', async () => {
    await using editor = await Editor.start(files)
    const text = spec.replace('/items/${captures.id}', '/items/${fixtures.order.colour}')
    expect(await editor.diagnose('apitest.yaml', text)).toEqual([expect.stringContaining('`fixtures.order` has no part `colour`')])
    await writeFile(join(editor.folder, 'order.json'), '{ "colour": "red" }')
    editor.client.forget()
    editor.client.notify('workspace/didChangeWatchedFiles', { changes: [] })
    expect(await editor.diagnose('apitest.yaml')).toEqual([])
  })

  it('are none in YAML files that are not ours', async () => {
    await using editor = await Editor.start(files)
    expect(await editor.diagnose('docker-compose.yaml', 'services: { web: { imag: x } }\n')).toEqual([])
  })

  it('are found behind a link, and told for the name that the editor knows', async () => {
    const alone = 'version: 1\ntests: { a: { gett: / } }\n'
    await using editor = await Editor.start({ 'real/apitest.yaml': alone, linked: { link: 'real' } })
    expect(await editor.diagnose('linked/apitest.yaml', alone)).toEqual([expect.stringContaining('`gett` is not a key')])
  })

  it('go when an open file is closed and no longer part of a project', async () => {
    await using editor = await Editor.start({ ...files, 'apitest.yaml': spec.replace('include: [more/*.apitest.yaml]\n', '') })
    const alone = 'version: 1\ntests: { a: { gett: / } }\n'
    expect(await editor.diagnose('alone.yaml', alone)).toHaveLength(1)
    editor.client.forget()
    editor.client.notify('textDocument/didClose', { textDocument: { uri: editor.uri('alone.yaml') } })
    expect(await editor.diagnose('alone.yaml')).toEqual([])
  })
})

describe('completion', () => {
  let editor: Editor
  beforeAll(async () => {
    editor = await Editor.start(files)
  })
  afterAll(() => editor[Symbol.asyncDispose]())

  it.each([
    ['the name of a request', at('request: predict, service', 'request: ▸, service'), ['predict']],
    ['a name that is half written', at('request: predict, service', 'request: pr▸, service'), ['predict']],
    ['the name of a flow', at('flow: login', 'flow: ▸'), ['login']],
    ['the name of a service', at('service: web', 'service: ▸'), ['web']],
    ['environment variables', at('${env.API_KEY}', '${env.▸}'), ['API_KEY']],
    ['variables', at('${variables.region}', '${variables.▸}'), ['region']],
    ['fixtures', at('json: ${fixtures.order}', 'json: ${fixtures.▸}'), ['order', 'rows']],
    ['an expression that is not closed yet', at('json: ${fixtures.order}', 'json: ${fixtures.▸'), ['order', 'rows']],
    ['a quote that is not closed yet', at('json: ${fixtures.order}', 'json: "${fixtures.▸'), ['order', 'rows']],
    ['captures of the test, its requests and its flows', at('/items/${captures.id}', '/items/${captures.▸}'), ['id', 'login']],
    ['captures of a flow', at('${captures.login.token}', '${captures.login.▸}'), ['token']],
    ['parameters of the flow', at('${params.user}', '${params.▸}'), ['user']],
    ['what a service has', at('/items/${captures.id}', '/items/${services.web.▸}'), ['url', 'host', 'port']],
    ['the argument of a function', at('/items/${captures.id}', '/items/${base64(env.▸)}'), ['API_KEY']],
    ['nothing where there are no names', at('post: /prediction', 'post: ▸/prediction'), []],
    ['nothing in a comment', at('services:\n', '# ${env.▸}\nservices:\n'), []],
  ])('offers %s', async (_, marked, labels) => {
    expect((await editor.complete('apitest.yaml', marked)).map(({ label }) => label)).toEqual(labels)
  })

  it('offers the keys of data, once the project has been without errors', async () => {
    await editor.diagnose('apitest.yaml', spec)
    const labels = async (text: string) => (await editor.complete('apitest.yaml', text)).map(({ label }) => label)
    expect(await labels(at('json: ${fixtures.order}', 'json: ${fixtures.order.▸}'))).toEqual(['sku', 'amount'])
    expect(await labels(at('json: ${fixtures.order}', 'json: ${fixtures.order.amount.▸}'))).toEqual(['value'])
    expect(await labels(at('json: ${fixtures.order}', 'json: ${fixtures.rows[0].▸}'))).toEqual(['sku'])
  })

  it('begins with what can be named at the place, and the functions', async () => {
    const labels = (await editor.complete('apitest.yaml', at('json: ${fixtures.order}', 'json: ${▸}'))).map(({ label }) => label)
    expect(labels).toEqual(expect.arrayContaining(['env', 'variables', 'fixtures', 'captures', 'services', 'uuid', 'randomInt']))
    expect(labels).not.toContain('port')
    const own = await editor.complete('apitest.yaml', at('http://127.0.0.1:9 ', '"http://127.0.0.1:${▸}" '))
    expect(own.map(({ label }) => label)).toContain('port')
  })

  it('replaces the word at the cursor, behind it too', async () => {
    const marked = at('json: ${fixtures.order}', 'json: ${fixtures.or▸wrong}')
    expect(await editor.accept('apitest.yaml', { marked, label: 'order' })).toBe(spec)
  })

  it('knows the names of all files of the project', async () => {
    const items = await editor.complete('more/more.apitest.yaml', 'tests:\n  again: { request: ▸ }\n')
    expect(items.map(({ label }) => label)).toEqual(['predict'])
    expect(items[0]!.documentation!.value).toContain('post: /prediction')
  })

  it('keeps the names of included files while the entry cannot be read', async () => {
    await editor.diagnose('apitest.yaml', spec)
    editor.type('more/more.apitest.yaml', 'requests:\n  other: { get: / }\n')
    await editor.diagnose('more/more.apitest.yaml')
    await editor.diagnose('apitest.yaml', `${spec}\n  [`)
    const items = await editor.complete('apitest.yaml', at('request: predict, service', 'request: ▸, service'))
    expect(items.map(({ label }) => label)).toEqual(['predict', 'other'])
  })
})

describe('names', () => {
  let editor: Editor
  beforeAll(async () => {
    editor = await Editor.start(files)
  })
  afterAll(() => editor[Symbol.asyncDispose]())

  it('hovering shows the definition as written, and where it stands', async () => {
    expect(await editor.hover('apitest.yaml', at('${env.API_KEY}', '${env.API▸_KEY}'))).toBe(
      `**API_KEY** — environment variable\n\n\`\`\`yaml\nAPI_KEY: { default: none, description: Given by the shop }\n\`\`\`\n\napitest.yaml:${startAt('API_KEY: {', 0).replace(':0', '')}`,
    )
    expect(await editor.hover('apitest.yaml', at('request: predict, service', 'request: pre▸dict, service'))).toContain('predict:\n  post: /prediction\n')
    expect(await editor.hover('apitest.yaml', at('post: /prediction', 'post: /pre▸diction'))).toBeUndefined()
  })

  it.each([
    ['a request', at('request: predict, service', 'request: predi▸ct, service'), startAt('  predict:', 3)],
    ['a fixture inside a text', at('${fixtures.order}', '${fixtures.o▸rder}'), startAt('order: {', 3)],
    ['an environment variable', at('${env.API_KEY}', '${env.▸API_KEY}'), startAt('API_KEY: {', 3)],
    ['a capture, in the request that makes it', at('${captures.id}', '${captures.i▸d}'), startAt('capture: { id', 16)],
    ['the flow behind captures', at('${captures.login.token}', '${captures.lo▸gin.token}'), startAt('  login:', 3)],
    ['a capture of a flow', at('${captures.login.token}', '${captures.login.tok▸en}'), startAt('capture: { token', 126)],
    ['an argument', at('args: { user', 'args: { us▸er'), startAt('params: { user', 15)],
    ['a service', at('service: web', 'service: w▸eb'), startAt('web: {', 3)],
  ])('the definition of %s is found', async (_, marked, place) => {
    expect(await editor.definition('apitest.yaml', marked)).toEqual([`apitest.yaml:${place}`])
  })

  it('all uses of a name are found, over all files', async () => {
    expect(await editor.references('apitest.yaml', at('  predict:', '  pre▸dict:'))).toEqual([
      `apitest.yaml:${startAt('  predict:', 3)}`,
      `apitest.yaml:${startAt('request: predict, service', 20)}`,
      'more/more.apitest.yaml:2:21',
    ])
    expect(await editor.references('more/more.apitest.yaml', files['more/more.apitest.yaml'].replace('with: rows', 'with: ro▸ws'))).toEqual([
      `apitest.yaml:${startAt('rows: {', 3)}`,
      'more/more.apitest.yaml:2:36',
    ])
  })

  it('a capture of the same name in another test is another capture', async () => {
    const more = `${spec}  other:\n    steps:\n      - { get: /a, capture: { id: $.id }, expect: { status: 200 } }\n      - { get: "/b/\${captures.i▸d}", expect: { status: 200 } }\n`
    expect(await editor.definition('apitest.yaml', more)).toEqual([`apitest.yaml:${spec.split('\n').length + 2}:31`])
  })
})

describe('quick fixes', () => {
  let editor: Editor
  beforeAll(async () => {
    editor = await Editor.start(files)
  })
  afterAll(() => editor[Symbol.asyncDispose]())

  it.each([
    ['a misspelt key', '    expect: { status: 200 }\nflows', '    expct: { status: 200 }\nflows'],
    ['a misspelt name', 'request: predict, service', 'request: predct, service'],
    ['a misspelt name in quotes', '"${env.API_KEY}"', '"${env.API_KEX}"'],
    ['the beginning of a name', '${env.API_KEY}', '${API_KEY}'],
  ])('mend %s', async (_, right, wrong) => {
    expect((await editor.fixes('apitest.yaml', at(right, wrong))).map(({ text }) => text)).toContain(spec)
  })

  it('keep the quotes of a name', async () => {
    const right = at('request: predict, service', "request: 'predict', service")
    const fixes = await editor.fixes('apitest.yaml', right.replace("'predict'", "'predct'"))
    expect(fixes).toEqual([{ title: 'Change to predict', text: right }])
  })

  it('offer each unit for a number without one', async () => {
    const fixes = await editor.fixes('apitest.yaml', at('post: /prediction', 'post: /prediction\n    timeout: 5'))
    expect(fixes.map(({ title }) => title)).toEqual(['Change to 5s', 'Change to 5ms'])
    expect(fixes[0]!.text).toContain('timeout: 5s\n')
  })
})

describe('the server', () => {
  it('answers what it does not know with an error, and goes on', async () => {
    await using editor = await Editor.start(files)
    await expect(editor.client.request('textDocument/rename', {})).rejects.toThrow('apitest does not answer this')
    expect(await editor.diagnose('apitest.yaml', spec)).toEqual([])
  })

  it('asks to be told about changes on the disk where the editor can tell', async () => {
    const { capabilities } = await (await Editor.start(files)).client.request<{ capabilities: object }>('initialize', { capabilities: {} })
    expect(capabilities).toMatchObject({ completionProvider: {}, hoverProvider: true, definitionProvider: true, referencesProvider: true })
  })

  it('ends with 0 after shutdown, with 1 when the editor is gone', async () => {
    const one = await Editor.start(files)
    expect(await one.client.close()).toBe(0)
    const other = await Editor.start(files)
    expect(await other.client.crash()).toBe(1)
  })

  it('says what is wrong with a stream that is no protocol, and ends', () => {
    const program = fileURLToPath(new URL('../../bin/apitest.js', import.meta.url))
    const { status, stderr, stdout } = spawnSync(process.execPath, [program, 'lsp'], { input: 'hello\r\n\r\n', encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('error `apitest lsp` is spoken to by an editor, and what came is no message of one')
  })
})
