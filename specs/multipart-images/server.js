// Reads PNG images from JSON (base64), multipart forms and raw bodies, and says what it saw.
import { createServer } from 'node:http'

const describe = (image) => ({ format: image.subarray(1, 4).toString().toLowerCase(), width: image.readUInt32BE(16), height: image.readUInt32BE(20), bytes: image.length })

const routes = {
  'POST /api': (body) => {
    const { requestImage, mode } = JSON.parse(body.toString())
    return { ...describe(Buffer.from(requestImage, 'base64')), modes: mode }
  },
  'POST /upload': async (body, headers) => {
    const form = await new Response(body, { headers: { 'content-type': headers['content-type'] } }).formData()
    const fields = {}
    const files = []
    for (const [name, value] of form) {
      if (typeof value === 'string') fields[name] = value
      else files.push({ name, fileName: value.name, contentType: value.type, ...describe(Buffer.from(await value.arrayBuffer())) })
    }
    return { fields, files }
  },
  'PUT /raw': (body) => describe(body),
}

const server = createServer(async (request, response) => {
  const chunks = []
  for await (const chunk of request) chunks.push(chunk)
  const route = routes[`${request.method} ${request.url}`]
  const answer = route ? await route(Buffer.concat(chunks), request.headers) : { error: 'no such page' }
  response.writeHead(route ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer))
})

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
