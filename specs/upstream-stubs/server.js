// A small shop that asks a price service and a warehouse, whose addresses come from the environment.
import { createServer } from 'node:http'

const { PORT, PRICING_URL, WAREHOUSE_URL, PATIENCE_MS = '2000' } = process.env
const prices = new Map()

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost')
  const answer = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const [, what, sku] = pathname.split('/')
  try {
    if (pathname === '/health') answer(200, { status: 'ok' })
    else if (what === 'articles') answer(200, await article(sku, searchParams.get('currency') ?? 'eur'))
    else if (pathname === '/offers') answer(201, await offer(await readJson(request)))
    else if (what === 'stock') await stock(sku, answer)
    else answer(404, { error: 'not found' })
  } catch (error) {
    console.log(`upstream: ${error.cause?.code ?? error.message}`)
    answer(error.name === 'TimeoutError' ? 504 : 502, { error: what === 'stock' ? 'no stock' : 'no prices' })
  }
})

async function article(sku, currency) {
  const key = `${sku} ${currency}`
  if (!prices.has(key)) prices.set(key, await ask(`${PRICING_URL}/price/${sku}?currency=${currency}`, { headers: { 'x-api-key': 'k1' } }))
  return { sku, price: prices.get(key).price, currency }
}

async function offer({ sku, quantity }) {
  const quote = await ask(`${PRICING_URL}/quotes`, { method: 'POST', body: JSON.stringify({ sku, quantity }), headers: { 'content-type': 'application/json' } })
  return { offer: quote.text, total: quote.total }
}

async function stock(sku, answer) {
  const url = `${WAREHOUSE_URL}/stock/${sku}`
  let response = await fetch(url, { signal: AbortSignal.timeout(Number(PATIENCE_MS)) })
  if (response.status === 503) response = await fetch(url, { signal: AbortSignal.timeout(Number(PATIENCE_MS)) })
  answer(response.status, await response.json())
}

async function ask(url, options) {
  const response = await fetch(url, options)
  if (!response.ok) throw new Error(`${response.status} from ${url}: ${await response.text()}`)
  return response.json()
}

async function readJson(request) {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString())
}

server.listen(Number(PORT), '127.0.0.1')
