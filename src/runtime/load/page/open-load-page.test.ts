import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { LivePicture } from './live-types.ts'
import type { LoadPage } from './open-load-page.ts'
import { openLoadPage, PortTakenError } from './open-load-page.ts'
import type { SampleControl } from './sample-control.testing.ts'
import { sampleControl } from './sample-control.testing.ts'

const pages: LoadPage[] = []
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()))
})

async function open(control: SampleControl = sampleControl({ running: 15 }), options: Parameters<typeof openLoadPage>[1] = { port: 0 }): Promise<LoadPage> {
  const page = await openLoadPage(control, options)
  pages.push(page)
  return page
}

interface Asked {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** Without the manners of `fetch`, which would not send another Host. */
function ask({ port }: LoadPage, { method = 'GET', path, headers = {}, body }: Asked): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

async function tokenOf(page: LoadPage): Promise<string> {
  const { text } = await ask(page, { path: '/' })
  return /name="apitest-token" content="([^"]+)"/.exec(text)?.[1] ?? ''
}

const json = { 'content-type': 'application/json' }

async function post(page: LoadPage, path: string, values: unknown) {
  return ask(page, { method: 'POST', path: `/api/${path}`, headers: { ...json, 'x-apitest-token': await tokenOf(page) }, body: JSON.stringify(values) })
}

