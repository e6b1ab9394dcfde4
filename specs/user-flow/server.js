// A shop with a login, sessions in cookies, and orders that only their owner can see.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'

const sessions = new Map()
const orders = new Map()

const server = createServer(async (request, response) => {
  const body = await read(request)
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/health') return send(response, 200, { status: 'ok' })
  if (pathname === '/login') {
    const session = randomUUID()
    sessions.set(session, body.user)
    return send(response, 200, { token: `token-of-${body.user}` }, { 'set-cookie': `sid=${session}; Path=/; HttpOnly` })
  }
  const user = sessions.get(/sid=([^;]+)/.exec(request.headers.cookie ?? '')?.[1])
  if (user === undefined || request.headers.authorization !== `Bearer token-of-${user}`) return send(response, 401, { error: 'who are you?' })
  if (request.method === 'POST' && pathname === '/orders') {
    const id = orders.size + 1
    orders.set(String(id), { id, user, sku: body.sku })
    return send(response, 201, { id })
  }
  const order = orders.get(pathname.split('/')[2])
  if (order?.user !== user) return send(response, 404, { error: 'no such order' })
  send(response, 200, order)
})

server.listen(Number(process.env.PORT), '127.0.0.1')

async function read(request) {
  let text = ''
  for await (const chunk of request) text += chunk
  return text === '' ? {} : JSON.parse(text)
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}
