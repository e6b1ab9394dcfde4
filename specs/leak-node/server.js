import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'

const prices = new EventEmitter()
prices.setMaxListeners(0)

const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  if (request.url === '/health') return response.end('{"status":"ok"}')
  if (request.method === 'POST' && request.url === '/subscriptions') {
    // The mistake: nobody ever removes it.
    prices.on('change', (price) => response.emit('price', price))
    response.statusCode = 201
    return response.end('{"subscribed":true}')
  }
  response.end(JSON.stringify({ name: request.url.split('/').at(-1), price: 49 }))
})
server.listen(process.env.PORT, '127.0.0.1')
