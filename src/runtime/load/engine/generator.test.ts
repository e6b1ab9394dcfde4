import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { defineProject } from '../../project/define-project.ts'
import type { LoadProfile, LoadTask } from '../program/define-load.ts'
import { traceProgram } from '../program/trace-program.ts'
import { uuid } from '../../values/functions.ts'
import { text } from '../../values/text.ts'
import type { EndpointSample } from '../record/load-record.ts'
import { CountingServer } from './counting-server.testing.ts'
import { Generator } from './generator.ts'
import type { GeneratorPart } from './generator.ts'
import { planLoad } from './load-plan.ts'

const servers: CountingServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

async function serve(...parameters: Parameters<typeof CountingServer.start>): Promise<CountingServer> {
  const server = await CountingServer.start(...parameters)
  servers.push(server)
  return server
}

const answerOk: Parameters<typeof CountingServer.start>[0] = (_, response) => response.end('{"ok":true}')

interface Outcome {
  readonly part: GeneratorPart
  readonly parts: readonly EndpointSample[]
  /** How long it really ran; machines are busy. */
  readonly seconds: number
}

/** Runs a load for a while in this thread. */
async function load(
  server: { url: string },
  { profile, tasks, ms, graceMs = 500, during }: { profile: Partial<LoadProfile>; tasks: readonly LoadTask[]; ms: number; graceMs?: number; during?: (generator: Generator) => Promise<void> },
): Promise<Outcome> {
  const project = defineProject({ name: 'p', folder: pathToFileURL('/'), specs: ['apitest.yaml'], suites: {}, services: { web: { url: server.url } } })
  const of = { project, section: 'loads', name: 'l' } as const
  const program = await traceProgram(of, tasks)
  const plan = planLoad({ users: 1, duration: '1m', ...profile, tasks, thresholds: {} } as LoadProfile)
  const generator = new Generator({ of, program, plan, data: profile.data?.(), order: profile.order, worker: 0, workers: 1 })
  const startedAt = performance.now()
  generator.start(startedAt)
  await Promise.all([sleep(ms), during?.(generator)])
  const seconds = (performance.now() - startedAt) / 1000
  await generator.stop(graceMs)
  const part = generator.take()
  await generator.close()
  return { part, parts: part.endpoints, seconds }
}

function sum(parts: readonly EndpointSample[], read: (part: EndpointSample) => number): number {
  return parts.reduce((total, part) => total + read(part), 0)
}

/** started = ok + failed + timed out + cancelled, and the server saw the same. */
function expectTruth({ parts, part }: Outcome, server: CountingServer): void {
  const started = sum(parts, (one) => one.started)
  expect(sum(parts, (one) => one.ok + one.failed + one.timedOut + one.cancelled)).toBe(started)
  expect(server.count).toBe(started)
  expect(part.inFlight).toBe(0)
}

const get: LoadTask = { name: 'get', run: async ({ api }) => void (await api.send({ get: '/', expect: { status: 200 } })) }

