/* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 waits for them */
import express from 'express'
import { limits } from './limits.js'
import { sendMail } from './mailer.js'
import { PriceError, priceOf } from './prices.js'

const { CURRENCY, STOCK_URL } = process.env

export const app = express()

app.use(express.json())

app.get('/articles/:sku', async (request, response) => {
  const { sku } = request.params
  response.json({ sku, price: await priceOf(sku), currency: CURRENCY })
})

app.post('/orders', async (request, response) => {
  const { sku, quantity } = request.body
  if (quantity > limits.quantity) return response.status(422).json({ error: `at most ${limits.quantity}` })
  const { left } = await (await fetch(`${STOCK_URL}/stock/${sku}`)).json()
  if (left < quantity) return response.status(409).json({ error: `only ${left} left` })
  const total = quantity * (await priceOf(sku))
  await sendMail('order@example.com', `${quantity} × ${sku}`)
  response.status(201).json({ sku, total })
})

app.use((error, request, response, _next) => {
  response.status(error instanceof PriceError ? 503 : 500).json({ error: error.message })
})
