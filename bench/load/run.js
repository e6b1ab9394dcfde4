// `node bench/load/run.js [cost] [accuracy] [memory]`: the built-in engine beside its peers in one run. Needs nginx; wrk, k6, locust and
// autocannon are measured where they are installed. Requests are counted by nginx, CPU by the operating system, so no tool reports on itself.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { loadavg } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { median } from '../measure.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const work = path.join(root, 'bench/.work/load')
const seconds = Number(process.env.SECONDS ?? 8)
const rounds = Number(process.env.ROUNDS ?? 3)
const parts = { cost, memory, accuracy }
const wanted = process.argv.slice(2)
const children = []
const cli = () => [process.execPath, path.join(root, 'bin/apitest.js')]
let latest = 'plain'

rmSync(work, { recursive: true, force: true })
mkdirSync(work, { recursive: true })
process.on('exit', () => children.forEach((child) => child.kill()))
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part()
process.exit(0)

/** Requests for each second of processor time, all tools in turn, round after round. */
async function cost() {
  const url = await startNginx(9180)
  writeSpec(url)
  for (const users of [1, 100, 1000]) await compare(`GET, ${users} users`, tools(url, users), url)
  await compare('JSON body from a template, parsed and checked answer, 100 users', templated(url), url)
}

function tools(url, users) {
  return {
    apitest: apitest('plain', users),
    wrk: has('wrk') && ['wrk', '-t1', `-c${users}`, `-d${seconds}`, url],
    autocannon: has('autocannon') && ['autocannon', '-c', String(users), '-d', String(seconds), '-j', url],
    k6: has('k6') && [
      'k6',
      'run',
      '-q',
      '-u',
      String(users),
      '-d',
      `${seconds}s`,
      write(
        'plain.k6.js',
        `import http from 'k6/http'\nexport const options = { discardResponseBodies: true }\nexport default () => http.get('${url}')`,
      ),
    ],
    locust: has('locust') && [
      'locust',
      '-f',
      write(
        'plain.py',
        `from locust import FastHttpUser, task\nclass U(FastHttpUser):\n    host = '${url}'\n    @task\n    def t(self): self.client.get('/')`,
      ),
      '--headless',
      '-u',
      String(users),
      '-r',
      String(users),
      '-t',
      `${seconds}s`,
      '--only-summary',
    ],
  }
}

function templated(url) {
  const k6 = `import http from 'k6/http'\nimport { check } from 'k6'\nlet i = 0\nexport default () => {\n  const r = http.post('${url}', JSON.stringify({ id: i++, user: 'user-' + __VU, sku: ['a' + (i % 97), 'b', 'c'], options: { top_k: 5, threshold: 0.25, explain: true }, text: 'the quick brown fox jumps over the lazy dog' }), { headers: { 'content-type': 'application/json' } })\n  const j = r.json()\n  check(r, { ok: () => r.status === 200 && j.status === 'ok' && j.items.length === 5 })\n}`
  const locust = `from locust import FastHttpUser, task\nclass U(FastHttpUser):\n    host = '${url}'\n    i = 0\n    @task\n    def t(self):\n        self.i += 1\n        with self.client.post('/', json={'id': self.i, 'user': 'user-1', 'sku': ['a%d' % (self.i % 97), 'b', 'c'], 'options': {'top_k': 5, 'threshold': 0.25, 'explain': True}, 'text': 'the quick brown fox jumps over the lazy dog'}, catch_response=True) as r:\n            j = r.json()\n            if r.status_code != 200 or j['status'] != 'ok' or len(j['items']) != 5: r.failure('no')`
  return {
    apitest: apitest('template', 100),
    k6: has('k6') && ['k6', 'run', '-q', '-u', '100', '-d', `${seconds}s`, write('template.k6.js', k6)],
    locust: has('locust') && [
      'locust',
      '-f',
      write('template.py', locust),
      '--headless',
      '-u',
      '100',
      '-r',
      '100',
      '-t',
      `${seconds}s`,
      '--only-summary',
    ],
  }
}

async function compare(title, commands, url) {
  const results = new Map()
  for (let round = 0; round < rounds; round++)
    for (const [tool, command] of Object.entries(commands)) {
      if (!command) continue
      const before = await served(url)
      const used = timed(command)
      const requests = (await served(url)) - before
      results.set(tool, [...(results.get(tool) ?? []), requests / used.cpu])
      if (tool === 'apitest') results.set('apitest, start-up left out', [...(results.get('apitest, start-up left out') ?? []), steady()])
    }
  const own = median(results.get('apitest'))
  console.log(`\n${title}: requests for each second of processor time (load average ${loadavg()[0].toFixed(1)})`)
  for (const [tool, rates] of results)
    console.log(
      `  ${tool.padEnd(28)}${Math.round(median(rates)).toLocaleString('en').padStart(9)}   apitest is ${(own / median(rates)).toFixed(2)} ×`,
    )
}

/** Peak memory, and how it grows with the number of requests. */
async function memory() {
  const url = await startNginx(9181)
  writeSpec(url)
  for (const users of [100, 1000]) {
    timed(apitest('plain', users))
    const samples = record()
    const early = samples.slice(1, 4).map((sample) => sample.generator.rssBytes)
    const late = samples.slice(-3).map((sample) => sample.generator.rssBytes)
    const requests = samples.slice(4).reduce((sum, sample) => sum + sample.endpoints.reduce((total, { ok }) => total + ok, 0), 0)
    const peak = Math.max(...samples.map((sample) => sample.generator.rssBytes)) / 2 ** 20
    const growth = (median(late) - median(early)) / 2 ** 20 / (requests / 1e6)
    console.log(
      `\n${users} users: peak ${peak.toFixed(0)} MiB, growth ${growth.toFixed(1)} MiB for each million requests (${requests} requests)`,
    )
  }
}