describe('who may ask', () => {
  it('is only the page itself: same origin, with its token', async () => {
    const control = sampleControl({ running: 3 })
    const page = await open(control)
    const token = await tokenOf(page)
    const stop = (headers: Record<string, string>) => ask(page, { method: 'POST', path: '/api/stop', headers: { ...json, ...headers }, body: '{}' })
    expect(token).toHaveLength(24)
    expect((await stop({})).status).toBe(403)
    expect((await stop({ 'x-apitest-token': `${token.slice(0, -1)}_` })).status).toBe(403)
    expect((await stop({ 'x-apitest-token': token, origin: 'http://evil.example' })).status).toBe(403)
    expect((await stop({ 'x-apitest-token': token, origin: 'null' })).status).toBe(403)
    expect((await stop({ 'x-apitest-token': token, origin: `http://localhost:${page.port}` })).status).toBe(403)
    expect((await stop({ 'x-apitest-token': token, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await stop({ 'x-apitest-token': token, 'content-type': 'text/plain' })).status).toBe(415)
    expect(control.asked).toEqual([])
    expect((await stop({ 'x-apitest-token': token, origin: `http://127.0.0.1:${page.port}`, 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect(control.asked).toEqual([['stop']])
  })

  it.each(['evil.example', 'evil.example:8089', '127.0.0.1.evil.example', '192.168.1.5', 'evil.example@127.0.0.1', '127.0.0.1/x', '%31'])('is nobody under the name %j', async (host) => {
    const page = await open()
    for (const path of ['/', '/api/picture', '/api/events', '/download/report.html']) expect((await ask(page, { path, headers: { host } })).status).toBe(403)
  })

  it('is also localhost, and the machine by address where the page was opened to others', async () => {
    const page = await open()
    expect((await ask(page, { path: '/', headers: { host: `localhost:${page.port}` } })).status).toBe(200)
    const everywhere = await open(sampleControl(), { port: 0, host: '0.0.0.0' })
    expect((await ask(everywhere, { path: '/', headers: { host: '192.168.1.5:8089' } })).status).toBe(200)
    expect((await ask(everywhere, { path: '/', headers: { host: 'evil.example' } })).status).toBe(403)
  })

  it('gets a policy that lets the page load nothing else and be framed by nobody', async () => {
    const { headers } = await ask(await open(), { path: '/' })
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'")
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

describe('the port', () => {
  it('that is taken gives way to the next free one, unless it was asked for', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(8089, '127.0.0.1', resolve).on('error', () => resolve()))
    try {
      const page = await open(sampleControl(), {})
      expect(page.port).toBeGreaterThan(8089)
      expect(page.takenPort).toBe(8089)
      await expect(open(sampleControl(), { port: page.port })).rejects.toThrow(PortTakenError)
      await expect(open(sampleControl(), { port: page.port })).rejects.toThrow(/Port \d+ of 127\.0\.0\.1 is taken, .* `--web-port`/)
    } finally {
      other.close()
    }
  })

  it('is bound to the loopback interface only', async () => {
    const page = await open()
    expect(page.url).toBe(`http://127.0.0.1:${page.port}/`)
    const reached = await new Promise<boolean>((resolve) => {
      const probe = createServer()
      // another loopback address: free for others, because the page does not listen there
      probe.listen(page.port, '127.0.0.2', () => probe.close(() => resolve((probe.address() as AddressInfo | null) !== undefined)))
      probe.on('error', () => resolve(false))
    })
    expect(reached).toBe(true)
  })
})

describe('commands', () => {
  it('reach the run', async () => {
    const control = sampleControl({ running: 3 })
    const page = await open(control)
    await post(page, 'users', { users: 80 })
    await post(page, 'rate', { rate: 12.5 })
    await post(page, 'marker', { text: ' cache cleared ' })
    await post(page, 'reset', {})
    expect(control.asked).toEqual([['users', 80], ['rate', 12.5], ['mark', 'cache cleared'], ['reset']])
  })

  it.each([
    ['users', { users: -1 }, 400, '`users` has to be a whole number from 0 to 1000000, got -1'],
    ['users', { users: 1.5 }, 400, 'whole number'],
    ['users', { users: '5' }, 400, 'got "5"'],
    ['rate', {}, 400, '`rate` has to be a number'],
    ['marker', { text: ' ' }, 400, 'A marker needs a text'],
    ['start', {}, 409, 'The run is running already'],
    ['erase', {}, 404, 'There is no command'],
    ['constructor', {}, 404, 'There is no command'],
  ])('that make no sense are refused: %s %j', async (path, values, status, reason) => {
    const control = sampleControl({ running: 3 })
    const answer = await post(await open(control), path, values)
    expect(answer.status).toBe(status)
    expect(answer.text).toContain(reason)
    expect(control.asked).toEqual([])
  })

  it('to start check the host and tell what the run answers', async () => {
    const control = sampleControl()
    const page = await open(control)
    expect((await post(page, 'start', { host: 'javascript:alert(1)' })).text).toContain('The host has to be a URL')
    expect((await post(page, 'start', { host: 'http://refused.example' })).text).toContain('Nothing answers at that host')
    expect((await post(page, 'start', { users: 7, spawnRate: 2 })).status).toBe(200)
    expect(control.asked.at(-1)).toEqual(['start', { users: 7, spawnRate: 2 }])
    expect(control.state).toBe('running')
  })

  it('to start again are for runs that can', async () => {
    const control = sampleControl({ running: 3 })
    control.end()
    const once = await open({ ...control, state: 'stopped', startsAgain: false })
    expect(await post(once, 'start', {})).toMatchObject({ status: 409, text: 'This run is over; the command line starts the next one\n' })
    expect((await post(await open(control), 'start', {})).status).toBe(200)
  })

  it('that are too large or no JSON are refused', async () => {
    const page = await open()
    const headers = { ...json, 'x-apitest-token': await tokenOf(page) }
    expect((await ask(page, { method: 'POST', path: '/api/users', headers, body: '{' })).status).toBe(400)
    expect((await ask(page, { method: 'POST', path: '/api/users', headers, body: `"${'x'.repeat(70_000)}"` })).status).toBe(413)
  })
})

describe('what is sent', () => {
  it('is the whole picture at first, the same for a page that comes late', async () => {
    const control = sampleControl({ running: 15 })
    const early = await open(control)
    for (let second = 0; second < 5; second++) control.tick()
    const late = await open(control)
    const [one, other] = (await Promise.all([early, late].map((page) => ask(page, { path: '/api/picture' })))).map(({ text }) => JSON.parse(text) as LivePicture)
    expect(one).toEqual(other)
    expect(one?.series.at).toHaveLength(20)
    expect(one?.total[0]).toBeGreaterThan(100)
  })

  it('follows a start that skips a state, with the header of that start', async () => {
    const control = sampleControl()
    let listen: ((news: { state: 'running' }) => void) | undefined
    const late = {
      ...control,
      state: 'ready' as 'ready' | 'running',
      subscribe: (listener: NonNullable<typeof listen>) => {
        listen = listener
        return () => {}
      },
    }
    const page = await open(late)
    late.header = { ...control.header, startedAt: 5000, thresholds: [] }
    late.state = 'running'
    listen?.({ state: 'running' })
    const picture = JSON.parse((await ask(page, { path: '/api/picture' })).text) as LivePicture
    expect(picture).toMatchObject({ startedAt: 5000, state: 'running', thresholds: [] })
  })

  it('is what a secret filter leaves', async () => {
    const page = await open(sampleControl({ running: 70, failureShare: 0.2 }), { port: 0, redact: (text) => text.replaceAll('pool exhausted', '***') })
    for (const path of ['/api/picture', '/download/report.html']) {
      const { text } = await ask(page, { path })
      expect(text).toContain('***')
      expect(text).not.toContain('pool exhausted')
    }
  })

  it.each(['stats.csv', 'stats_history.csv', 'failures.csv', 'exceptions.csv', 'summary.json', 'report.html'])('is %s for those who want to keep it', async (file) => {
    const { status, headers, text } = await ask(await open(), { path: `/download/${file}` })
    expect(status).toBe(200)
    expect(headers['content-disposition']).toBe(`attachment; filename="peak_${file}"`)
    expect(text.length).toBeGreaterThan(20)
  })

  it.each(['/download/toString', '/download/../package.json', '/api/endpoint?id=99', '/api/endpoint', '/nothing'])('is nothing for %s', async (path) => {
    expect((await ask(await open(), { path })).status).toBe(404)
  })
})

