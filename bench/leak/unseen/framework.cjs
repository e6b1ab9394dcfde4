// Services of Express, Fastify and plain Node that treat what lies beside the heap, and time, as programs in the field do; CASE chooses.
'use strict'
const http = require('node:http')
const fs = require('node:fs')
const zlib = require('node:zlib')
const vm = require('node:vm')
const { randomBytes } = require('node:crypto')
const { EventEmitter } = require('node:events')
const { Worker } = require('node:worker_threads')
const truth = require('./truth.cjs')

const kept = []
const map = new Map()
const bus = new EventEmitter().setMaxListeners(0)
const shutdown = new AbortController()
require('node:events').setMaxListeners(0, shutdown.signal)
let n = 0
let journal = ''
const random = (size) =>
  randomBytes(Math.ceil(size / 2))
    .toString('hex')
    .slice(0, size)

const leaks = {
  native_buffers: () => kept.push(Buffer.allocUnsafeSlow(8000).fill(n)),
  // a thread with a heap of its own that nobody ends
  workers_left: () => n % 150 === 0 && kept.push(new Worker('setInterval(() => {}, 1e6)', { eval: true })),
  grown_wasm: () => {
    kept[0] ??= new WebAssembly.Memory({ initial: 1, maximum: 60_000 })
    const before = kept[0].grow(1)
    new Uint8Array(kept[0].buffer).fill(1, before * 65_536)
  },
  abort_listeners: () => {
    const data = random(1500)
    shutdown.signal.addEventListener('abort', () => data)
  },
  contexts: () => n % 40 === 0 && kept.push(vm.createContext({ n })),
  open_compressors: () => {
    const stream = zlib.createDeflate({ chunkSize: 1024, memLevel: 1, windowBits: 9 })
    stream.write(random(200))
    kept.push(stream)
  },
  journal: () => {
    journal += `${n} ${random(80)}\n`
  },
  every_thousandth: () => n % 1000 === 0 && kept.push(random(600_000)),
  from_the_middle_on: () => n > 3300 && kept.push(random(2000)),
  watchers: () => n % 4 === 0 && kept.push(fs.watch(__dirname)),
  growing_answer: () => {
    kept.push(n)
    map.set(n, random(150))
    return JSON.stringify(kept.slice(-2000))
  },
}

const clean = {
  // gives back all at once, and seldom
  batches: () => {
    kept.push(random(1200))
    if (kept.length === 2700) kept.length = 0
  },
  workers_ended: () =>
    n % 50 === 0 ? new Promise((done) => new Worker('0', { eval: true }).on('exit', done)).then(() => undefined) : undefined,
  closed_compressors: () =>
    new Promise((done) => {
      const stream = zlib.createGzip()
      stream.on('close', done).resume()
      stream.end(random(3000))
    }).then(() => undefined),
  swept: () => {
    map.set(n, { at: Date.now(), data: random(900) })
  },
  slow_cache: () => {
    const key = Math.floor(Math.random() * 2500)
    if (!map.has(key)) map.set(key, random(1500))
  },
  growing_answer_clean: () => `"${'x'.repeat(Math.min(n, 6000) * 40)}"`,
  external_scratch: () => void Buffer.allocUnsafeSlow(Math.floor(Math.random() * 400_000)).fill(1),
}

const name = process.env.CASE
if (name === 'swept')
  setInterval(() => {
    for (const [key, { at }] of map) if (Date.now() - at > 800) map.delete(key)
  }, 700)

const frameworks = { express_sessions: express, express_clean: express, fastify_listeners: fastify, fastify_clean: fastify }

function express(port) {
  const app = require('express')()
  const store = {}
  app.use((request, response, next) => {
    const id = random(32)
    if (name === 'express_sessions' && request.path === '/')
      store[id] = { id, cookie: { path: '/', maxAge: 3600 }, user: { name: random(40), roles: ['reader'] } }
    response.cookie('sid', id)
    next()
  })
  app.get('/', (request, response) => {
    truth.request()
    response.json({ ok: true })
  })
  app.get('/other', (request, response) => response.json({ ok: true }))
  app.listen(port, '127.0.0.1')
}

function fastify(port) {
  const app = require('fastify')()
  app.get('/', async (request, reply) => {
    truth.request()
    if (name === 'fastify_listeners') bus.on('reload', () => reply.header('x-reloaded', request.id))
    else bus.once(`done ${request.id}`, () => request.id).emit(`done ${request.id}`)
    return { ok: true }
  })
  app.get('/other', async () => ({ ok: true }))
  void app.listen({ port, host: '127.0.0.1' })
}

function plain(port) {
  const handle = leaks[name] ?? clean[name]
  http
    .createServer(async (request, response) => {
      let body = '{"ok":true}'
      if (request.url === '/') {
        n++
        truth.request()
        const given = await handle()
        if (typeof given === 'string') body = given
      }
      response.setHeader('content-type', 'application/json')
      response.end(body)
    })
    .listen(port, '127.0.0.1')
}

;(frameworks[name] ?? plain)(Number(process.env.PORT))
