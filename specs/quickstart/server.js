// A small shop: the service that the quickstart tests. Node only, no packages.
import { createServer } from 'node:http'

const prices = { chair: 49, lamp: 19, shelf: 89, table: 129 }
const orders = new Map()
let lastId = 0

const routes = {
  'GET /health': () => [200, { status: 'ok' }],
  'POST /recommendations': ({ sku, top = 3 }) =>
    sku in prices
      ? [200, { results: products().filter((product) => product.sku !== sku).slice(0, top) }]
      : [404, { error: `no product is named ${sku}` }],
  'POST /orders': ({ sku, quantity }) => {
    if (!(sku in prices)) return [422, { error: `no product is named ${sku}` }]
    const order = { id: `o${++lastId}`, sku, quantity, total: prices[sku] * quantity }
    orders.set(order.id, order)
    return [201, order]
  },
  'GET /orders': (_, id) => (orders.has(id) ? [200, orders.get(id)] : [404, { error: `no order ${id}` }]),
  'DELETE /orders': (_, id) => (orders.delete(id) ? [204] : [404, { error: `no order ${id}` }]),
}

const server = createServer(async (request, response) => {
  const [, resource, id] = request.url.split('/')
  const route = routes[`${request.method} /${resource}`]
  let body = ''
  for await (const chunk of request) body += chunk
  const [status, answer] = route ? route(body ? JSON.parse(body) : {}, id) : [404, { error: 'no such page' }]
  console.log(`${request.method} ${request.url} -> ${status}`)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(answer ? JSON.stringify(answer) : '')
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(`shop listens on ${server.address().port}`))

function products() {
  return Object.entries(prices).map(([sku, price]) => ({ sku, price }))
}
