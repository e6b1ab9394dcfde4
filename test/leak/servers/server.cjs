// One small Node service; CASE chooses how it treats its memory. What each case keeps is in cases.js.
const http = require('node:http')
const fs = require('node:fs')
const { EventEmitter } = require('node:events')
const kept = []
const size = Number(process.env.SIZE ?? 1000)
let counter = 0
const bus = new EventEmitter()
bus.setMaxListeners(0)
const map = new Map()
const text = () => Buffer.alloc(size, 97 + (counter++ % 26)).toString('latin1')

const cases = {
  leak_list: () => kept.push(text()),
  leak_map: () => map.set(counter, text()),
  leak_closure: () => {
    const data = text()
    kept.push(() => data.length)
  },
  leak_listener: () => {
    const data = text()
    bus.on('tick', () => data)
  },
  leak_buffer: () => kept.push(Buffer.alloc(size, 1)),
  leak_objects: () => kept.push({ id: counter++, at: Date.now() / 3, tags: [counter, counter * 2] }),
  leak_promise: () => {
    const data = text()
    const never = new Promise(() => {})
    never.then(() => data)
    kept.push(never)
  },
  leak_file: () => kept.push(fs.openSync('/dev/null')),
  leak_timer: () => {
    const data = text()
    setInterval(() => data, 3_600_000).unref()
  },
  dies: () => ++counter > 900 && process.exit(7),
  clean: () => Buffer.alloc(size, 1),
  clean_garbage: () => Array.from({ length: 50 }, () => text()),
  clean_lru: () => {
    map.set(counter, text())
    if (map.size > 2000) map.delete(map.keys().next().value)
  },
  clean_ring: () => {
    kept[counter % 3000] = text()
  },
  clean_sawtooth: () => {
    kept.push(text())
    if (kept.length > 1500) kept.length = 0
  },
  clean_lazy: () => {
    if (++counter === 3000) kept.push(Buffer.alloc(20_000_000, 1))
  },
  clean_spike: () => {
    if (++counter % 200 === 0) Buffer.alloc(30_000_000, 1)
  },
}
const handle = cases[process.env.CASE]
http
  .createServer((request, response) => {
    if (request.url.startsWith('/__')) globalThis.gc?.()
    else if (!request.url.startsWith('/other')) handle()
    response.setHeader('content-type', 'application/json')
    response.end(request.url === '/__live' ? JSON.stringify({ live: process.memoryUsage().heapUsed }) : '{"ok":true}')
  })
  .listen(process.env.PORT, '127.0.0.1')
