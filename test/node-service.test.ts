import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const root = path.resolve(import.meta.dirname, '..')

/** With the frameworks that a user would have installed. */
function project(files: Readonly<Record<string, string>>): TemporaryProject {
  const made = temporaryProject({ 'package.json': '{ "type": "module" }', ...files })
  for (const name of ['express', 'fastify', 'hono']) symlinkSync(path.join(root, 'node_modules', name), path.join(made.folder, 'node_modules', name))
  return made
}

const echo = `
tests:
  echo:
    post: /echo?a=1
    json: { n: 1 }
    expect:
      status: 201
      headers: { x-seen: a=1, content-type: { contains: json } }
      json: { n: 1 }
`

describe('an application', () => {
  const apps: Readonly<Record<string, readonly [name: string, source: string]>> = {
    'a listener': ['src/app.ts#app', `import type { IncomingMessage, ServerResponse } from 'node:http'
export const app = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  response.writeHead(201, { 'x-seen': request.url!.split('?')[1]!, 'content-type': 'application/json' }).end(Buffer.concat(chunks))
}`],
    Express: ['src/app.ts#app', `import express from 'express'
export const app = express()
app.use(express.json())
app.post('/echo', (request: any, response: any) => response.set('x-seen', 'a=' + request.query.a).status(201).json(request.body))`],
    Fastify: ['src/app.ts', `import Fastify from 'fastify'
const app = Fastify()
app.post('/echo', async (request: any, reply: any) => reply.header('x-seen', 'a=' + request.query.a).code(201).send(request.body))
app.addHook('onClose', async () => console.error('fastify is closed'))
export default app`],
    Hono: ['src/app.ts#app', `import { Hono } from 'hono'
export const app = new Hono()
app.post('/echo', async (c) => c.json(await c.req.json(), 201, { 'x-seen': 'a=' + c.req.query('a') }))`],
    'an object with fetch': ['src/app.ts', `export default {
  fetch: async (request: Request) => Response.json(await request.json(), { status: 201, headers: { 'x-seen': new URL(request.url).search.slice(1) } }),
}`],
    'a function of a Request': ['src/app.ts#serve', `export async function serve(request: Request): Promise<Response> {
  return Response.json(await request.json(), { status: 201, headers: { 'x-seen': new URL(request.url).search.slice(1) } })
}`],
    'what a function makes': ['src/app.ts#createApp()', `import { createServer } from 'node:http'
export function createApp() {
  return createServer((request, response) => {
    response.writeHead(201, { 'x-seen': request.url!.split('?')[1]!, 'content-type': 'application/json' })
    request.pipe(response)
  })
}`],
    'CommonJS': ['src/app.cjs#app', `const express = require('express')
const app = express()
app.use(express.json())
app.post('/echo', (request, response) => response.set('x-seen', 'a=' + request.query.a).status(201).json(request.body))
module.exports = { app }`],
  }

  it.each(Object.entries(apps))('of the kind %s is served', async (_, [app, source]) => {
    const file = app.split('#')[0]!
    const shop = project({ 'apitest.yaml': `version: 1\nservices: { shop: { node: { app: "${app}" } } }\n${echo}`, [file]: source })
    const result = await shop.apitest(['run'])
    expect(result.stdout).toContain('1 passed')
    expect(result.exitCode).toBe(0)
  })
})

