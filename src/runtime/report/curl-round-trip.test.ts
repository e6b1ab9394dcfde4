import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer } from '../../../test/support/http-server.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { createTestApi } from '../project/test-session.testing.ts'
import { essence, importedRequest } from '../../../test/support/imported-curl.ts'
import { recordExchange } from './record-exchange.ts'

/** Another number makes other requests: CURL_SEED=7 npx vitest run src/runtime/report/curl-round-trip.test.ts */
const seed = Number(process.env['CURL_SEED'] ?? 1)
const imports = 200
const executions = 20

const path = mkdtempSync(join(tmpdir(), 'apitest-curl-'))
const folder = pathToFileURL(`${path}/`)
const files = ['plain.bin', `it's "odd" $HOME.txt`, 'a;b=c,d.png']

beforeAll(() => files.forEach((name) => writeFileSync(join(path, name), Buffer.from(`\0${name}\n\xff`, 'latin1'))))
afterAll(() => rmSync(path, { recursive: true }))

/** Numbers from 0 to 1, the same for the same start (mulberry32). */
function numbersFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** What shells, curl, YAML, templates, JSON and URLs each take for something else. */
const hostile = [
  "'", '"', '`', '$', '${', '${env.HOME}', '$(id)', '$${', '\\', '\\n', '\\u0041', '\n', '\r\n', '\t', '\u0007', '\u001b[31m', '\u007f', '!', '#', '# x', ';', ';type=a/b', '|', '||',
  '&', '<', '>', '@', '@plain.bin', '%', '%41', '%zz', '+', ' ', '  ', '=', '==', ':', ': ', '- ', '{}', '[', ']', '{a,b}', '[1-3]', '*', '?', '~', '^', ',', 'é', '日本', '😀', '\u2028', '\uE000', '\uFEFF',
  'null', 'true', '1e3', '007', '0x1', '---', '__proto__', 'a', 'bc', 'X', '1', '9007199254740993',
]

class Maker {
  readonly #next: () => number

  constructor(start: number) {
    this.#next = numbersFrom(start)
  }

  whole(below: number): number {
    return Math.floor(this.#next() * below)
  }

  one<T>(list: readonly T[]): T {
    return list[this.whole(list.length)]!
  }

  text(pieces = 6): string {
    return Array.from({ length: this.whole(pieces) }, () => this.one(hostile)).join('')
  }

  /** What every client sends as the same bytes: beyond ASCII some write Latin-1 and some UTF-8, and space around a value is not kept. */
  headerValue(): string {
    return this.text().replaceAll(/[^ -~]/g, '').trim()
  }

  map<T>(value: () => T): Record<string, T> {
    return Object.fromEntries(Array.from({ length: 1 + this.whole(3) }, (_, index) => [`k${index}${this.one(['', '-x', '[]', '.y', ' z', "'"])}`, value()]))
  }

  json(depth = 0): unknown {
    switch (this.whole(depth > 2 ? 4 : 6)) {
      case 0:
        return this.text()
      case 1:
        return this.one([0, -1, 1.5, 1e21, -0.0000001, 9007199254740991])
      case 2:
        return this.one([true, false, null])
      case 3:
        return this.one([[], {}, '', ' '])
      case 4:
        return Array.from({ length: this.whole(3) }, () => this.json(depth + 1))
      default:
        return this.map(() => this.json(depth + 1))
    }
  }

  body(): Partial<RequestDefinition> {
    switch (this.whole(8)) {
      case 0:
        return { json: this.json() }
      case 1:
        return { text: this.text(12) }
      case 2:
        return { form: this.map(() => (this.whole(4) === 0 ? [this.text(), this.text()] : this.text())) }
      case 3:
        return { file: this.one(files) }
      case 4:
        return { graphql: { query: `{ a(id: ${JSON.stringify(this.text())}) }`, ...(this.whole(2) === 0 && { variables: this.map(() => this.json(2)) }) } }
      case 5:
      case 6:
        return { multipart: this.map(() => this.part()) }
      default:
        return {}
    }
  }

  part(): unknown {
    switch (this.whole(5)) {
      case 0:
        return { file: this.one(files) }
      case 1:
        return { json: this.json(1) }
      case 2:
        return { text: this.text(), filename: `n${this.text().replaceAll(/[\r\n\u2028]/g, '')}` }
      case 3:
        return { text: this.text(), contentType: 'text/x-odd' }
      default:
        return this.text()
    }
  }

  request(): RequestDefinition {
    const body = this.body()
    const method = Object.keys(body).length > 0 ? this.one(['post', 'put', 'patch', 'delete'] as const) : this.one(['get', 'head', 'delete', 'options'] as const)
    const auth = this.one([
      undefined,
      undefined,
      { basic: { username: this.text().replaceAll(/\p{Cc}|:/gu, ''), password: this.text().replaceAll(/\p{Cc}/gu, '') } },
      { bearer: `t${this.whole(1e9)}` },
      { apiKey: { header: 'x-api-key', value: `k${this.headerValue()}` } },
      { apiKey: { query: 'key', value: this.text() } },
    ])
    const maybe = (): boolean => this.whole(3) === 0
    return {
      [method]: `/${encodeURI(this.text()).replaceAll(/[?#]/g, '')}`,
      ...(maybe() && { query: this.map(() => (maybe() ? [this.text(), 'b'] : this.text())) }),
      ...(maybe() && { headers: { 'x-odd': this.headerValue(), 'X-Two': ['a', this.headerValue()], ...(maybe() && { accept: null }) } }),
      ...(maybe() && { cookies: { sid: this.headerValue().replaceAll(/[;,\s"\\]|[^ -~]/g, '') } }),
      ...(auth !== undefined && { auth }),
      ...body,
    } as RequestDefinition
  }
}

it(`the curl line of ${imports} requests with hostile bytes imports back as the same request, and a shell sends it too`, { timeout: 120_000 }, async () => {
  const server = await startServer()
  const { api } = createTestApi({ url: server.url, project: { folder } })
  const differences: unknown[] = []
  for (let index = 0; index < imports; index++) {
    const request = new Maker(seed * 100_000 + index).request()
    server.seen.length = 0
    const before = api.run.exchanges.length
    await api.send({ ...request, expect: { status: 'any' } })
    const { curl } = recordExchange(api.run.exchanges[before]!)
    // a body that no shell can carry is told in words, and is to be saved first
    if (/ # with the /.test(curl)) continue
    try {
      await api.send({ ...importedRequest(curl).request, expect: { status: 'any' } })
      if (index < executions) await promisify(execFile)('sh', ['-c', curl.replace(/^curl /, 'curl --silent --show-error --output /dev/null ')], { cwd: path })
      const [ours, ...others] = server.seen.map(essence)
      expect(others).toEqual(others.map(() => ours))
      expect(others.length).toBe(index < executions ? 2 : 1)
    } catch (error) {
      differences.push({ index, curl, seen: server.seen.map(essence), error: error instanceof Error ? error.message : error })
    }
  }
  expect(differences).toEqual([])
})
