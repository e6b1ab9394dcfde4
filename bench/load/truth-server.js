// A service that knows the truth: 5 ms, every hundredth request 200 ms, and a second in every five in which the whole process stands
// still. `node truth-server.js PORT`; GET /reset begins a cycle; GET /truth?rate=1000 says what whoever sends that many requests a second
// had to measure, from when each request was due to when its answer was written, on this machine and in this run.
import { createServer } from 'node:http'

const stand = new Int32Array(new SharedArrayBuffer(4))
const waiting = []
/** When each request came, and when its answer left. */
let requests = []
let began = performance.now()
let timer

createServer((request, response) => {
  if (request.url === '/reset') {
    began = performance.now()
    requests = []
    scheduleStall()
    return response.end('ok')
  }
  if (request.url.startsWith('/truth')) {
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify(truth(Number(new URL(request.url, 'http://truth').searchParams.get('rate')))))
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 15 })
  const came = performance.now()
  const told = { came, left: Number.POSITIVE_INFINITY }
  requests.push(told)
  waiting.push({ due: came + (requests.length % 100 === 0 ? 200 : 5), response, told })
}).listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })

setInterval(() => {
  const now = performance.now()
  let kept = 0
  for (const one of waiting) {
    if (one.due > now) {
      waiting[kept++] = one
      continue
    }
    one.response.end('{"status":"ok"}')
    one.told.left = performance.now()
  }
  waiting.length = kept
}, 1)

/** Requests are due at even distances; the one that came earliest, compared with that, came when it was due. */
function truth(rate) {
  const gap = 1000 / rate
  const first = Math.min(...requests.map(({ came }, index) => came - index * gap))
  const times = requests.map(({ left }, index) => left - first - index * gap).sort((a, b) => a - b)
  const at = (percent) => times[Math.max(0, Math.ceil((times.length * percent) / 100) - 1)]
  return { requests: times.length, p50: at(50), p95: at(95), p99: at(99), 'p99.9': at(99.9) }
}

function scheduleStall() {
  clearTimeout(timer)
  const phase = (performance.now() - began) % 5000
  timer = setTimeout(
    () => {
      const left = 5000 - ((performance.now() - began) % 5000)
      if (left > 0 && left <= 1000) Atomics.wait(stand, 0, 0, left)
      scheduleStall()
    },
    phase < 4000 ? 4000 - phase : 9000 - phase,
  )
}

scheduleStall()
