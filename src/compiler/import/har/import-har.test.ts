import { parse } from 'yaml'
import { expect, it } from 'vitest'
import { importHar } from './import-har.ts'

const header = (name: string, value: string) => ({ name, value })

function entry(method: string, url: string, { status = 200, type = 'application/json', body, headers = [], post, resource }: { status?: number; type?: string; body?: unknown; headers?: object[]; post?: unknown; resource?: string } = {}) {
  return {
    _resourceType: resource,
    request: { method, url, headers: [...headers, ...(post === undefined ? [] : [header('Content-Type', 'application/json')])], ...(post !== undefined && { postData: { mimeType: 'application/json', text: JSON.stringify(post) } }) },
    response: { status, headers: [header('Set-Cookie', 'sid=abc; Path=/')], content: { mimeType: type, ...(body !== undefined && { text: JSON.stringify(body) }) } },
  }
}

function imported(entries: readonly object[]) {
  const { files, problems, summary } = importHar({ text: JSON.stringify({ log: { entries } }), file: 'session.har' })
  // oxlint-disable-next-line typescript/no-explicit-any -- the spec is read as a person would
  const spec = parse(files[0]?.text ?? '') as Record<string, any>
  return { files, problems, summary, spec, steps: spec.tests['recorded session'].steps as Record<string, unknown>[] }
}

const token = 'eyJhbGciOi.token-of-alice'

it('leaves out files and other hosts, folds tokens, and hides passwords', () => {
  const { spec, steps, files, summary } = imported([
    entry('GET', 'https://shop.example/', { type: 'text/html' }),
    entry('GET', 'https://shop.example/app.js?v=1', { type: 'text/javascript' }),
    entry('POST', 'https://stats.example/collect', { post: { a: 1 } }),
    entry('POST', 'https://shop.example/api/login', { post: { user: 'alice', password: 'hunter2' }, body: { access_token: token } }),
    entry('POST', 'https://shop.example/api/orders', { status: 201, post: { sku: '${env.HOME}' }, headers: [header('Authorization', `Bearer ${token}`), header('Cookie', 'sid=abc; theme=dark'), header('sec-fetch-mode', 'cors')], body: { id: 7 } }),
    entry('GET', 'https://shop.example/api/orders/7', { headers: [header('authorization', `Bearer ${token}`)] }),
    entry('GET', 'https://shop.example/api/never', { status: 0 }),
  ])
  expect(spec.services).toEqual({ api: { url: 'https://shop.example' } })
  expect(steps).toEqual([
    { post: '/api/login', json: { user: 'alice', password: '${env.PASSWORD}' }, expect: { status: 200 }, capture: { access_token: { jsonPath: '$.access_token', secret: true } } },
    { post: '/api/orders', cookies: { theme: '${env.COOKIE_THEME}' }, auth: { bearer: '${captures.access_token}' }, json: { sku: '$${env.HOME}' }, expect: { status: 201 }, capture: { order_id: '$.id' } },
    { get: '/api/orders/${captures.order_id}', auth: { bearer: '${captures.access_token}' }, expect: { status: 200 } },
  ])
  expect(files[0]!.text).not.toMatch(/hunter2|eyJ/)
  expect(files[1]).toEqual({ path: '.env', text: 'PASSWORD=hunter2\nCOOKIE_THEME=dark\n' })
  expect(summary).toEqual(['3 calls of https://shop.example, 2 values captured from one for another', 'left out: 2 files and preflights, 1 calls of other hosts, 1 without answer'])
})

it.each([
  ['{"log": {"entries": [', /no JSON.*cut off/],
  ['[]', /no `log.entries`/],
  ['{"log":{"entries":[]}}', /no call of an API/],
  ['{"log":{"entries":[null, 1, {"request": 1}]}}', /no call of an API/],
])('says what is wrong with %s', (text, message) => {
  const { files, problems } = importHar({ text, file: 'x.har' })
  expect(files).toEqual([])
  expect(problems[0]).toMatchObject({ severity: 'error', message: expect.stringMatching(message) })
})
