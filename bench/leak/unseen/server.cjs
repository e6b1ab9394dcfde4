// Node services that nothing was tuned on; CASE chooses one.
const http = require('node:http')
const fs = require('node:fs')
const cluster = require('node:cluster')
const crypto = require('node:crypto')
const zlib = require('node:zlib')
const { EventEmitter } = require('node:events')
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks')
const { Worker } = require('node:worker_threads')
const truth = require('./truth.cjs')

const kept = []
const map = new Map()
let n = 0
let chain
const random = (size) =>
  crypto
    .randomBytes(Math.ceil(size / 2))
    .toString('hex')
    .slice(0, size)
const bus = new EventEmitter().setMaxListeners(0)
const forever = new Promise(() => {})
const storage = new AsyncLocalStorage()
const weak = new WeakMap()
let worker

const cases = {
  sessions: () => map.set(random(32), { user: n, at: new Date(), cart: [{ sku: random(12), count: n }], token: random(900) }),
  closure_chain: () => {
    const before = chain
    const data = random(1000)
    const unused = () => before
    chain = { data, method: () => unused !== undefined && data.length }
  },
  once_listeners: () => {
    const data = Buffer.alloc(3000, n)
    bus.once('drain', () => data)
  },
  small_objects: () => kept.push({ at: n + 0.5, id: n, next: [n] }),
  typed_arrays: () => kept.push(new Float64Array(6250).fill(n)),
  races: () => {
    const data = random(400)
    Promise.race([forever, Promise.resolve(data)]).then((value) => value.length)
  },
  timers: () => setTimeout((data) => data, 3_600_000, random(5000)).unref(),
  storage: () =>
    storage.run({ id: random(2000) }, () =>
      bus.on(
        'never',
        AsyncResource.bind(() => storage.getStore()),
      ),
    ),
  sliced: () => kept.push(random(20_000).slice(0, 40)),
  metrics: () => {
    const key = `GET /items/${n}`
    map.set(key, { count: 1, sum: Math.random(), buckets: Array.from({ length: 12 }, Math.random) })
  },
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  in_worker: () => worker.postMessage(n),
  cluster_leak: () => kept.push(random(3000)),
  files: () => n % 5 === 0 && fs.open('/dev/null', (_, file) => kept.push(file)),
  random_lru: () => {
    const key = Math.floor(Math.random() ** 3 * 5000)
    map.delete(key)
    map.set(key, random(1500))
    if (map.size > 1500) map.delete(map.keys().next().value)
  },
  answers: () => JSON.stringify(Array.from({ length: 200 + Math.floor(Math.random() * 3000) }, Math.random)),
  expiring: () => {
    const key = n
    map.set(key, random(1000))
    setTimeout(() => map.delete(key), 1500).unref()
  },
  shapes: () => {
    const object = {}
    for (let i = 0; i < 10; i++) object[`key${Math.floor(Math.random() * 400)}`] = i
    return void JSON.stringify(object)
  },
  weak: () => weak.set({}, random(2000)),
  zipped: () => void zlib.gzipSync(random(20_000)),
  compiled: () => void new Function(`return ${Math.floor(Math.random() * 300)}`)(),
  streamed: () =>
    new Promise((done) =>
      fs
        .createReadStream(__filename)
        .on('data', () => {})
        .on('close', done),
    ).then(() => undefined),
  late: () => {
    if (n === 2000) for (let i = 0; i < 20_000; i++) kept.push(random(800))
  },
  buffers: () => {
    kept[n % 200] = Buffer.alloc(Math.floor(Math.random() * 100_000), 1)
  },
  cluster_clean: () => void random(3000),
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
  in_worker_clean: () => worker.postMessage(-1),
}
const name = process.env.CASE
const clustered = name.startsWith('cluster')

if (clustered && cluster.isPrimary) {
  for (let i = 0; i < (process.env.TRUTH ? 1 : 2); i++) cluster.fork()
} else {
  if (name.startsWith('in_worker'))
    worker = new Worker(
      "const kept = []; require('node:worker_threads').parentPort.on('message', (n) => n >= 0 && kept.push('x'.repeat(2000) + n + Math.random()) && kept.at(-1).charCodeAt(3) && Buffer.from(kept.at(-1)))",
      { eval: true },
    )
  http
    .createServer(async (request, response) => {
      let body = '{"ok":true}'
      if (request.url === '/') {
        n++
        truth.request()
        const given = await cases[name]()
        if (typeof given === 'string' && name === 'answers') body = given
      }
      response.setHeader('content-type', 'application/json')
      response.end(body)
    })
    .listen(process.env.PORT, '127.0.0.1')
}