describe('an application that does not work', () => {
  it.each<[title: string, exitCode: number, source: string, told: readonly (string | RegExp)[]]>([
    ['has a syntax error', 4, 'export const app = (', ['cannot start: its module cannot be loaded', /apitest\.yaml:2:\d+/]],
    ['misses an import', 4, `import { x } from './gone.js'\nexport const app = x`, ['its module cannot be loaded', 'gone.js']],
    ['throws when it is loaded', 4, `export const app = undefined as never\nthrow new Error('no database')`, ['cannot start: its module cannot be loaded: no database', 'src/app.ts']],
    ['is none', 4, 'export const app = { port: 3000 }', ['its export is an object with the keys port', 'Express, Fastify, Hono']],
    ['is a function that makes one', 4, 'export const app = () => ({})', ['a function without parameters; a function that makes the application is written with `()`']],
    ['throws while it answers', 1, `export async function app(request: Request): Promise<Response> { throw new Error('out of ' + new URL(request.url).pathname) }`, ['500', 'Error: out of /echo', 'src/app.ts']],
    ['returns no response', 1, `export async function app(request: Request) { return 5 }`, ['500', 'returned number in place of a Response']],
  ])('%s', async (_, expectedCode, source, told) => {
    const shop = project({ 'apitest.yaml': `version: 1\nservices: { shop: { node: { app: "src/app.ts#app" } } }\n${echo}  echo again: { get: /, expect: { status: 201 } }\n`, 'src/app.ts': source })
    const { exitCode, stdout } = await shop.apitest(['run'])
    expect(exitCode).toBe(expectedCode)
    expect(stdout).toContain('2 failed')
    for (const text of told) expect(stdout).toMatch(typeof text === 'string' ? new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)) : text)
  })

  it.each<[framework: string, source: string]>([
    ['Express', `import express from 'express'
export const app = express()
app.get('/', (_request: any, response: any) => { console.log('asked for /'); response.json({}) })
app.get('/fails', async () => { console.error('looking for a chair'); throw new Error('no chairs left') })
app.get('/wrong', () => { throw Object.assign(new Error('a mistake of the caller'), { status: 400 }) })`],
    ['Fastify', `import Fastify from 'fastify'
export const app = Fastify()
app.get('/', async () => { console.log('asked for /'); return {} })
app.get('/fails', async () => { console.error('looking for a chair'); throw new Error('no chairs left') })
app.get('/wrong', async (_request: any, reply: any) => reply.code(400).send({}))`],
  ])('of %s shows what it printed and threw during the request, and all of it in its log', async (_, source) => {
    const tests = `tests:
  up: { get: /, expect: { status: 200 } }
  fails: { get: /fails, expect: { status: 200 } }
  wrong: { get: /wrong, expect: { status: 400 } }
`
    const shop = project({ 'apitest.yaml': `version: 1\nservices: { shop: { node: { app: "src/app.ts#app" } } }\n${tests}`, 'src/app.ts': source })
    const { exitCode, stdout } = await shop.apitest(['run'])
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('1 failed · 2 passed') })
    expect(stdout).toMatch(/shop \| looking for a chair\n +shop \| Error: no chairs left\n +shop \| +at /)
    expect(stdout.replace(/shop \| .*/g, '')).not.toMatch(/asked for|looking for/)
    expect(shop.read('apitest-report/logs/shop.log')).toMatch(/^asked for \/\nlooking for a chair\nError: no chairs left\n +at .*src\/app\.ts:4/)
    expect(shop.read('apitest-report/logs/shop.log')).not.toContain('a mistake of the caller')
    const { services } = JSON.parse(shop.read('apitest-report/results.json')) as { services: unknown }
    expect(services).toEqual([expect.objectContaining({ name: 'shop', kind: 'node', state: 'stopped', log: 'logs/shop.log', url: expect.stringMatching(/^http:/) })])
  })
})

