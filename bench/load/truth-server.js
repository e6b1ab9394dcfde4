// A service whose times are known: 5 ms, every hundredth request 200 ms, and a second in every five in which the whole process stands
// still. `node truth-server.js PORT`; GET /reset begins a cycle.
import { createServer } from 'node:http'

const quick = []
const slow = []
const cell = new Int32Array(new SharedArrayBuffer(4))
let count = 0
let began = performance.now()
let spinning = false
let timer

createServer((request, response) => {
  if (request.url === '/reset') {
    began = performance.now()
    count = 0
    scheduleStall()
    return response.end('ok')
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 15 })
  const late = ++count % 100 === 0
  ;(late ? slow : quick).push({ due: performance.now() + (late ? 200 : 5), response })
  spin()
}).listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 })

/** Timers are a millisecond late; turning the event loop round is not. */
function spin() {
  if (spinning || quick.length + slow.length === 0) return
  spinning = true
  setImmediate(() => {
    spinning = false
    const now = performance.now()
    for (const queue of [quick, slow]) while (queue.length > 0 && queue[0].due <= now) queue.shift().response.end('{"status":"ok"}')
    spin()
  })
}

function scheduleStall() {
  clearTimeout(timer)
  const phase = (performance.now() - began) % 5000
  timer = setTimeout(
    () => {
      const left = 5000 - ((performance.now() - began) % 5000)
      if (left > 0 && left <= 1000) Atomics.wait(cell, 0, 0, left)
      scheduleStall()
    },
    phase < 4000 ? 4000 - phase : 9000 - phase,
  )
}

scheduleStall()
