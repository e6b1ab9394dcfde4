// Servers that the rule was not made with, each measuring in a run of its own what it really keeps: `npm run bench -- leak-unseen [WORD…]`.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { cases } from './unseen/cases.js'

const servers = fileURLToPath(new URL('./unseen', import.meta.url))
const program = process.env.APITEST_PROGRAM ?? fileURLToPath(new URL('../../bin/apitest.js', import.meta.url))

/** Where Express and Fastify are. */
const NODE_PATH = fileURLToPath(new URL('../../node_modules', import.meta.url))

/** Programs that must be there, and what makes a server of the sources. */
const tools = {
  go: { check: ['go', 'version'], build: ['go', 'build', '-o', 'server-go', 'server.go'] },
  java: { check: ['javac', '-version'], build: ['javac', '-d', '.', 'Server.java'] },
}

/** Why a case cannot run here; undefined when it can. */
function missing({ needs }) {
  if (needs === undefined) return undefined
  const [program, ...words] = tools[needs]?.check ?? ['python3', '-c', `import ${needs}`]
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0 ? undefined : `${needs} is not here`
}

/** The servers in a folder of their own. */
function makeFolder({ needs }) {
  const folder = mkdtempSync(join(tmpdir(), 'leak-unseen-'))
  cpSync(servers, folder, { recursive: true })
  const [program, ...words] = tools[needs]?.build ?? []
  if (program !== undefined && spawnSync(program, words, { cwd: folder, stdio: 'inherit' }).status !== 0)
    throw new Error(`${program} ${words.join(' ')} failed`)
  return folder
}

const titleOf = ({ name, command, requests = 4000, probe }) =>
  [
    command.split(' ')[0] + (/ (?:-w|--workers) ([2-9])/.exec(command)?.[1] ?? ''),
    name,
    probe === 'none' ? 'from outside' : (probe?.post ?? ''),
    / (--max-requests|-k \w+)/.exec(command)?.[1] ?? '',
    requests,
  ]
    .filter(Boolean)
    .join(' ')

function spec({ name, command, requests = 4000, probe = 'auto', users = 4, caches }) {
  return JSON.stringify({
    version: 1,
    services: { web: { process: { command, env: { CASE: name, NODE_PATH }, ready: { http: '/other' } } } },
    requests: { hit: { get: '/', expect: { status: 200 } } },
    leaks: { one: { request: 'hit', users, probe, window: { requests }, ...(caches && { caches }) } },
  })
}

/** Those of apitest: a server that keeps requests keeps them too. */
const headers = { 'user-agent': 'apitest', accept: '*/*', 'accept-encoding': 'gzip, deflate, br' }

/** A run of the server alone, in which it measures itself; one worker, so that one process sees everything. */
async function measure(one) {
  const folder = mkdtempSync(join(tmpdir(), 'leak-truth-'))
  const file = join(folder, 'truth.json')
  const port = await freePort()
  const [program, ...args] = one.command
    .replace('${port}', port)
    .replace(/ (-w|--workers) \d+/, ' $1 1')
    .replaceAll(/ --max-requests\S* \d+/g, '')
    .split(' ')
  const env = { ...process.env, CASE: one.name, NODE_PATH, TRUTH: file, PORT: String(port) }
  const child = spawn(program, args, { cwd: servers, env, stdio: 'ignore', detached: true })
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const send = (path) =>
    new Promise((resolve) => {
      get({ port, path, agent, headers, host: '127.0.0.1' }, (answer) => answer.resume().on('end', () => resolve(true))).on('error', () =>
        resolve(false),
      )
    })
  try {
    for (let turn = 0; turn < 100 && !(await send('/other')); turn++) await sleep(100)
    let sent = 0
    const worker = async () => {
      while (sent++ < 4600) await send('/')
    }
    await Promise.all([worker(), worker(), worker(), worker()])
    const told = JSON.parse(readFileSync(file, 'utf8'))
    return { truth: told.bytes / told.requests, asked: (told.asked ?? told.bytes) / told.requests }
  } catch {
    return {}
  } finally {
    agent.destroy()
    process.kill(-child.pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function judge(one) {
  const folder = makeFolder(one)
  writeFileSync(join(folder, 'apitest.yaml'), spec(one))
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, 'leak', 'one', '--format', 'json'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let [text, errors] = ['', '']
    child.stdout.on('data', (part) => (text += part))
    child.stderr.on('data', (part) => (errors += part))
    child.on('close', () => {
      if (process.env.KEEP !== undefined) cpSync(folder, join(process.env.KEEP, titleOf(one).replaceAll(' ', '-')), { recursive: true })
      rmSync(folder, { recursive: true, force: true })
      resolve(text === '' ? { verdict: 'error', reason: errors.slice(-300) } : JSON.parse(text))
    })
  })
}

function truthOf(one) {
  if (one.size !== undefined) return { truth: one.size, asked: one.size }
  return one.leaks && one.sized !== false ? measure(one) : {}
}

function isRight({ leaks, verdict = leaks ? 'leak' : 'no leak' }, result) {
  return verdict === 'not leak' ? result.verdict !== 'leak' : result.verdict === verdict
}

export async function unseenBench(words) {
  const chosen = cases.filter((one) => words.length === 0 || words.some((word) => titleOf(one).includes(word)))
  const rows = []
  for (const one of chosen) {
    const why = missing(one)
    if (why !== undefined) {
      console.log(`skip  ${titleOf(one)}: ${why}`)
      continue
    }
    const result = await judge(one)
    const { truth, asked } = await truthOf(one)
    const right = isRight(one, result)
    const error = truth === undefined || result.verdict !== 'leak' ? undefined : Math.abs(result.bytesPerRequest - truth) / truth
    rows.push({ right, error, result })
    const state = right ? 'ok   ' : result.verdict === 'inconclusive' ? 'open ' : 'WRONG'
    const size =
      truth === undefined
        ? ''
        : `true ${Math.round(truth)} (${Math.round(asked)} asked for)${error === undefined ? '' : ` off ${(100 * error).toFixed(1)} %`}`
    const interval = `${result.bytesPerRequest ?? '-'} [${result.low ?? '-'}, ${result.high ?? '-'}]`
    console.log(
      [
        state,
        titleOf(one).padEnd(50),
        result.verdict.padEnd(13),
        interval.padEnd(28),
        size.padEnd(42),
        result.extended ? '(doubled)' : '',
        `${Math.round((result.durationMs ?? 0) / 1000)} s`,
        result.reason,
      ].join(' '),
    )
  }
  const errors = rows.flatMap(({ error }) => error ?? []).toSorted((a, b) => a - b)
  const open = rows.filter(({ right, result }) => !right && result.verdict === 'inconclusive').length
  const wrong = rows.filter(({ right }) => !right).length - open
  console.log(`${rows.length} servers, ${wrong} wrong, ${open} inconclusive`)
  if (errors.length > 0)
    console.log(
      `size: median error ${(100 * errors[errors.length >> 1]).toFixed(1)} %, 90th percentile ${(100 * errors[Math.floor(errors.length * 0.9)]).toFixed(1)} %`,
    )
  return wrong === 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await unseenBench(process.argv.slice(2))) ? 0 : 1