describe('what a generator counts', () => {
  test('is what the server saw, when all goes well', async () => {
    const server = await serve(answerOk)
    const outcome = await load(server, { profile: { users: 10 }, tasks: [get], ms: 400 })
    expectTruth(outcome, server)
    expect(outcome.parts[0]).toMatchObject({ failed: 0, timedOut: 0 })
    expect(outcome.parts[0]?.statuses).toEqual({ 200: outcome.parts[0]?.ok })
  })

  test('is what the server saw, when answers fail, are slow, break off or never come', async () => {
    const server = await serve((_, response, _body, count) => {
      if (count % 5 === 0) response.writeHead(500).end('{}')
      else if (count % 5 === 1) setTimeout(() => response.end('{}'), 30)
      else if (count % 5 === 2) response.socket?.destroy()
      else if (count % 5 === 3) return
      else response.end('{}')
    })
    const task: LoadTask = { name: 'x', run: async ({ api }) => void (await api.send({ get: '/', timeout: '100ms', expect: { status: 200 } })) }
    const outcome = await load(server, { profile: { users: 8 }, tasks: [task], ms: 800, graceMs: 50 })
    expectTruth(outcome, server)
    const [part] = outcome.parts
    expect(part?.ok).toBeGreaterThan(0)
    expect(part?.timedOut).toBeGreaterThan(0)
    expect(part?.failures?.map(({ message }) => message).toSorted()).toEqual([
      'connection: connection closed without an answer',
      'status: expected 200, got 500',
      'timeout: no answer within 0.1 s',
    ])
    expect(sum(outcome.parts, (one) => (one.failures ?? []).reduce((total, { count }) => total + count, 0))).toBe(
      (part?.failed ?? 0) + (part?.timedOut ?? 0),
    )
    const example = part?.failures?.find(({ message }) => message.startsWith('status'))?.example
    expect(example?.request).toMatch(/^GET \/ HTTP\/1\.1\n/)
    expect(example?.response).toMatch(/^HTTP\/1\.1 500 Internal Server Error\n/)
  })

  test('has those that are cut off at the end as cancelled', async () => {
    const server = await serve(() => undefined)
    const outcome = await load(server, { profile: { users: 7 }, tasks: [get], ms: 100, graceMs: 50 })
    expectTruth(outcome, server)
    expect(outcome.parts[0]).toMatchObject({ started: 7, cancelled: 7, response: { buckets: [] } })
  })

  test('goes on when the service dies and comes back', async () => {
    const first = await serve(answerOk)
    const { port } = new URL(first.url)
    const outcome = await load(first, {
      profile: { users: 4, wait: '5ms' },
      tasks: [get],
      ms: 700,
      during: async () => {
        await sleep(150)
        await first.stop()
        await sleep(200)
        await new Promise<void>((resolve) => first.server.listen(Number(port), '127.0.0.1', resolve))
      },
    })
    const [part] = outcome.parts
    expect(part?.ok).toBeGreaterThan(10)
    expect(part?.failed).toBeGreaterThan(3)
    expect(part?.failures?.map(({ message }) => message)).toContain('connection: connection refused: nothing listens there')
    expect((part?.ok ?? 0) + (part?.failed ?? 0) + (part?.cancelled ?? 0)).toBe(part?.started)
  })
})

describe('the closed model', () => {
  test('has as many requests under way as users, and never more', async () => {
    let open = 0
    let most = 0
    const server = await serve((_, response) => {
      most = Math.max(most, ++open)
      setTimeout(() => {
        open--
        response.end('{}')
      }, 20)
    })
    await load(server, { profile: { users: 6 }, tasks: [get], ms: 300 })
    expect(most).toBe(6)
  })

  test('keeps a constant cycle with pacing, and times from when the cycle began', async () => {
    const server = await serve((_, response, _body, count) => void setTimeout(() => response.end('{}'), count === 2 ? 250 : 1))
    const outcome = await load(server, { profile: { users: 1, wait: { pacing: '50ms' } }, tasks: [get], ms: 975 })
    // The slow answer held up those behind it, which are late and caught up.
    expect(server.count).toBeGreaterThanOrEqual(18)
    expect(server.count).toBeLessThanOrEqual(outcome.seconds / 0.05 + 1)
    const [part] = outcome.parts
    expect(part?.service?.sum).toBeLessThan((part?.response.sum ?? 0) - 300_000)
  })

  test('waits between two tasks', async () => {
    const server = await serve(answerOk)
    const { seconds } = await load(server, { profile: { users: 2, wait: '100ms' }, tasks: [get], ms: 450 })
    expect(server.count).toBeGreaterThanOrEqual(4)
    expect(server.count).toBeLessThanOrEqual(2 * (seconds / 0.1 + 1))
  })

  test('takes more and fewer users while it runs', async () => {
    const server = await serve((_, response) => void setTimeout(() => response.end('{}'), 10))
    const users: number[] = []
    await load(server, {
      profile: { users: 2 },
      tasks: [get],
      ms: 400,
      during: async (generator) => {
        await sleep(100)
        generator.setLevel(9)
        await sleep(120)
        users.push(generator.take().users)
        generator.setLevel(1)
        await sleep(120)
        users.push(generator.take().users)
      },
    })
    expect(users).toEqual([9, 1])
  })
})

