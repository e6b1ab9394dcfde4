import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkSchema } from './check-schema.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'apitest-schema-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('reads schemas from JSON and YAML files, and what they refer to', async () => {
  await mkdir(join(folder, 'schemas'))
  await writeFile(
    join(folder, 'schemas/order.yaml'),
    'type: object\nproperties:\n  items: { type: array, items: { $ref: item.json } }\n  tax: { $ref: "item.json#/$defs/price" }\n',
  )
  await writeFile(
    join(folder, 'schemas/item.json'),
    JSON.stringify({ $defs: { price: { type: 'number' } }, properties: { price: { $ref: '#/$defs/price' } } }),
  )
  const check = (value: unknown) => checkSchema({ schema: 'schemas/order.yaml', value, folder })
  expect(check({ items: [{ price: 1 }], tax: 1 })).toEqual({ violations: [] })
  expect(check({ items: [{ price: 'a' }], tax: 'b' })).toEqual({
    violations: ['$.items[0].price: must be number', '$.tax: must be number'],
  })
})

it('follows a file from a schema in place', async () => {
  await writeFile(join(folder, 'item.json'), JSON.stringify({ type: 'number' }))
  expect(checkSchema({ schema: { items: { $ref: 'item.json' } }, value: ['a'], folder })).toEqual({ violations: ['$[0]: must be number'] })
})

it.each([
  ['missing.json', /ENOENT/],
  [{ type: 'objekt' }, /schema/],
  [{ propertys: {} }, /unknown keyword: "propertys"/],
  [{ format: 'emial' }, /unknown format "emial"/],
  [{ $schema: 'http://json-schema.org/draft-03/schema#' }, /known are the drafts/],
  [[], /a JSON Schema is a map/],
  [null, /a JSON Schema is a map/],
])('%j is a problem, not a pass', (schema, message) => {
  expect(checkSchema({ schema, value: {}, folder })).toMatchObject({ problem: expect.stringMatching(message) })
})

it.each([
  [{ required: ['a'] }, {}, '$: missing key "a"'],
  [{ additionalProperties: false }, { a: 1 }, '$: unexpected key "a"'],
  [{ properties: { 'a/b': { enum: [1, 'x'] } } }, { 'a/b': 2 }, '$[\'a/b\']: must be one of 1, "x"'],
  [{ const: null }, 0, '$: must be null'],
  [false, 1, '$: boolean schema is false'],
])('%j on %j says %s', (schema, value, violation) => {
  expect(checkSchema({ schema, value, folder })).toEqual({ violations: [violation] })
})

it('takes integers beyond 2^53', () => {
  expect(checkSchema({ schema: { properties: { id: { type: 'integer' } } }, value: { id: 9007199254740993n }, folder })).toEqual({
    violations: [],
  })
})
