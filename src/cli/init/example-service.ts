/** The service that `apitest init` writes into a folder without one. */
export const exampleService = `// A small to-do list: the service that apitest.yaml tests. Replace it with your own.
import { createServer } from 'node:http'

const todos = new Map()
let lastId = 0

const server = createServer(async (request, response) => {
  const [, resource, id] = request.url.split('/')
  let text = ''
  for await (const chunk of request) text += chunk
  const [status, answer] = respond(\`\${request.method} /\${resource}\`, id, text === '' ? {} : JSON.parse(text))
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(answer === undefined ? '' : JSON.stringify(answer))
})

function respond(route, id, body) {
  if (route === 'GET /health') return [200, { status: 'ok' }]
  if (route === 'GET /todos' && id === undefined) return [200, [...todos.values()]]
  if (route === 'POST /todos') {
    if (!body.title) return [422, { error: 'a title is missing' }]
    const todo = { id: ++lastId, title: body.title, done: false }
    todos.set(String(todo.id), todo)
    return [201, todo]
  }
  if (!todos.has(id)) return [404, { error: 'not found' }]
  if (route === 'GET /todos') return [200, todos.get(id)]
  if (route === 'DELETE /todos') return todos.delete(id) && [204]
  return [405, { error: 'method not allowed' }]
}

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log(\`listening on \${server.address().port}\`))
`

/** Sections of apitest.yaml for it, in the order in which they are written. */
export function exampleSpec(serviceFile: string) {
  return {
    services: { todos: { process: { command: `node ${serviceFile}`, ready: { http: '/health' } } } },
    tests: {
      'the service is up': { get: '/health', expect: { status: 200, json: { status: 'ok' } } },
      'a to-do without a title is refused': {
        post: '/todos',
        json: {},
        expect: { status: 422, jsonPath: { '$.error': { contains: 'title' } } },
      },
      'a to-do can be made, read and deleted': {
        steps: [
          { post: '/todos', json: { title: 'write a test' }, expect: { status: 201 }, capture: { id: '$.id' } },
          { get: '/todos/${captures.id}', expect: { jsonLike: { title: 'write a test', done: false }, time: { lt: '1s' } } },
        ],
        cleanup: [{ delete: '/todos/${captures.id}' }],
      },
    },
  }
}
