import { expect, test } from 'vitest'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const spec = `version: 1
name: shop
hooks: ./apitest.hooks.ts
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
fixtures:
  order:
    setup: create
    teardown: undo
tests:
  items: { get: "/items?order=\${fixtures.order}", expect: { status: 200 } }
`

const hooks = `import type { SetupHook, TeardownHook } from 'apitest'
export const create: SetupHook<number> = () => 1
export const undo: TeardownHook<number> = async ({ api }) => {
  await api.send({ delete: '/items', expect: { status: 204, jsonPath: { '$.items': { size: 3 } } } })
}
`

function shop(): TemporaryProject {
  return temporaryProject({ 'apitest.yaml': spec, 'apitest.hooks.ts': hooks, 'server.mjs': shopServer })
}

test('what cannot be undone behind the last test is told at its line, also by a linked package that vitest loads', { timeout: 25_000 }, async () => {
  const project = shop()
  expect(await project.apitest(['compile'])).toMatchObject({ exitCode: 0 })
  const { exitCode, stdout, stderr } = await project.run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '-c', 'generated/vitest.config.ts'])
  expect(stdout).toMatch(/1 passed/)
  expect(stderr).toContain('apitest.yaml:8:15 cleanup: the fixture `order` could not be undone: status: expected 204, got 200')
  expect(exitCode).toBe(1)
  expect(project.read('apitest-report/logs/shop.log')).toContain('DELETE /items')
})

test('a hook may import a module while it undoes', { timeout: 25_000 }, async () => {
  const project = shop()
  project.write({
    'apitest.hooks.ts': `export const create = () => 1
export const undo = async ({ api }) => {
  const { order } = await import('./order.ts')
  await api.send({ delete: order })
}
`,
    'order.ts': `export const order = '/items'\n`,
  })
  expect(await project.apitest(['run'])).toMatchObject({ exitCode: 0 })
  expect(project.read('apitest-report/logs/shop.log')).toContain('DELETE /items')
})

test('the same fails `apitest run`', { timeout: 25_000 }, async () => {
  const { exitCode, stdout, stderr } = await shop().apitest(['run'])
  expect(stdout + stderr).toContain('apitest.yaml:8:15 cleanup: the fixture `order` could not be undone')
  expect(exitCode).toBe(1)
})
