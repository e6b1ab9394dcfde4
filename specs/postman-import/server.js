// The bookshop that the collection was written for: keeps its books in memory, wants a token for changes.
import { createServer } from 'node:http'

const books = new Map([[1, { id: 1, title: 'Emma', price: 9.5, tags: ['novel'] }]])

createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://shop')
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks).toString()
  const answer = (status, value, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(value === undefined ? undefined : JSON.stringify(value))
  }
  const [, first, second] = url.pathname.split('/')
  const route = `${request.method} /${first}${second === undefined ? '' : '/:id'}`
  const signedIn = request.headers.authorization === 'Bearer t-reader'
  if (route === 'POST /login') {
    if (new URLSearchParams(body).get('password') !== 'secret') return answer(401, { error: 'wrong password' })
    return answer(200, { token: 't-reader', user: { id: 7, name: 'Ann' } }, { 'set-cookie': 'basket=b1; Path=/' })
  }
  if (route === 'GET /books') {
    const list = [...books.values()].filter(({ title }) => title.includes(url.searchParams.get('q') ?? ''))
    return answer(200, { count: list.length, books: list })
  }
  if (route === 'GET /books/:id') {
    const book = books.get(Number(second))
    return book === undefined ? answer(404, { error: 'no such book' }) : answer(200, book)
  }
  if (route === 'POST /books') {
    if (!signedIn) return answer(401, { error: 'sign in first' })
    const { title, price } = JSON.parse(body)
    if (typeof title !== 'string') return answer(422, { errors: [{ field: 'title', message: 'is required' }] })
    if (!(price > 0)) return answer(422, { errors: [{ field: 'price', message: 'must be above 0' }] })
    const book = { id: books.size + 1, title, price, tags: [] }
    books.set(book.id, book)
    return answer(201, book, { location: `/books/${book.id}` })
  }
  if (route === 'DELETE /books/:id') return answer(books.delete(Number(second)) && signedIn ? 204 : 404)
  if (route === 'GET /basket') return answer(200, { cookie: request.headers.cookie ?? null })
  if (route === 'POST /covers') return answer(200, { type: request.headers['content-type'].split(';')[0], bytes: body.length })
  if (route === 'POST /graphql') return answer(200, { data: { asked: JSON.parse(body).variables } })
  if (route === 'GET /sign') return answer(200, { signature: request.headers['x-signature'] ?? null })
  answer(404, { error: 'no such page' })
}).listen(Number(process.env['PORT'] ?? 4010), '127.0.0.1')
