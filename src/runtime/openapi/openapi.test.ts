import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { startServer } from '../../../test/support/http-server.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { createTestApi } from '../project/test-session.testing.ts'

const path = mkdtempSync(join(tmpdir(), 'apitest-openapi-'))
afterAll(() => rmSync(path, { recursive: true }))

writeFileSync(join(path, 'node.yaml'), 'Node:\n  type: object\n  required: [id]\n  properties:\n    id: { type: integer }\n    secret: { type: string, writeOnly: true }\n    next: { $ref: "#/Node", nullable: true }\n')
writeFileSync(
  join(path, 'api.yaml'),
  `openapi: 3.0.3
info: { title: t, version: "1" }
servers: [{ url: "https://example.com/v1" }]
paths:
  /nodes/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      parameters:
        - { name: tag, in: query, schema: { type: array, items: { type: string, enum: [a, b] } } }
        - { name: x-mode, in: header, required: true, schema: { type: string } }
      responses:
        "200":
          description: ok
          headers: { x-left: { required: true, schema: { type: integer } } }
          content: { application/json: { schema: { $ref: "node.yaml#/Node" } } }
        4XX: { description: no }
  /nodes/latest:
    get: { responses: { "204": { description: none } } }
  /nodes:
    post:
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "node.yaml#/Node" } } }
      responses: { default: { description: any } }
  /token:
    post:
      requestBody: { content: { application/json: { schema: { type: object, required: [user] } } } }
      responses: { "201": { description: made } }
  "/token#refresh":
    post:
      requestBody: { content: { application/json: { schema: { type: object, required: [refresh] } } } }
      responses: { "202": { description: refreshed } }
  "/token?beta=true":
    post:
      requestBody: { content: { application/json: { schema: { type: object, required: [user] } } } }
      responses: { "203": { description: made otherwise } }
`,
)

interface Answer {
  readonly status?: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

async function failuresOf(request: RequestDefinition, { status = 200, body, headers = {} }: Answer): Promise<readonly string[]> {
  const server = await startServer((_, response) => {
    response.writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  })
  const { api } = createTestApi({ url: server.url, project: { folder: pathToFileURL(`${path}/`), openapi: 'api.yaml' } })
  try {
    await api.send({ ...request, expect: { status: 'any', openapi: true } })
    return []
  } catch (error) {
    const { failures } = error as { failures?: readonly { kind: string; message: string; diff?: readonly string[] }[] }
    if (failures === undefined) throw error
    return failures.flatMap(({ kind, message, diff }) => (kind === 'openapi' ? (diff ?? [message.replace(/^openapi: /, '')]) : [`${kind}: ${message}`]))
  }
}

const good = { body: { id: 1, next: { id: 2, next: null } }, headers: { 'x-left': '3' } }
const request = { get: '/nodes/1', headers: { 'x-mode': 'fast' } }

describe('expect: openapi', () => {
  it.each<[string, RequestDefinition, Answer]>([
    ['what the document says', request, good],
    ['a path below the server of the document', { ...request, get: '/v1/nodes/1' }, good],
    ['a list in the query', { ...request, query: { tag: ['a', 'b'] } }, good],
    ['a concrete path before a template', { get: '/nodes/latest' }, { status: 204 }],
    ['a class of statuses', request, { status: 404 }],
    ['a wrong request that was refused', { get: '/nodes/0' }, { status: 422 }],
    ['the first of several uses of a path', { post: '/token', json: { user: 'a' } }, { status: 201 }],
    ['another use of a path, told by its body', { post: '/token', json: { refresh: 'a' } }, { status: 202 }],
    ['another use of a path, told by its query', { post: '/token', query: { beta: 'true' }, json: { user: 'a' } }, { status: 203 }],
    ['any answer of a default', { post: '/nodes', json: { id: 1 } }, { status: 202 }],
  ])('holds for %s', async (_, sent, answer) => {
    expect(await failuresOf(sent, answer)).toEqual([])
  })

  it.each<[string, RequestDefinition, Answer, readonly string[]]>([
    ['a path that is not there', { get: '/leaves' }, good, ['api.yaml describes no GET /leaves']],
    ['a method that is not there', { delete: '/nodes/1' }, good, ['api.yaml describes no DELETE /nodes/1; that path takes GET']],
    ['a parameter of the path', { ...request, get: '/nodes/0' }, good, ['the path parameter id: must be >= 1']],
    ['a parameter of no number', { ...request, get: '/nodes/x' }, good, ['the path parameter id: must be integer']],
    ['a header that is missing', { get: '/nodes/1' }, good, ['the header parameter `x-mode` is missing']],
    ['a query that is unknown', { ...request, query: { b: 1 } }, good, ['GET /nodes/{id} has no query parameter `b`']],
    ['an item of the query', { ...request, query: { tag: ['a', 'c'] } }, good, ['the query parameter tag[1]: must be one of "a", "b"']],
    ['a status that another use of the path has', { post: '/token', json: { refresh: 'a' } }, { status: 201 }, ['POST /token#refresh documents no status 201; it documents 202']],
    ['a status', request, { status: 500 }, ['GET /nodes/{id} documents no status 500; it documents 200, 4XX']],
    ['a body deep inside', request, { ...good, body: { id: 1, next: { id: 'x' } } }, ['$.next.id: must be integer', '$.next: must be null', '$.next: must match a schema in anyOf']],
    ['a header of the answer', request, { body: { id: 1 } }, ['the header `x-left` is missing']],
    ['its value', request, { body: { id: 1 }, headers: { 'x-left': 'few' } }, ['the header x-left: must be integer']],
    ['a content type', request, { ...good, headers: { 'x-left': '1', 'content-type': 'text/html' } }, ['the content type is text/html; application/json is documented']],
    ['an empty answer', request, { headers: { 'x-left': '1' } }, ['the body is empty; application/json is documented']],
    ['a body that nobody takes', { ...request, json: {} }, good, ['GET /nodes/{id} takes no body']],
    ['a body that is missing', { post: '/nodes' }, {}, ['POST /nodes needs a body']],
    ['a body of the request', { post: '/nodes', json: {} }, {}, ['the body: $: missing key "id"']],
    ['its content type', { post: '/nodes', form: { id: 1 } }, {}, ['the body is application/x-www-form-urlencoded; POST /nodes takes application/json']],
  ])('fails for %s', async (_, sent, answer, failures) => {
    expect((await failuresOf(sent, answer)).map((text) => text.replace(/ \([\w.]+:\d+:\d+\)$/, ''))).toEqual(failures)
  })

  it.each<[string, RequestDefinition, Answer, string]>([
    ['a keyword of a schema in another file', request, { ...good, body: { id: 'x' } }, '$.id: must be integer (node.yaml:5:17)'],
    ['keys that a schema requires', request, { ...good, body: {} }, '$: missing key "id" (node.yaml:3:3)'],
    ['a parameter', { ...request, get: '/nodes/0' }, good, 'the path parameter id: must be >= 1 (api.yaml:6:90)'],
    ['a parameter that is missing', { get: '/nodes/1' }, good, 'the header parameter `x-mode` is missing (api.yaml:10:13)'],
    ['the answers of an operation', request, { status: 500 }, 'GET /nodes/{id} documents no status 500; it documents 200, 4XX (api.yaml:11:7)'],
    ['the operation, where nothing in it speaks of the mistake', { ...request, query: { b: 1 } }, good, 'GET /nodes/{id} has no query parameter `b` (api.yaml:7:5)'],
  ])('names the place of %s in the document', async (_, sent, answer, failure) => {
    expect(await failuresOf(sent, answer)).toEqual([failure])
  })
})
