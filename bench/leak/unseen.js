// Servers that the rule was not made with, each telling what it really kept: `npm run bench -- leak-unseen [WORD…]`.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cases } from './unseen/cases.js'

const servers = fileURLToPath(new URL('./unseen', import.meta.url))
const program = process.env.APITEST_PROGRAM ?? fileURLToPath(new URL('../../bin/apitest.js', import.meta.url))

const titleOf = ({ name, command, requests = 4000, probe }) =>
  `${command.split(' ')[0]}${/ (?:-w|--workers) ([2-9])/.exec(command)?.[1] ?? ''} ${name}${probe === 'none' ? ' from outside' : ''} ${requests}`

function spec({ name, command, requests = 4000, probe = 'auto', users = 4 }, truth) {
  return JSON.stringify({
    version: 1,
    services: { web: { process: { command, env: { CASE: name, TRUTH: truth }, ready: { http: '/other' } } } },
    requests: { hit: { get: '/', expect: { status: 200 } } },
    leaks: { one: { request: 'hit', users, probe, window: { requests } } },
  })
}

function runCase(one) {
  const folder = mkdtempSync(join(tmpdir(), 'leak-unseen-'))
  const truth = join(folder, 'truth')
  mkdirSync(truth)
  cpSync(servers, folder, { recursive: true })
  writeFileSync(join(folder, 'apitest.yaml'), spec(one, truth))
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, 'leak', 'one', '--format', 'json'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let [text, errors] = ['', '']
    child.stdout.on('data', (part) => (text += part))
    child.stderr.on('data', (part) => (errors += part))
    child.on('close', () => {
      const told = readdirSync(truth).map((file) => JSON.parse(readFileSync(join(truth, file), 'utf8')))
      const [bytes, requests] = [told.reduce((sum, part) => sum + part.bytes, 0), told.reduce((sum, part) => sum + part.requests, 0)]
      const result = text === '' ? { verdict: 'error', reason: errors.slice(-300) } : JSON.parse(text)
      if (process.env.KEEP === undefined) rmSync(folder, { recursive: true, force: true })
      else cpSync(folder, join(process.env.KEEP, titleOf(one).replaceAll(' ', '-')), { recursive: true })
      resolve({ result, truth: one.leaks && !one.counts && requests > 0 ? bytes / requests : undefined })
    })
  })
}

export async function unseenBench(words) {
  const chosen = cases.filter((one) => words.length === 0 || words.some((word) => titleOf(one).includes(word)))
  const rows = []
  for (const one of chosen) {
    const { result, truth } = await runCase(one)
    const right = result.verdict === (one.leaks ? 'leak' : 'no leak')
    const error = truth === undefined || result.verdict !== 'leak' ? undefined : Math.abs(result.bytesPerRequest - truth) / truth
    rows.push({ right, error, result })
    const state = right ? 'ok   ' : result.verdict === 'inconclusive' ? 'open ' : 'WRONG'
    const size = truth === undefined ? '' : `true ${Math.round(truth)}${error === undefined ? '' : ` off ${(100 * error).toFixed(1)} %`}`
    const interval = `${result.bytesPerRequest ?? '-'} [${result.low ?? '-'}, ${result.high ?? '-'}]`
    console.log(
      [
        state,
        titleOf(one).padEnd(44),
        result.verdict.padEnd(13),
        interval.padEnd(28),
        size.padEnd(26),
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
