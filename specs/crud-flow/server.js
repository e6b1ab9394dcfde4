// Items with owners, sessions by cookie, and a delay until a new item can be seen.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const sessions = new Map()
const items = new Map()
const categories = new Map()
const etag = (item) => `"${item.sku}-${item.price}"`

const routes = [
  ['GET', /^\/health$/, () => [200, { status: 'ok' }]],
  ['POST', /^\/login$/, ({ body }) => {
    if (body.password !== process.env.PASSWORD) return [403, { error: 'wrong password' }]
    const sid = randomUUID()
    const token = randomUUID()
    sessions.set(sid, body.user).set(token, body.user)
    return [200, { token }, { 'set-cookie': `sid=${sid}; HttpOnly; Path=/` }]
  }],
  ['POST', /^\/logout$/, ({ sid }) => (sessions.delete(sid) ? [204] : [401, { error: 'sign in first' }])],
  ['GET', /^\/me$/, signedIn(({ user }) => [200, { user }])],
  ['GET', /^\/items$/, signedIn(() => [200, { items: [...items.values()] }])],
  ['POST', /^\/items$/, signedIn(({ user, body }) => {
    const { delayMs = 0, ...rest } = body
    const item = { id: randomUUID(), owner: user, ...rest }
    setTimeout(() => items.set(item.id, item), delayMs)
    if (delayMs === 0) items.set(item.id, item)
    return [201, item, { location: `/items/${item.id}`, etag: etag(item) }]
  })],
  ['GET', /^\/items\/(.+)$/, signedIn(withItem((item) => [200, item, { etag: etag(item) }]))],
  ['PUT', /^\/items\/(.+)$/, signedIn(withItem((item, { body, headers }) => {
    if (headers['if-match'] !== etag(item)) return [412, { error: 'changed meanwhile' }]
    return [200, Object.assign(item, body)]
  }))],
  ['DELETE', /^\/items\/(.+)$/, signedIn(withItem((item) => (items.delete(item.id), [204])))],
  ['POST', /^\/categories$/, ({ body }) => {
    const category = { id: randomUUID(), name: body.name }
    categories.set(category.id, category)
    return [201, category]
  }],
  ['GET', /^\/categories\/(.+)$/, ({ id }) => (categories.has(id) ? [200, categories.get(id)] : [404])],
  ['DELETE', /^\/categories\/(.+)$/, ({ id }) => (categories.delete(id) ? [204] : [404])],
]

function signedIn(handler) {
  return (request) => (request.user ? handler(request) : [401, { error: 'sign in first' }])
}

function withItem(handler) {
  return (request) => {
    const item = items.get(request.id)
    return item ? handler(item, request) : [404, { error: `no item ${request.id}` }]
  }
}

const server = createServer(async (request, response) => {
  const [, handler, match] = routes.map(([method, path, handler]) => [method, handler, request.url.match(path)]).find(([method, , match]) => method === request.method && match) ?? []
  let text = ''
  for await (const chunk of request) text += chunk
  const sid = /sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  const token = /^Bearer (.+)/.exec(request.headers.authorization ?? '')?.[1]
  const [status, answer, headers = {}] = handler
    ? handler({ id: match[1], sid, user: sessions.get(sid) ?? sessions.get(token), headers: request.headers, body: text ? JSON.parse(text) : {} })
    : [404, { error: 'no such page' }]
  console.log(`${request.method} ${request.url} -> ${status}`)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(answer ? JSON.stringify(answer) : '')
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log('items service is up'))
