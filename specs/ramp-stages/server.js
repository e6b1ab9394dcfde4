// A queue at a counter: two visitors are served at a time, each for ten milliseconds; who comes later waits.
import { createServer } from 'node:http'

const counters = 2
const waiting = []
let busy = 0

const server = createServer((request, response) => {
  if (request.url === '/health') return send(response, { status: 'ok' })
  waiting.push(response)
  serve()
})

server.listen(Number(process.env.PORT), '127.0.0.1')

function serve() {
  if (busy === counters || waiting.length === 0) return
  const response = waiting.shift()
  busy += 1
  setTimeout(() => {
    busy -= 1
    send(response, { served: true, behind: waiting.length })
    serve()
  }, 10)
}

function send(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
