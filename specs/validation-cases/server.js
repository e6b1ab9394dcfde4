// A recommender that checks its input and lists every mistake, as FastAPI does.
import { createServer } from 'node:http'

const rules = {
  productSKU: (value) => (value === undefined ? 'is required' : typeof value === 'string' && value !== '' ? undefined : 'must be a text that is not empty'),
  weight: number({ min: 0, max: 1 }),
  top: number({ min: 1, max: 100 }),
  filters: (value) => (value === undefined || (typeof value === 'object' && value !== null) ? undefined : 'must be an object'),
}

function number({ min, max }) {
  return (value) => {
    if (typeof value !== 'number') return 'must be a number'
    if (value < min) return `must be greater than or equal to ${min}`
    if (value > max) return `must be less than or equal to ${max}`
    return undefined
  }
}

function recommend(text) {
  let input
  try {
    input = JSON.parse(text)
  } catch (error) {
    return [400, { detail: `body is not JSON: ${error.message}` }]
  }
  const mistakes = Object.entries(rules)
    .map(([name, rule]) => ({ loc: [name], msg: rule(input[name]) }))
    .filter(({ msg }) => msg !== undefined)
  if (mistakes.length > 0) return [422, mistakes]
  return [200, { results: Array.from({ length: input.top }, (_, index) => ({ sku: `${input.productSKU}-${index}`, score: input.weight })) }]
}

const server = createServer(async (request, response) => {
  let text = ''
  for await (const chunk of request) text += chunk
  const [status, answer] = request.method === 'POST' && request.url === '/recommend' ? recommend(text) : [200, { status: 'ok' }]
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer))
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
