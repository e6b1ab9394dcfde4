import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import { importOpenapi, SourceError } from './import-openapi.ts'

const root = fileURLToPath(new URL('../../../../specs/openapi-contract/', import.meta.url))

function imported(text: string, existing?: { spec: string; lock: string }, files: Readonly<Record<string, unknown>> = {}) {
  const read = (file: string): unknown => {
    if (file === 'openapi.yaml') return parse(text) as unknown
    if (Object.hasOwn(files, file)) return files[file]
    throw new SourceError(`There is no file \`${file}\``)
  }
  const result = importOpenapi({ file: 'openapi.yaml', openapi: 'openapi.yaml', read, existing })
  const [spec, lock] = result.files
  // oxlint-disable-next-line typescript/no-explicit-any -- the spec is read as a person would
  return { ...result, spec: spec?.text ?? '', lock: lock?.text ?? '', data: parse(spec?.text ?? '') as Record<string, any> }
}

const document = readFileSync(`${root}openapi.yaml`, 'utf8')

describe('a document becomes a spec', () => {
  it('has a request and a test for each operation, and cases that the schema forbids', () => {
    const { data, summary } = imported(document)
    expect(Object.keys(data.requests)).toEqual(['health', 'listBooks', 'addBook', 'readBook', 'removeBook'])
    expect(data.fixtures.addBook.value).toEqual({ title: 'Middlemarch', pages: 880, state: 'unread' })
    expect(data.suites.books.tests['Add a book, refused'].cases).toContainEqual({ name: 'pages below 1', patch: { '$.pages': 0 }, expect: { status: 400 } })
    expect(data.suites.books.tests['Remove a book'].steps[0]).toEqual({ request: 'addBook', expect: { status: 201 }, capture: { bookId: '$.id' } })
    expect(summary).toEqual(['5 operations: 5 tests and 21 cases of what is refused'])
  })

  it('makes values where the document shows none, also for schemas that refer to themselves', () => {
    const { data, problems } = imported(`
openapi: 3.0.0
info: { title: t, version: "1" }
paths:
  /trees:
    post:
      requestBody: { content: { application/json: { schema: { $ref: "tree.yaml#/Tree" } } } }
      responses: { "201": { description: made }, "400": { description: no } }
`, undefined, { 'tree.yaml': { Tree: { type: 'object', required: ['code', 'size'], properties: { code: { type: 'string', pattern: '^[A-Z]{2}-\\d{3}$' }, size: { type: 'number', minimum: 0, exclusiveMinimum: true }, children: { type: 'array', items: { $ref: '#/Tree' } }, at: { type: 'string', format: 'date-time' } } } } })
    expect(problems).toEqual([])
    expect(data.fixtures['post-trees'].value).toMatchObject({ code: 'AA-111', size: 0.5, children: [], at: '2025-05-17T12:00:00Z' })
  })

  it('makes bodies that fit: alternatives that exclude each other, those that a discriminator names, and none where an example is wrong', () => {
    const { data, problems } = imported(`
openapi: 3.0.0
info: { title: t, version: "1" }
paths:
  /either:
    post:
      summary: Either of both.
      requestBody: { content: { application/json: { schema: { oneOf: [{ $ref: "#/components/schemas/Any" }, { $ref: "#/components/schemas/Dog" }] } } } }
      responses: { "200": { description: ok }, "400": { description: no } }
  /named:
    post:
      requestBody:
        content:
          application/json:
            schema:
              oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }]
              discriminator: { propertyName: kind, mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } }
      responses: { "200": { description: ok } }
  /wrong:
    post:
      requestBody: { content: { application/json: { example: { size: big }, schema: { type: object, properties: { size: { type: integer } } } } } }
      responses: { "200": { description: ok } }
  /nothing:
    post:
      requestBody: { content: { multipart/form-data: { schema: { type: object } } } }
      responses: { "200": { description: ok } }
components:
  schemas:
    Any: { type: object, minProperties: 1, additionalProperties: { type: integer } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, name: { type: string } } }
`)
    expect(problems.filter(({ code }) => code !== 'no-refusal')).toEqual([])
    const { 'post-either': either, 'post-named': named, 'post-wrong': wrong } = data.fixtures
    expect([either.value, named.value, wrong.value]).toEqual([{ kind: 'kind', name: 'name' }, { kind: 'cat' }, { size: 1 }])
    expect(data.requests['post-nothing']).toEqual({ post: '/nothing' })
    expect(Object.keys(data.tests)).toContain('Either of both')
  })

  it('reads what documents of the wild have: operations in other files, paths told apart by # or ?, files to upload, limits of machine words', () => {
    const { data, problems } = imported(
      `
openapi: 3.0.0
info: { title: t, version: "1" }
paths:
  /token: { post: { responses: { "200": { description: ok } } } }
  "/token#refresh": { post: { responses: { "200": { description: ok } } } }
  "/token?beta=true": { post: { responses: { "200": { description: ok } } } }
  /far: { get: { $ref: far.yaml } }
  /upload:
    post:
      requestBody: { content: { multipart/form-data: { schema: { type: object, properties: { picture: { type: string, format: binary }, note: { type: string } } } } } }
      responses: { "200": { description: ok } }
  /raw:
    put:
      requestBody: { content: { application/xml: { example: "<a/>" } } }
      responses: { "200": { description: ok } }
  /seed:
    get:
      parameters: [{ name: seed, in: query, required: true, schema: { type: integer, minimum: -9223372036854775808 } }]
      responses: { "200": { description: ok } }
`,
      undefined,
      { 'far.yaml': { operationId: 'far', responses: { '204': { description: 'ok' } } } },
    )
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    const { requests } = data
    expect(requests['post-token'].post).toBe('/token')
    expect(requests['post-token-refresh'].post).toBe('/token')
    expect(requests['post-token-beta-true'].post).toBe('/token?beta=true')
    expect(requests.far).toEqual({ get: '/far' })
    expect(requests['post-upload'].multipart).toEqual({
      picture: { text: 'picture', filename: 'picture.txt', contentType: 'application/octet-stream' },
      note: 'note',
    })
    expect(requests['put-raw']).toEqual({ put: '/raw', headers: { 'content-type': 'application/xml' }, text: '<a/>' })
    expect(requests['get-seed'].query).toEqual({ seed: 1 })
  })

  it('says that a document without operations gives no tests', () => {
    expect(imported('openapi: 3.1.0\ninfo: { title: t, version: "1" }\nwebhooks: {}').problems[0]).toMatchObject({ code: 'no-operations' })
  })

  it('takes no text of the document for code', () => {
    const { spec, data } = imported(`
openapi: 3.1.0
info: { title: "\${env.HOME} */ \\n # x", version: "1" }
paths:
  "/a$b/{__proto__}":
    post:
      operationId: "../../x\`\${1}"
      summary: "'); process.exit(1) //\${env.HOME}"
      tags: ["../../etc"]
      parameters: [{ name: __proto__, in: path, required: true, schema: { type: string }, example: "\${env.HOME}" }]
      requestBody: { content: { application/json: { example: { "__proto__": 1, a: "\${uuid()}" }, schema: {} } } }
      responses: { "200": { description: "" } }
`)
    expect(spec).not.toMatch(/(?<!\$)\$\{(?!env\.API_URL|variables\.|fixtures\.)/)
    expect(Object.keys(data.suites)).toEqual(['etc'])
    expect(Object.keys(data.requests)).toEqual(['x-1'])
    expect(data.variables[Object.keys(data.variables)[0]!]).toBe('$${env.HOME}')
  })

  it.each([
    ['swagger: "2.0"\npaths: {}', /Swagger 2.0/],
    ['a: 1', /no `openapi:`/],
    ['- 1', /no map/],
    ['openapi: 3.0.0\npaths: { x: {} }', /begins with \//],
    ['openapi: 3.0.0\npaths: { /a: { get: { responses: { "200": { $ref: "#/nowhere" } } } } }', /leads to nothing/],
    ['openapi: 3.0.0\npaths: { /a: { $ref: "#/paths/~1b" }, /b: { $ref: "#/paths/~1a" } }', /leads to itself/],
    ['openapi: 3.0.0\npaths: { /a: { get: { responses: { "200": { $ref: "https://x.example/y" } } } } }', /only files are read/],
    ['openapi: 3.0.0\npaths: { /a: { get: { responses: { "200": { $ref: "b.yaml" } } } } }', /no file `b.yaml`/],
  ])('says what is wrong with %j', (text, message) => {
    const { problems, files } = imported(text)
    expect(files).toEqual([])
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message)
  })
})

describe('a changed document', () => {
  const first = imported(document)
  const mine = first.spec
    .replace('      List books:\n', '      # my own words\n      List books:\n        tags: [ smoke ]\n')
    .replace('request: readBook\n        expect: { status: 200 }', 'request: readBook\n        expect: { status: 200, time: { lt: 1s } }')
    .concat('\n      mine: { get: /books, expect: { status: 200 } }\n')
  const existing = { spec: mine, lock: first.lock }

  it('changes nothing when the document is the same', () => {
    const again = imported(document, existing)
    expect(again.spec).toBe(mine)
    expect(again.lock).toBe(first.lock)
    expect([again.added, again.changed, again.removed, again.kept]).toEqual([[], [], [], []])
  })

  it('brings in what was added, changed and removed, and keeps what was written by hand', () => {
    const changed = document
      .replace('  /health:', '  /authors:\n    get: { operationId: listAuthors, summary: List authors, tags: [authors], responses: { "200": { description: ok } } }\n  /health:')
      .replace(/    delete:\n[^]*?(?=components:)/, '')
      .replace('"200":\n          description: The book.', '"203":\n          description: The book.')
      .replace('maximum: 100', 'maximum: 50')
    const { data, spec, added, changed: different, removed, kept } = imported(changed, existing)
    expect([added, different, removed]).toEqual([['GET /authors'], ['GET /books', 'GET /books/{bookId}'], ['DELETE /books/{bookId}']])
    const { tests } = data.suites.books
    expect(tests['Read a book'].expect).toEqual({ status: 203, time: { lt: '1s' } })
    expect(tests['List books'].tags).toEqual(['smoke'])
    expect(tests['List books, refused'].cases.map(({ name }: { name: string }) => name)).toContain('limit above 50')
    expect(tests['List books, refused'].cases.map(({ name }: { name: string }) => name)).not.toContain('limit above 100')
    expect(tests).toHaveProperty('mine')
    expect(tests).not.toHaveProperty('Remove a book')
    expect(data.suites.authors.tests).toHaveProperty('List authors')
    expect(spec).toContain('# my own words')
    expect(kept).toEqual([])
  })

  it('leaves a test alone that both changed, and says so', () => {
    const spec = mine.replace('request: readBook\n        expect: { status: 200, time', 'request: readBook\n        expect: { status: 299, time')
    const { data, kept } = imported(document.replace('"200":\n          description: The book.', '"203":\n          description: The book.'), { spec, lock: first.lock })
    expect(data.suites.books.tests['Read a book'].expect.status).toBe(299)
    expect(kept).toEqual(['suites/books/tests/Read a book/expect/status'])
  })
})

it('wrote the example, which was changed by hand since', () => {
  const existing = { spec: readFileSync(`${root}apitest.yaml`, 'utf8'), lock: readFileSync(`${root}openapi-import.json`, 'utf8') }
  const { spec, lock } = imported(document, existing)
  expect(spec).toBe(existing.spec)
  expect(lock).toBe(existing.lock)
})
