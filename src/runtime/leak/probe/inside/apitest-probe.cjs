// Loaded into the Node programs of a service while a leak window runs (NODE_OPTIONS=--require). Whoever connects to its socket gets,
// behind a full collection, the bytes that are in use. It keeps no program alive and never makes one fail.
'use strict'
const folder = process.env.APITEST_PROBE_DIR
if (folder) {
  try {
    serve(folder)
  } catch {
    // the window goes on without it, and says so
  }
}

function serve(folder) {
  const { join } = require('node:path')
  const { unlinkSync, chmodSync } = require('node:fs')
  const { threadId } = require('node:worker_threads')
  const v8 = require('node:v8')
  const vm = require('node:vm')
  const net = require('node:net')
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  const path = join(folder, `node-${process.pid}-${threadId}.sock`)
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    collect()
    // What weak references and finalizers hold goes only in a later turn.
    setImmediate(() => {
      collect()
      const { heapUsed, heapTotal, external } = process.memoryUsage()
      socket.end(JSON.stringify({ pid: process.pid, runtime: 'node', live: heapUsed + external, committed: heapTotal + external }))
    })
  })
  server.on('error', () => {})
  // exclusive: in a cluster the primary would listen instead
  server.listen({ path, exclusive: true }, () => {
    try {
      chmodSync(path, 0o666)
    } catch {}
  })
  server.unref()
  process.on('exit', () => {
    try {
      unlinkSync(path)
    } catch {}
  })
}