describe('the open model', () => {
  test('sends at its rate whatever the service does, and counts from when a request was due', async () => {
    // One connection and 20 ms an answer make 50 a second; 100 a second come.
    const server = await serve((_, response) => void setTimeout(() => response.end('{}'), 20))
    const outcome = await load(server, { profile: { users: undefined, rate: '100/s', maxConnections: 1 }, tasks: [get], ms: 500, graceMs: 3000 })
    expectTruth(outcome, server)
    const [part] = outcome.parts
    expect(part?.started).toBeGreaterThanOrEqual(48)
    expect(part?.started).toBeLessThanOrEqual(100 * outcome.seconds + 2)
    // The last one waited for about as long as all others took beyond their time.
    expect(part?.response.max).toBeGreaterThan(350_000)
    expect(part?.service?.max).toBeLessThan(300_000)
  })

  test('says how many never found a connection', async () => {
    const server = await serve(() => undefined)
    const { part, parts } = await load(server, { profile: { users: undefined, rate: '100/s', maxConnections: 2 }, tasks: [get], ms: 300, graceMs: 50 })
    expect(parts[0]).toMatchObject({ started: 2, cancelled: 2 })
    expect(part.unsent).toBeGreaterThan(20)
  })

  test('changes its rate while it runs', async () => {
    const server = await serve(answerOk)
    const { seconds } = await load(server, {
      profile: { users: undefined, rate: '20/s' },
      tasks: [get],
      ms: 600,
      during: async (generator) => {
        await sleep(200)
        generator.setLevel(200)
      },
    })
    expect(server.count).toBeGreaterThan(50)
    expect(server.count).toBeLessThan(200 * (seconds - 0.2) + 20)
  })
})

