// Runs `apitest leak` on every server of cases.js and prints what it said beside the truth: `npm run bench -- leak [WORD…]`.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.js'

const servers = fileURLToPath(new URL('../../test/leak/servers', import.meta.url))
const program = process.env.APITEST_PROGRAM ?? fileURLToPath(new URL('../../bin/apitest.js', import.meta.url))

const commands = {
  gunicorn: 'gunicorn --threads 4 -b 127.0.0.1:${port} app:app',
  flask: 'python3 -m flask --app app run -p ${port}',
  'recycled workers': 'gunicorn -w 2 --max-requests 500 --max-requests-jitter 50 -b 127.0.0.1:${port} app:app',
  'preloaded workers': 'gunicorn -w 4 --preload -b 127.0.0.1:${port} app:app',
  node: 'node server.cjs',
}

function spec({ runtime, name, size, requests, server = runtime === 'node' ? 'node' : 'gunicorn', probe = 'auto', users = 4 }) {
  return JSON.stringify({
    version: 1,
    name: 'leak-bench',
    services: { web: { process: { command: commands[server], env: { CASE: name, SIZE: String(size) }, ready: { http: '/other' } } } },
    requests: { hit: { get: '/', expect: { status: 200 } } },
    leaks: { one: { request: 'hit', users, probe, window: { requests } } },
  })
}

function runCase(one) {
  const folder = mkdtempSync(join(tmpdir(), 'leak-bench-'))
  mkdirSync(folder, { recursive: true })
  cpSync(servers, folder, { recursive: true })
  writeFileSync(join(folder, 'apitest.yaml'), spec(one))
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, 'leak', 'one', '--format', 'json'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let [text, errors] = ['', '']
    child.stdout.on('data', (part) => (text += part))
    child.stderr.on('data', (part) => (errors += part))
    child.on('close', () => {
      if (process.env.KEEP === undefined) rmSync(folder, { recursive: true, force: true })
      try {
        resolve(JSON.parse(text))
      } catch {
        resolve({ verdict: 'error', reason: errors.slice(-300) })
      }
    })
  })
}

/** A leak must be found, what is clean must not be called one; some cases can only be suspected. */
function isRight({ leak, verdict = leak === 0 ? 'no leak' : 'leak' }, result) {
  return verdict === 'not leak' ? result.verdict !== 'leak' : result.verdict === verdict
}

export async function leakBench(words) {
  const chosen = cases.filter((one) => words.length === 0 || words.some((word) => titleOf(one).includes(word)))
  const rows = []
  for (const one of chosen) {
    const result = await runCase(one)
    const error = one.leak > 0 && result.bytesPerRequest !== undefined ? Math.abs(result.bytesPerRequest - one.leak) / one.leak : undefined
    rows.push({ one, result, error })
    console.log(
      [
        isRight(one, result) ? 'ok   ' : result.verdict === 'inconclusive' ? 'open ' : 'WRONG',
        titleOf(one).padEnd(58),
        result.verdict.padEnd(13),
        String(result.bytesPerRequest ?? '-').padStart(9),
        `true ${one.leak ?? '?'}`.padEnd(13),
        error === undefined ? '' : `${(100 * error).toFixed(1)} %`,
        `${result.extended ? '(extended) ' : ''}${result.metric ?? ''} | ${result.reason}`,
      ].join(' '),
    )
  }
  const errors = rows.flatMap(({ error }) => error ?? []).toSorted((a, b) => a - b)
  const wrong = rows.filter(({ one, result }) => !isRight(one, result) && result.verdict !== 'inconclusive')
  const unsure = rows.filter(({ one, result }) => !isRight(one, result) && result.verdict === 'inconclusive')
  console.log(`${rows.length} servers, ${wrong.length} wrong, ${unsure.length} inconclusive`)
  if (errors.length > 0)
    console.log(
      `size: median error ${(100 * errors[errors.length >> 1]).toFixed(1)} %, 90th percentile ${(100 * errors[Math.floor(errors.length * 0.9)]).toFixed(1)} %`,
    )
  return wrong.length === 0
}

function titleOf({ runtime, name, size, server, probe, requests }) {
  return [runtime, name, `${size} B`, server, probe === 'none' ? 'from outside' : undefined, `${requests}`].filter(Boolean).join(' ')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await leakBench(process.argv.slice(2))) ? 0 : 1