describe('mocks', () => {
  const files = {
    'src/app.ts': `import { readFileSync } from 'node:fs'
import { Gone, limit, priceOf } from './prices.js'
export async function app(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url)
  try {
    if (pathname === '/file') return new Response(readFileSync('/nowhere/at/all', 'utf8'))
    if (pathname === '/limit') return Response.json({ limit })
    if (pathname === '/twice') return Response.json([await priceOf('a', { n: 1 }), await priceOf('b')])
    return Response.json({ price: await priceOf('chair') })
  } catch (error) {
    return Response.json({ error: (error as Error).message, gone: error instanceof Gone }, { status: 502 })
  }
}`,
    'src/prices.ts': `export class Gone extends Error {}
export const limit = 5
export async function priceOf(sku: string, options?: object): Promise<number> { return sku.length }`,
  }
  const spec = (tests: string, mocks = '') => ({
    ...files,
    'apitest.yaml': `version: 1\nservices: { shop: { node: { app: "src/app.ts#app"${mocks} } } }\ntests:\n${tests}\n`,
  })

  it('hold for one test, or for all of the service', async () => {
    const shop = project(
      spec(
        `  real: { get: /, expect: { json: { price: 1 } , mocks: { src/prices.ts#priceOf: { calls: 1 } } } }
  another: { mocks: { src/prices.ts#priceOf: { return: 9 } }, get: /, expect: { json: { price: 9 } } }
  again: { get: /, expect: { json: { price: 1 }, mocks: { src/prices.ts#priceOf: { calls: 1, with: [chair] } } } }
  a constant: { mocks: { src/prices.ts#limit: { value: 7 } }, get: /limit, expect: { json: { limit: 7 } } }
  the constant: { get: /limit, expect: { json: { limit: 5 } } }
  a builtin: { mocks: { "node:fs#readFileSync": { return: hello } }, get: /file, expect: { text: hello, mocks: { "node:fs#readFileSync": { with: [/nowhere/at/all, utf8] } } } }
  not the builtin: { get: /file, expect: { status: 502 } }
  an own error: { mocks: { src/prices.ts#priceOf: { raise: 'Gone("sold out")' } }, get: /, expect: { status: 502, json: { error: sold out, gone: true } } }
  some error: { mocks: { src/prices.ts#priceOf: { raise: TypeError } }, get: /, expect: { status: 502, jsonPath: { $.gone: false } } }
  the last call: { mocks: { src/prices.ts#priceOf: { wraps: true } }, get: /twice, expect: { json: [1, 1], mocks: { src/prices.ts#priceOf: { calls: 2, with: [b] } } } }`,
        ', mocks: { src/prices.ts#priceOf: { return: 1 } }',
      ),
    )
    expect(await shop.apitest(['run'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('10 passed') })
  })

  it('hold in every suite, whichever loads the application', async () => {
    const shop = project({
      ...spec('  real: { get: /, expect: { json: { price: 5 } } }'),
      'apitest.yaml': `version: 1
services: { shop: { node: { app: "src/app.ts#app" } } }
suites:
  first: { tests: { real: { get: /, expect: { json: { price: 5 } } } } }
  second: { tests: { mocked: { mocks: { src/prices.ts#priceOf: { return: 2 } }, get: /, expect: { json: { price: 2 } } } } }
`,
    })
    expect(await shop.apitest(['run'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 passed') })
    expect(await shop.apitest(['run', '-t', 'mocked'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') })
    const alone = await shop.run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'generated/vitest.config.ts'])
    expect(alone).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 passed') })
  })

  it.each<[title: string, test: string, told: string]>([
    ['were called too often', '{ mocks: { src/prices.ts#priceOf: { sequence: [1] } }, get: /twice, expect: { status: 502 } }', 'The mock of src/prices.ts#priceOf has no more values: it was called 2 times, and its sequence has 1 value'],
    ['were called with something else', '{ mocks: { src/prices.ts#priceOf: { return: 1 } }, get: /, expect: { mocks: { src/prices.ts#priceOf: { with: [table] } } } }', 'src/prices.ts#priceOf: expected ("table"), but it was called with ("chair")'],
    ['were called with names', '{ mocks: { src/prices.ts#priceOf: { return: 1 } }, get: /, expect: { mocks: { src/prices.ts#priceOf: { with: { sku: chair } } } } }', 'write them as a list'],
    ['return where there is no function', '{ mocks: { src/prices.ts#limit: { return: 1 } }, get: /, expect: { status: 200 } }', 'src/prices.ts#limit is no function'],
    ['name what a package lacks', '{ mocks: { "node:fs#readFileSink": { return: 1 } }, get: /, expect: { status: 200 } }', 'has no such export'],
  ])('that %s fail the test', async (_, test, told) => {
    const shop = project(spec(`  wrong: ${test}`))
    const { exitCode, stdout } = await shop.apitest(['run'])
    expect(stdout).toContain(told)
    expect(exitCode).toBe(1)
  })
})

it('a stub and a process stand behind an application, which stop with the run', async () => {
  const shop = project({
    'apitest.yaml': `version: 1
services:
  shop: { node: { app: "src/app.ts", env: { A: "\${services.back.url}", B: "\${stubs.s.url}" } } }
  back: { process: { command: node back.mjs, ready: { http: / } } }
stubs: { s: { routes: [{ get: /, respond: { text: stub } }] } }
tests: { asks both: { get: /, expect: { text: back stub } } }
`,
    'src/app.ts': `const text = async (url?: string) => (await fetch(url!)).text()
export default async (request: Request) => new Response(await text(process.env.A) + ' ' + (await text(process.env.B)))`,
    'back.mjs': `import { createServer } from 'node:http'\ncreateServer((_, response) => response.end('back')).listen(process.env.PORT, '127.0.0.1')`,
  })
  expect(await shop.apitest(['run'])).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 passed') })
})
