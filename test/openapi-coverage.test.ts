import { expect, test } from 'vitest'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'

const operation = '{ responses: { "200": { description: fine } } }'
const project = () =>
  temporaryProject({
    'apitest.yaml': `version: 1
openapi: openapi.yaml
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
tests:
  items are listed: { get: /items, expect: { status: 200 } }
`,
    'openapi.yaml': `openapi: 3.1.0
info: { title: shop, version: "1" }
paths:
  /items: { get: ${operation} }
  /token: { get: ${operation} }
`,
    'server.mjs': shopServer,
  })

test('a run whose tests call too little of the OpenAPI document fails, and names what was not called', async () => {
  const at = project()
  const asked = await at.apitest(['run', '--openapi-fail-under', '80%'])
  expect(asked.exitCode).toBe(1)
  expect(asked.stdout).toContain('80% of the operations are asked for')
  expect(asked.stdout).toContain('not called: GET /token')
  const enough = await at.apitest(['run', '--openapi-fail-under=50'])
  expect(enough.exitCode).toBe(0)
})

test.each([
  ['many', '`--openapi-fail-under` takes a percentage such as 80%, and `many` was given'],
  ['101%', '`--openapi-fail-under` takes a percentage such as 80%, and `101%` was given'],
])('a share of %s is refused before anything starts', async (share, message) => {
  const { exitCode, stderr } = await project().apitest(['run', '--openapi-fail-under', share])
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: `error ${message}\n` })
})