describe('tasks', () => {
  test('are chosen by their weights', async () => {
    const server = await serve(answerOk, { keep: true })
    const tasks: LoadTask[] = [
      { name: 'a', weight: 3, run: async ({ api }) => void (await api.send({ get: '/a' })) },
      { name: 'b', run: async ({ api }) => void (await api.send({ get: '/b' })) },
    ]
    await load(server, { profile: { users: 4 }, tasks, ms: 400 })
    const share = server.requests.filter(({ url }) => url === '/a').length / server.count
    expect(share).toBeGreaterThan(0.65)
    expect(share).toBeLessThan(0.85)
  })

  test('hand captures on, keep cookies apart by user, and stop at the first failure', async () => {
    const server = await serve(
      ({ url }, response, _body, count) => {
        if (url === '/login') response.setHeader('set-cookie', `sid=${count}; Path=/`).end(`{"id":${count},"name":"Zoë \\"${count}\\""}`)
        else if (url?.startsWith('/fail') === true) response.writeHead(404).end('{}')
        else response.end('{}')
      },
      { keep: true },
    )
    const task: LoadTask = {
      name: 'flow',
      run: async ({ api, row }) => {
        await api.send({ post: '/login', json: { user: row.user, request: uuid() }, capture: { id: '$.id', name: '$.name' } })
        await api.send({ get: text`/items/${api.captures['id']}`, query: { name: api.captures['name'] }, headers: { 'x-id': text`id ${api.captures['id']}` } })
        await api.send({ put: text`/fail/${api.captures['id']}`, json: { name: api.captures['name'], text: text`<${api.captures['name']}>` }, expect: { status: 200 } })
        await api.send({ get: '/never' })
      },
    }
    const outcome = await load(server, { profile: { users: 3, data: () => [{ user: 'ä' }, { user: 'b' }], order: 'sequential' }, tasks: [task], ms: 1500 })
    expectTruth(outcome, server)
    expect(server.requests.some(({ url }) => url === '/never')).toBe(false)
    const logins = server.requests.filter(({ url }) => url === '/login')
    expect(logins.length).toBeGreaterThan(5)
    expect(new Set(logins.map(({ body }) => (JSON.parse(body) as { request: string }).request)).size).toBe(logins.length)
    const items = server.requests.filter(({ url }) => url.startsWith('/items/'))
    for (const { url, headers } of items) {
      const [, id] = /^\/items\/(\d+)\?/.exec(url) ?? []
      expect(url).toBe(`/items/${id}?name=${encodeURIComponent(`Zoë "${id}"`)}`)
      expect(headers['x-id']).toBe(`id ${id}`)
      expect(headers.cookie).toBe(`sid=${id}`)
    }
    const fails = server.requests.filter(({ url }) => url.startsWith('/fail/'))
    for (const { url, body } of fails) {
      const id = url.slice('/fail/'.length)
      expect(JSON.parse(body)).toEqual({ name: `Zoë "${id}"`, text: `<Zoë "${id}">` })
    }
    expect(items.length).toBeGreaterThan(5)
    expect(fails.length).toBeGreaterThan(5)
  })

  test('take each row once where they are unique, then end', async () => {
    const server = await serve(answerOk, { keep: true })
    const rows = Array.from({ length: 25 }, (_, n) => ({ n }))
    const task: LoadTask = { name: 'r', run: async ({ api, row }) => void (await api.send({ get: text`/${row.n}/x` })) }
    const { part } = await load(server, { profile: { users: 4, data: () => rows, order: 'unique' }, tasks: [task], ms: 800 })
    expect(server.requests.map(({ url }) => Number(url.split('/')[1])).toSorted((a, b) => a - b)).toEqual(rows.map(({ n }) => n))
    expect(part.exhausted).toBe(true)
  })

  test('follow redirects as tests do, counted as one', async () => {
    const server = await serve(({ url }, response) => (url === '/old' ? response.writeHead(302, { location: '/new' }).end() : response.end('{"at":"new"}')), { keep: true })
    const task: LoadTask = { name: 'r', run: async ({ api }) => void (await api.send({ post: '/old', json: { a: 1 }, expect: { json: { at: 'new' } } })) }
    const { parts } = await load(server, { profile: { users: 2, wait: '20ms' }, tasks: [task], ms: 1000 })
    expect(parts[0]?.ok).toBeGreaterThan(2)
    expect(parts[0]?.ok).toBe(parts[0]?.started)
    expect(server.requests.filter(({ method, url }) => method === 'POST' && url === '/old').length).toBe(parts[0]?.started)
    expect(server.requests.filter(({ method, url }) => method === 'GET' && url === '/new').length).toBe(parts[0]?.started)
  })

  test('check every kind of expectation, and say which did not hold', async () => {
    const server = await serve((_, response, _body, count) => void response.setHeader('content-type', 'application/json').end(JSON.stringify({ n: count, list: [1, 2], deep: { name: 'x' } })))
    const task: LoadTask = {
      name: 'e',
      run: async ({ api }) =>
        void (await api.send({
          get: '/',
          expect: {
            status: '2xx',
            headers: { 'content-type': { contains: 'json' } },
            jsonPath: { '$.list': { size: { gt: 1 } }, '$.deep.name': 'x', '$.list[*]': { each: { gt: 0 } }, '$.n': { lte: 5 } },
            jsonLike: { deep: { name: 'x' } },
          },
        })),
    }
    const { parts } = await load(server, { profile: { users: 1, wait: '5ms' }, tasks: [task], ms: 1000 })
    expect(parts[0]?.ok).toBe(5)
    expect(parts[0]?.failed).toBeGreaterThan(3)
    expect(parts[0]?.failures?.map(({ message, place }) => [message, place])).toEqual([
      ['jsonPath: expected $.n is <= 5', 'apitest.yaml#/loads/l/tasks/0/expect/jsonPath/$.n/lte'],
    ])
  })
})
