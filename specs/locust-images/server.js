// Stands in for a service that reads keys, values and barcodes from pictures: it only looks whether a picture came.
import { createServer } from 'node:http'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47])

const server = createServer((request, response) => {
  if (request.method === 'GET') return send(response, 200, { status: 'ok' })
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { requestImage, mode } = JSON.parse(Buffer.concat(chunks).toString())
    const image = Buffer.from(requestImage, 'base64')
    if (!image.subarray(0, 4).equals(signature)) return send(response, 422, { error: 'no PNG image' })
    send(response, 200, { mode, bytes: image.length })
  })
})

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

server.listen(Number(process.env.PORT), '127.0.0.1')
