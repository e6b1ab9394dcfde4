// A reading list over HTTP that keeps to openapi.yaml.
import { createServer } from 'node:http'

const token = process.env.TOKEN ?? 'open sesame'
const states = ['unread', 'reading', 'read']
const books = new Map([[1, { id: 1, title: 'Moby-Dick', pages: 635, state: 'reading', sequelOf: null }]])

function answer(response, status, body, headers = {}) {
  response.writeHead(status, body === undefined ? headers : { 'content-type': 'application/json', ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

const refuse = (response, problem, field) => answer(response, 400, { problem, field })

function mistake({ title, pages, state, ...others }) {
  if (typeof title !== 'string' || title === '' || title.length > 200) return 'title'
  if (!Number.isInteger(pages) || pages < 1) return 'pages'
  if (state !== undefined && !states.includes(state)) return 'state'
  return Object.keys(others).find((key) => key !== 'sequelOf')
}

function list(response, query) {
  const limit = Number(query.get('limit') ?? 100)
  const state = query.get('state')
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) return refuse(response, 'out of range', 'limit')
  if (state !== null && !states.includes(state)) return refuse(response, 'no state', 'state')
  const found = [...books.values()].filter((book) => state === null || book.state === state)
  return answer(response, 200, found.slice(0, limit), { 'x-total-count': String(found.length) })
}

function add(response, text) {
  let body
  try {
    body = JSON.parse(text)
  } catch {
    return refuse(response, 'no JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return refuse(response, 'no object')
  const field = mistake(body)
  if (field !== undefined) return refuse(response, 'not as described', field)
  const id = Math.max(0, ...books.keys()) + 1
  const book = { id, state: 'unread', sequelOf: null, ...body }
  books.set(id, book)
  return answer(response, 201, book, { location: `/v1/books/${id}` })
}

createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost')
    const path = pathname.replace(/^\/v1/, '')
    if (path === '/health') return answer(response, 200, { status: 'ok' })
    if (request.headers.authorization !== `Bearer ${token}`) return answer(response, 401, { problem: 'no token' })
    if (path === '/books' && request.method === 'GET') return list(response, searchParams)
    if (path === '/books' && request.method === 'POST') return add(response, Buffer.concat(chunks).toString())
    const [, word] = /^\/books\/([^/]+)$/.exec(path) ?? []
    if (word === undefined) return answer(response, 404, { problem: 'no such path' })
    if (!/^\d+$/.test(word)) return refuse(response, 'no number', 'bookId')
    const book = books.get(Number(word))
    if (book === undefined) return answer(response, 404, { problem: 'no such book' })
    if (request.method === 'DELETE') {
      books.delete(book.id)
      return answer(response, 204)
    }
    return answer(response, 200, book)
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
