import { createServer } from 'node:http'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'

const [host, port] = process.env.STORE.split(':')

/** One line to the store, one line back. */
function ask(line) {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), host, () => socket.write(`${line}\n`))
    socket.on('error', reject)
    createInterface({ input: socket }).once('line', (answer) => {
      socket.end()
      resolve(answer)
    })
  })
}

const server = createServer(async (request, response) => {
  const [, what, name] = request.url.split('/')
  const body =
    what === 'health'
      ? { store: await ask('PING') }
      : { visits: Number(await ask(`${request.method === 'POST' ? 'INCR' : 'GET'} ${name}`)) }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
})
server.listen(Number(process.env.PORT), '127.0.0.1')
