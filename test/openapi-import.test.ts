import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { startOpenapiMock } from './support/openapi-mock.ts'
import { temporaryProject } from './support/temporary-project.ts'

/** Each kind of parameter, body and schema that documents have. */
const openapi = `
openapi: 3.0.3
info: { title: Everything, version: "1" }
servers: [{ url: "https://{region}.example.com/v1", variables: { region: { default: eu } } }]
security: [{ token: [] }]
paths:
  /things/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
    get:
      operationId: readThing
      parameters:
        - { name: tags, in: query, required: true, schema: { type: array, items: { type: string, enum: [a, b] } } }
        - { name: flat, in: query, required: true, explode: false, schema: { type: array, minItems: 2, items: { type: integer } } }
        - { name: piped, in: query, required: true, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }
        - { name: filter, in: query, required: true, style: deepObject, schema: { type: object, required: [size], properties: { size: { type: integer } } } }
        - { name: where, in: query, required: true, content: { application/json: { schema: { type: object, properties: { near: { type: boolean } } } } } }
        - { name: limit, in: query, required: true, schema: { type: integer, minimum: 1, maximum: 50 } }
        - { name: x-trace, in: header, required: true, schema: { type: string, format: uuid } }
        - { name: session, in: cookie, required: true, schema: { type: string } }
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
        "400": { description: wrong }
        "401": { description: who }
        "404": { description: none }
    delete: { responses: { "204": { description: gone }, "401": { description: who }, "404": { description: none } } }
  /things:
    post:
      operationId: addThing
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
      responses:
        "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Thing" } } } }
        "422": { description: wrong }
        "401": { description: who }
  /pets:
    put:
      security: []
      requestBody:
        required: true
        content:
          application/json:
            schema:
              oneOf: [{ $ref: "#/components/schemas/Cat" }, { $ref: "#/components/schemas/Dog" }]
              discriminator: { propertyName: kind, mapping: { cat: "#/components/schemas/Cat", dog: "#/components/schemas/Dog" } }
      responses: { "200": { description: ok }, "400": { description: wrong } }
  /form:
    post:
      requestBody: { required: true, content: { application/x-www-form-urlencoded: { schema: { type: object, required: [name], properties: { name: { type: string }, age: { type: integer } } } } } }
      responses: { "200": { description: ok }, "400": { description: wrong }, "401": { description: who } }
  /upload:
    post:
      requestBody: { required: true, content: { multipart/form-data: { schema: { type: object, required: [picture], properties: { picture: { type: string, format: binary }, note: { type: string } } } } } }
      responses: { "200": { description: ok }, "401": { description: who } }
  /raw:
    put:
      requestBody: { required: true, content: { application/octet-stream: { schema: { type: string, format: binary } } } }
      responses: { "204": { description: ok }, "401": { description: who } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
  schemas:
    Thing:
      allOf:
        - { $ref: "#/components/schemas/Named" }
        - type: object
          required: [id, size, state]
          properties:
            id: { type: integer, readOnly: true }
            size: { type: number, minimum: 0, exclusiveMinimum: true, multipleOf: 0.5 }
            state: { type: string, enum: [new, old], nullable: true }
            code: { type: string, pattern: "^[\\\\p{Lu}]{2}-\\\\d+$" }
            parts: { type: array, maxItems: 3, items: { $ref: "#/components/schemas/Thing" } }
    Named: { type: object, required: [name], properties: { name: { type: string, minLength: 1, maxLength: 20 } } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind, name], properties: { kind: { type: string }, name: { type: string } } }
`

async function runImported(careless: boolean) {
  const project = temporaryProject({ 'openapi.yaml': openapi })
  const imported = await project.apitest(['import', 'openapi', 'openapi.yaml'])
  expect([imported.exitCode, imported.stderr]).toEqual([0, expect.not.stringContaining('✗')])
  // every diagnostic would be seen here, also warnings
  expect((await project.apitest(['validate'])).stderr).not.toMatch(/warning|error/)
  const { url } = await startOpenapiMock({ document: parse(openapi), careless })
  const { exitCode } = await project.apitest(['run', '--report', 'report', '--openapi-fail-under', '100%'], { env: { API_URL: url, API_TOKEN: 'a-token' } })
  const { suites } = JSON.parse(project.read('report/results.json')) as { suites: readonly { tests: readonly { name: string; state: string }[] }[] }
  const tests = suites.flatMap((suite) => suite.tests)
  return { exitCode, tests, failed: tests.filter(({ state }) => state === 'failed').map(({ name }) => name) }
}

it('imported tests pass against a service that does what the document says', { timeout: 120_000 }, async () => {
  const { exitCode, tests, failed } = await runImported(false)
  expect(failed).toEqual([])
  expect([exitCode, tests.length > 30]).toEqual([0, true])
})

it('every refused case fails against a service that takes everything', { timeout: 120_000 }, async () => {
  const { exitCode, tests, failed } = await runImported(true)
  expect(exitCode).toBe(1)
  expect(failed).toEqual(tests.map(({ name }) => name).filter((name) => name.includes(', refused')))
})