/** Percentiles under a service that stands still for a second in every five, against what they are. */
async function accuracy() {
  const port = 9182
  start(process.execPath, [path.join(root, 'bench/load/truth-server.js'), String(port)])
  const url = `http://127.0.0.1:${port}`
  await reachable(`${url}/reset`)
  writeSpec(url)
  // A fifth of all arrivals falls into a pause and waits for its end; what has piled up then takes up to 30 ms to be answered.
  const truth = { p50: [5, 5.5], p95: [750, 780], p99: [950, 980], 'p99.9': [995, 1_025] }
  for (let round = 0; round < rounds; round++) {
    await ask(`${url}/reset`)
    timed([...cli(), 'load', 'open', '--headless', '--only-summary', '--percentiles', '50,95,99,99.9'])
    const { total } = summary('open')
    const off = Object.entries(truth).map(([name, [low, high]]) => {
      const value = total.responseTime[name]
      const slack = Math.max(2, value * 0.02)
      return `${name} ${value.toFixed(1)} ms (${low}–${high})${value < low - slack || value > high + slack ? ' ✗' : ''}`
    })
    console.log(`\nopen model, 1,000/s: ${off.join(', ')}; rate ${total.requestsPerSecond.toFixed(2)}/s`)
  }
}

function writeSpec(url) {
  write(
    'apitest.yaml',
    `version: 1
name: bench
services: { target: { url: "${url}", allowLoad: true } }
loads:
  plain: { users: 100, duration: ${seconds}s, tasks: [{ get: /, expect: { status: 200 } }] }
  open: { rate: 1000/s, duration: 20s, maxConnections: 5000, tasks: [{ get: /, expect: { status: 200 } }] }
  template:
    users: 100
    duration: ${seconds}s
    data: [{ user: a, n: 1 }, { user: b, n: 2 }]
    order: random
    tasks:
      - post: /
        json: { id: "\${randomInt(1, 1000000)}", user: "user-\${row.user}", sku: ["a\${row.n}", b, c], options: { top_k: 5, threshold: 0.25, explain: true }, text: the quick brown fox jumps over the lazy dog }
        expect: { status: 200, jsonPath: { $.status: ok, $.items: { size: 5 } } }
`,
  )
  spawnSync(process.execPath, [path.join(root, 'bin/apitest.js'), 'compile'], { cwd: work })
}

function apitest(name, users) {
  latest = name
  return [...cli(), 'load', name, '--headless', '--only-summary', '-u', String(users)]
}

function record() {
  const lines = readFileSync(path.join(work, 'apitest-report/loads', latest, 'record.ndjson'), 'utf8')
    .trim()
    .split('\n')
  return lines.flatMap((line) => JSON.parse(line).sample ?? [])
}

function summary(name) {
  return JSON.parse(readFileSync(path.join(work, 'apitest-report/loads', name, 'summary.json'), 'utf8'))
}

/** From the second second on, when everything has been compiled. */
function steady() {
  const samples = record().slice(1)
  const requests = samples.reduce((sum, sample) => sum + sample.endpoints.reduce((total, { ok }) => total + ok, 0), 0)
  return requests / samples.reduce((sum, sample) => sum + sample.generator.cpu, 0)
}

/** Processor time of a command and its children, as the shell measures it. */
function timed(command) {
  const { stdout } = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S"; exec 3>&1; { time "$@" >/dev/null 2>&1; } 2>&3', 'bash', ...command], {
    cwd: work,
    encoding: 'utf8',
    env: { ...process.env, CI: '' },
  })
  const [user = 0, system = 0] = stdout.trim().split(' ').map(Number)
  return { cpu: user + system }
}

async function startNginx(port) {
  const config = write(
    'nginx.conf',
    `worker_processes 1;
daemon off;
pid ${work}/nginx.pid;
error_log ${work}/nginx.log crit;
events { worker_connections 8192; multi_accept on; }
http {
  access_log off;
  keepalive_requests 1000000000;
  tcp_nodelay on;
  default_type application/json;
  client_body_temp_path ${work}/body; proxy_temp_path ${work}/proxy; fastcgi_temp_path ${work}/fastcgi; uwsgi_temp_path ${work}/uwsgi; scgi_temp_path ${work}/scgi;
  server {
    listen 127.0.0.1:${port} backlog=8192;
    location = /status { stub_status; }
    location / { return 200 '{"status":"ok","id":12345,"items":[1,2,3,4,5],"label":"a body of a hundred bytes for benchmarks ","n":1}'; }
  }
}
`,
  )
  start('nginx', ['-c', config])
  await reachable(`http://127.0.0.1:${port}/status`)
  return `http://127.0.0.1:${port}/`
}

/** Never on a connection that the other side has given up while a tool ran. */
function ask(url) {
  return new Promise((resolve, reject) => {
    const asking = get(url, { agent: false }, (response) => {
      let text = ''
      response.on('data', (data) => (text += data)).on('end', () => resolve({ ok: response.statusCode === 200, text }))
    })
    asking.on('error', reject)
  })
}

/** As nginx counts, without its own status page. */
async function served(url) {
  const { text } = await ask(new URL('/status', url))
  return Number(/\n\s*\d+\s+\d+\s+(\d+)/.exec(text)?.[1]) - 1
}

function start(program, args) {
  children.push(spawn(program, args, { stdio: 'inherit' }))
}

async function reachable(url) {
  for (let turn = 0; turn < 100; turn++) {
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} does not answer`)
}

function has(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}

function write(name, text) {
  const file = path.join(work, name)
  writeFileSync(file, text)
  return file
}
