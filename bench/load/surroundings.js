// What the parts of the load benchmark share: a folder, peers, servers to send to, and processes that end with it.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const work = path.join(root, 'bench/.work/load')
const peers = path.join(root, 'bench/.work/load-peers')
const children = new Set()
process.on('exit', () => children.forEach((child) => child.kill()))

mkdirSync(work, { recursive: true })

/** A profile of a specification that has all that the benchmark sends. */
export function writeSpec(url, { seconds }) {
  rmSync(path.join(work, 'generated'), { recursive: true, force: true })
  write(
    'apitest.yaml',
    `version: 1
name: bench
services: { target: { url: "${url}", allowLoad: true } }
loads:
  plain: { users: 100, duration: ${seconds}s, tasks: [{ get: /, expect: { status: 200 } }] }
  open: { rate: 1000/s, duration: ${seconds}s, maxConnections: 5000, tasks: [{ get: /, expect: { status: 200 } }] }
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
  const { status, stderr } = spawnSync(process.execPath, [path.join(root, 'bin/apitest.js'), 'compile'], { cwd: work, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

export function apitest(name, ...options) {
  return [process.execPath, path.join(root, 'bin/apitest.js'), 'load', name, '--headless', '--only-summary', ...options]
}

/** What a run of apitest left, second by second. */
export function record(name) {
  const lines = readFileSync(path.join(work, 'apitest-report/loads', name, 'record.ndjson'), 'utf8')
    .trim()
    .split('\n')
  return lines.flatMap((line) => JSON.parse(line).sample ?? [])
}

export function summary(name) {
  return JSON.parse(readFileSync(path.join(work, 'apitest-report/loads', name, 'summary.json'), 'utf8'))
}

/** Processor time of a command and its children, as the shell measures it, its output, and its peak memory where GNU time is there. */
export function timed(command) {
  const timing = path.join(work, 'timing')
  const { stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT="%U %S"; { time "$@" 2>&3; } 3>&2 2>"${timing}"`, 'bash', ...command], {
    cwd: work,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, CI: '', LD_PRELOAD: '' },
  })
  const [user = 0, system = 0] = readFileSync(timing, 'utf8').trim().split(' ').map(Number)
  return { cpu: user + system, output: stdout, errors: stderr }
}

/** A program of the machine, or one that npm gives: `autocannon` and `artillery` are installed into bench/.work when they are asked for. */
export function findPeer(name) {
  const own = path.join(peers, 'node_modules/.bin', name)
  if (existsSync(own)) return own
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0 ? name : undefined
}

export function installPeers() {
  if (existsSync(path.join(peers, 'node_modules/.bin/artillery'))) return
  mkdirSync(peers, { recursive: true })
  writeFileSync(path.join(peers, 'package.json'), '{ "private": true }\n')
  // The newest Artillery that runs on Node 20.
  const packages = ['autocannon@8.0.0', 'artillery@2.0.21']
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: peers,
    stdio: 'ignore',
  })
  if (status !== 0) console.error('autocannon and Artillery cannot be installed; they are left out')
}

export async function startNginx(port) {
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

export async function startTruth(port) {
  start(process.execPath, [path.join(root, 'bench/load/truth-server.js'), String(port)])
  const url = `http://127.0.0.1:${port}/`
  await reachable(`${url}reset`)
  return url
}

/** As nginx counts, without its own status page. */
export async function served(url) {
  const { text } = await ask(new URL('/status', url))
  return Number(/\n\s*\d+\s+\d+\s+(\d+)/.exec(text)?.[1]) - 1
}

/** Never on a connection that the other side has given up while a tool ran. */
export function ask(url) {
  return new Promise((resolve, reject) => {
    const asking = get(url, { agent: false }, (response) => {
      let text = ''
      response.on('data', (data) => (text += data)).on('end', () => resolve({ ok: response.statusCode === 200, text }))
    })
    asking.on('error', reject)
  })
}

async function reachable(url) {
  for (let turn = 0; turn < 100; turn++) {
    const { ok } = await ask(url).catch(() => ({ ok: false }))
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${url} does not answer`)
}

function start(program, args) {
  children.add(spawn(program, args, { stdio: 'inherit' }))
}

export function write(name, text) {
  const file = path.join(work, name)
  writeFileSync(file, text)
  return file
}
