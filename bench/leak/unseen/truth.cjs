// What a Node server really keeps of a request, measured by itself in a run of its own: heap and external memory behind a collection,
// after 1,500 and after 4,500 requests.
'use strict'
const fs = require('node:fs')
const v8 = require('node:v8')
const vm = require('node:vm')

let requests = 0
let first

/** Called for each request. */
exports.request = () => {
  requests++
  if (!process.env.TRUTH) return
  if (requests === 1500) first = inUse()
  if (requests === 4500) fs.writeFileSync(process.env.TRUTH, JSON.stringify({ requests: 3000, bytes: inUse() - first }))
}

function inUse() {
  v8.setFlagsFromString('--expose-gc')
  const collect = vm.runInNewContext('gc')
  collect()
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
