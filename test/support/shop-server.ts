/** Source of a service for end-to-end tests: answers what each test asks for, and echoes requests. */
export const shopServer = `
import { createServer } from 'node:http'
createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  console.log(request.method + ' ' + request.url + ' ' + body)
  const answer = (status, value, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(value))
  }
  const page = request.url.split('?')[0]
  if (page === '/health') return answer(200, { status: 'ok' })
  if (page === '/echo') return answer(200, { body: body === '' ? null : JSON.parse(body), headers: request.headers })
  if (page === '/token') return answer(200, { token: 'captured-secret/+value' })
  if (page === '/items') return answer(200, { items: [{ name: 'a' }, { name: 'b' }] })
  if (page === '/broken') return answer(500, { error: 'out of order' })
  if (page === '/leave') process.exit(3)
  answer(404, { error: 'no such page' })
}).listen(Number(process.env.PORT), '127.0.0.1')
`
