import { expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { judge, leakProject, program } from './leak-project.ts'

const server = (env: Readonly<Record<string, string>>, command = 'node server.cjs') => program(command, env)

test('a request of the service can force the collection', async () => {
  const services = { web: server({ CASE: 'leak_list', SIZE: '20000' }, 'node --expose-gc server.cjs') }
  const { exitCode, result } = await judge(leakProject({ files: ['server.cjs'], services, window: { probe: { post: '/__gc' } } }))
  expect({ exitCode, ...result }).toMatchObject({ exitCode: 1, verdict: 'leak', probe: 'POST /__gc', metric: 'anonymous memory' })
  // what the heap takes from the system is coarser than what is in use
  expect(Math.abs(result.bytesPerRequest! - 20_000)).toBeLessThan(6000)
  expect(result.notes).toContainEqual(expect.stringContaining('let it answer `{"live": bytes}`'))
})

test('a request of the service can say what is in use as well', async () => {
  const services = { web: server({ CASE: 'leak_list', SIZE: '3000' }, 'node --expose-gc server.cjs') }
  const { exitCode, result } = await judge(leakProject({ files: ['server.cjs'], services, window: { probe: { post: '/__live' } } }))
  expect({ exitCode, ...result }).toMatchObject({ exitCode: 1, verdict: 'leak', probe: 'POST /__live', metric: 'live heap' })
  expect(Math.abs(result.bytesPerRequest! - 3030)).toBeLessThan(300)
})

test('a window may last for a time', async () => {
  const services = { web: server({ CASE: 'leak_list', SIZE: '3000' }) }
  const window = { rate: '300/s', window: { duration: '4s' } }
  const { result } = await judge(leakProject({ files: ['server.cjs'], services, window }))
  expect(result).toMatchObject({ verdict: 'leak' })
  expect(result.requests).toBeGreaterThan(900)
  expect(result.requests).toBeLessThan(1400)
  expect(result.bytesPerHourAt!.rate).toBe(300)
})

test('a cache that fills looks like a leak until its size is told', async () => {
  const services = { web: server({ CASE: 'clean_lru', SIZE: '2000' }) }
  const untold = leakProject({ files: ['server.cjs'], services, window: { window: { requests: 1200, extend: false } } })
  expect((await judge(untold)).result.verdict).not.toBe('no leak')
  const told = leakProject({ files: ['server.cjs'], services, window: { window: { requests: 1200 }, caches: { entries: 2000 } } })
  expect((await judge(told)).result).toMatchObject({ verdict: 'no leak', passed: true })
})

test('all workers of a cluster count', async () => {
  const services = { web: server({ CASE: 'leak_list', SIZE: '3000' }, 'node cluster.cjs') }
  const { result } = await judge(leakProject({ files: ['server.cjs', 'cluster.cjs'], services, window: { users: 4 } }))
  expect(result).toMatchObject({ verdict: 'leak', probe: 'node' })
  expect(Math.abs(result.bytesPerRequest! - 3030)).toBeLessThan(300)
})

test('descriptors are laid at the door of the request that leaves them open', async () => {
  const services = { web: server({ CASE: 'leak_file' }) }
  const requests = { other: { get: '/other', expect: { status: 200 } }, third: { get: '/other?3', expect: { status: 200 } } }
  const window = { request: undefined, requests: { other: 1, hit: 1, third: 1 }, attribute: true, probe: 'none' }
  const { result } = await judge(leakProject({ files: ['server.cjs'], services, requests, window }))
  expect(result).toMatchObject({ verdict: 'leak', metric: 'open files' })
  expect(result.byRequest!.map(({ request, unit, guilty }) => [request, unit, guilty])).toEqual([
    ['other', 'count', false],
    ['hit', 'count', true],
    ['third', 'count', false],
  ])
  expect(result.byRequest![1]!.perRequest).toBeCloseTo(1, 1)
})

test('every service that the requests go to is watched, and the worst is named', async () => {
  const services = { front: server({ CASE: 'clean' }), back: server({ CASE: 'leak_list', SIZE: '4000' }) }
  const requests = { store: { get: '/', service: 'back', expect: { status: 200 } } }
  const window = { request: undefined, requests: { hit: 1, store: 1 } }
  const { exitCode, result } = await judge(leakProject({ files: ['server.cjs'], services, requests, window }))
  expect({ exitCode, ...result }).toMatchObject({ exitCode: 1, verdict: 'leak', service: 'back', reason: expect.stringMatching(/^`back`: live heap grew/) })
  expect(result.notes).toContainEqual(expect.stringMatching(/^`front`: no leak; /))
})

const fastapi = requireComponent('fastapi')

test.skipIf(fastapi)('FastAPI under uvicorn, with workers', { timeout: 120_000 }, async () => {
  const command = 'uvicorn asgi:app --port ${port} --workers 2 --log-level warning'
  // its workers answer with Nagle's delay, 40 ms each, so many ask at once
  const window = { users: 24, window: { requests: 1000 } }
  const leaks = leakProject({ files: ['asgi.py'], services: { web: program(command, { LEAK: '3000' }, '/') }, window })
  const { result } = await judge(leaks)
  expect(result).toMatchObject({ verdict: 'leak', probe: 'python', metric: 'live heap' })
  expect(Math.abs(result.bytesPerRequest! - 3060)).toBeLessThan(300)
  const clean = leakProject({ files: ['asgi.py'], services: { web: program(command, {}, '/') }, window })
  expect((await judge(clean)).result).toMatchObject({ verdict: 'no leak', passed: true })
})
