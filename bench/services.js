// `npm run bench -- services`: the compose example as users run it, and how many calls a stub answers beside a bare server of node:http.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { measure, median } from './measure.js'

const CALLS = 10_000
const RUNS = 5

/** Returns rows of name, value, memory, goal and runs. */
export async function services({ apitest, work, root }) {
  const rows = []
  if (hasDocker()) {
    const folder = path.join(work, 'compose-model')
    rmSync(folder, { recursive: true, force: true })
    cpSync(path.join(root, 'specs/compose-model'), folder, { recursive: true, filter: (source) => !source.includes('apitest-report') })
    const { wallMs, rssMiB, runs } = await measure({ command: [...apitest, 'run'], cwd: folder, runs: 3 })
    rows.push([
      'specs/compose-model: up, two tests, down, with a warm build cache',
      `${(wallMs / 1000).toFixed(2)} s`,
      `${Math.round(rssMiB)} MiB`,
      '5 s',
      String(runs),
    ])
  }
  const folder = writeStubProject(path.join(work, 'stub'))
  const rates = Array.from({ length: RUNS + 1 }, () => ratesOf(folder, apitest)).slice(1)
  const rate = (name) => median(rates.map((one) => one[name]))
  rows.push(['a bare node:http server, 16 connections', `${Math.round(rate('bare'))} calls/s`, '', '', String(RUNS)])
  const share = (rate('stub') / rate('bare')).toFixed(2)
  rows.push(['a stub with a path parameter, 16 connections', `${Math.round(rate('stub'))} calls/s (${share} ×)`, '', '', String(RUNS)])
  return rows
}

function hasDocker() {
  try {
    execFileSync('docker', ['image', 'inspect', 'debian-python:local'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** The service that calls is a process of its own, like the services of users. */
function writeStubProject(folder) {
  mkdirSync(folder, { recursive: true })
  const files = {
    'apitest.yaml': `version: 1
services: { caller: { process: { command: node caller.mjs, env: { STUB: "\${stubs.prices.url}" } } } }
stubs: { prices: { routes: [{ get: "/prices/{sku}", respond: { json: { sku: "\${path.sku}", price: 9.5 } } }] } }
tests: { rates: { get: /, timeout: 2m, expect: { jsonPath: { $.stub: { gt: 0 } } } } }
`,
    'caller.mjs': `import { Agent, createServer, get } from 'node:http'
const bare = createServer((request, response) => response.setHeader('content-type', 'application/json').end('{"sku":"a","price":9.5}'))
await new Promise((resolve) => bare.listen(0, '127.0.0.1', resolve))
const agent = new Agent({ keepAlive: true, maxSockets: 16 })
const call = (url) => new Promise((resolve, reject) => get(url, { agent }, (answer) => answer.resume().on('end', resolve)).on('error', reject))
async function rate(url) {
  let left = ${CALLS}
  const work = async () => { while (left-- > 0) await call(url) }
  const began = performance.now()
  await Promise.all(Array.from({ length: 16 }, work))
  return (${CALLS} / (performance.now() - began)) * 1000
}
createServer(async (request, response) => {
  const rates = { bare: await rate('http://127.0.0.1:' + bare.address().port + '/prices/a'), stub: await rate(process.env.STUB + '/prices/a') }
  response.setHeader('content-type', 'application/json').end(JSON.stringify(rates))
}).listen(process.env.PORT, '127.0.0.1')
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  return folder
}

function ratesOf(folder, [program, ...args]) {
  execFileSync(program, [...args, 'run'], { cwd: folder, stdio: 'ignore' })
  const { suites } = JSON.parse(readFileSync(path.join(folder, 'apitest-report/results.json'), 'utf8'))
  return JSON.parse(suites[0].tests[0].exchanges[0].response.body.text)
}
