// A shop window that answers in a few milliseconds, and in 200 for every hundredth visitor.
import { createServer } from 'node:http'

const products = ['chair', 'table', 'lamp', 'shelf']
let visits = 0

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/health') return send(response, 200, { status: 'ok' })
  const [, kind, sku] = pathname.split('/')
  if (kind !== 'products') return send(response, 404, { error: 'nothing here' })
  if (sku === undefined) return send(response, 200, { products })
  if (!products.includes(sku)) return send(response, 404, { error: `no product is named ${sku}` })
  visits += 1
  setTimeout(() => send(response, 200, { sku, price: sku.length * 10 }), visits % 100 === 0 ? 200 : 3)
})

server.listen(Number(process.env.PORT), '127.0.0.1')

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
