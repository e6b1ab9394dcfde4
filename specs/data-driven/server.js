// Prices for orders; all amounts are text, as in the table that the tests read.
import { createServer } from 'node:http'

const prices = { lamp: 19, 'chair, red': 49, shelf: 89 }
const coupons = { TEN: 0.1, HALF: 0.5 }

const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url, 'http://localhost')
  const { sku, quantity, currency = 'EUR', coupon } = Object.fromEntries(searchParams)
  const discount = coupons[coupon] ?? 0
  const total = (prices[sku] * Number(quantity) * (1 - discount)).toFixed(2)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(coupon === undefined ? { sku, total, currency } : { sku, total, currency, discount }))
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => console.log('prices are loaded'))
