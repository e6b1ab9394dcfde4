// `npm run bench [-- part…]`: apitest beside its peers in one run, medians. Parts: start compile run python services; leak, leak-unseen, leak-traces,
// load-truth, load-cost, load-memory, load-page each alone. Peers are installed into bench/.work from npm.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeApitest, writeApitestRows, writePostman, writeStepCi } from './inputs.js'
import { measure } from './measure.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const work = path.join(root, 'bench/.work')
const node = process.execPath
const wanted = process.argv.slice(2)
const rows = []
const [loadBefore] = loadavg()

execFileSync(node, ['scripts/build.js', '--no-types'], { cwd: root })
if (wanted[0] === 'leak') process.exit((await (await import('./leak/run.js')).leakBench(wanted.slice(1))) ? 0 : 1)
if (wanted[0] === 'leak-unseen') process.exit((await (await import('./leak/unseen.js')).unseenBench(wanted.slice(1))) ? 0 : 1)
if (wanted[0] === 'leak-traces') process.exit((await (await import('./leak/traces.js')).tracesBench()) ? 0 : 1)
if (wanted[0]?.startsWith('load-')) process.exit((await (await import('./load/run.js')).loadBench(wanted[0].slice(5))) ? 0 : 1)
const apitest = [node, installPacked()]
const peers = installPeers()
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ id: request.url.split('/').at(-1), name: 'chair', price: 49, tags: ['a', 'b'] }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${server.address().port}`

const parts = { start, compile, run, python, services }
for (const [name, part] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await part()
server.close()
print()

async function start() {
  rows.push(installed())
  const spec = writeApitest(path.join(work, 'small'), { url, count: 5 })
  await row('node -e 0', { command: [node, '-e', '0'], runs: 9 })
  await row('apitest --version', { command: [...apitest, '--version'], runs: 9 }, 'node + 60 ms')
  await row('apitest validate, 50 lines', { command: [...apitest, 'validate'], cwd: spec, runs: 9 }, 'version + 150 ms')
}

async function compile() {
  for (const [count, goal] of [
    [1000, '0.6 s'],
    [10000, '4 s'],
  ]) {
    const spec = writeApitest(path.join(work, `compile-${count}`), { url, count, files: count / 500 })
    await row(`apitest compile, ${count} requests`, { command: [...apitest, 'compile'], cwd: spec, runs: 3, before: forget(spec) }, goal)
    await row(`apitest compile, ${count} requests, nothing to do`, { command: [...apitest, 'compile'], cwd: spec }, '0.25 s')
  }
}

async function run() {
  const one = writeApitest(path.join(work, 'one'), { url, count: 1 })
  await row('apitest run, 1 request × 3 checks, compiled', { command: [...apitest, 'run'], cwd: one }, '0.75 s')
  await row('apitest run, 1 request, compile included', { command: [...apitest, 'run'], cwd: one, before: forget(one) }, '1.0 s')
  await peerRows(1)
  const many = writeApitest(path.join(work, 'many'), { url, count: 1000 })
  await row('apitest run, 1,000 requests × 3 checks, compiled', { command: [...apitest, 'run'], cwd: many, runs: 3 }, '1.6 s, 140 MiB')
  await row('the same in CI, where nothing is kept between runs', { command: [...apitest, 'run'], cwd: many, runs: 3, env: { CI: 'true' } })
  const table = writeApitestRows(path.join(work, 'rows'), { url, count: 1000 })
  await row('apitest run, 1,000 rows × 3 checks, compiled', { command: [...apitest, 'run'], cwd: table, runs: 3 }, '1.6 s, 140 MiB')
  const files = writeApitest(path.join(work, 'files'), { url, count: 1000, files: 10 })
  await row('apitest run, 10 files × 100 requests, compiled', { command: [...apitest, 'run'], cwd: files, runs: 3 }, '2.0 s')
  await peerRows(1000)
}

async function python() {
  const { python } = await import('./python.js')
  const shim = path.join(work, 'user/node_modules/apitest/dist/apitest_shim/__main__.py')
  rows.push(...(await python({ apitest, work, shim })))
}

async function services() {
  const { services } = await import('./services.js')
  rows.push(...(await services({ apitest, work, root })))
}

/** The next command has to compile. */
function forget(spec) {
  return () => rmSync(path.join(spec, 'generated'), { recursive: true, force: true })
}

async function peerRows(count) {
  const runs = count === 1 ? 5 : 3
  await row(`Step CI, ${count} request(s) × 3 checks`, {
    command: [node, peers.stepci, 'run', writeStepCi(path.join(work, 'peers'), { url, count })],
    runs,
    env: { STEPCI_DISABLE_ANALYTICS: '1' },
  })
  await row(`Newman, ${count} request(s) × 3 checks`, {
    command: [node, peers.newman, 'run', writePostman(path.join(work, 'peers'), { url, count })],
    runs,
  })
}

async function row(name, options, goal = '') {
  process.stderr.write(`${name} … `)
  try {
    const { wallMs, rssMiB, runs } = await measure({ cwd: work, ...options })
    process.stderr.write(`${Math.round(wallMs)} ms\n`)
    rows.push([name, `${(wallMs / 1000).toFixed(3)} s`, `${Math.round(rssMiB)} MiB`, goal, String(runs)])
  } catch (error) {
    process.stderr.write('failed\n')
    rows.push([name, 'failed', error.message.split('\n')[0], goal, ''])
    process.exitCode = 1
  }
}

function print() {
  const table = [['what', 'wall, median', 'largest process', 'goal', 'runs'], ...rows]
  console.log(
    `\nNode ${process.version}, ${cpus().length} cores${loadBefore > 0.5 ? `; the machine was busy with other work (load ${loadBefore.toFixed(1)}): compare with \`node -e 0\` only` : ''}`,
  )
  console.log(
    `\n${table.map((cells, index) => `| ${cells.join(' | ')} |${index === 0 ? `\n|${cells.map(() => ' --- |').join('')}` : ''}`).join('\n')}`,
  )
}

/** The package as users get it: packed and installed into a folder of its own. */
function installPacked() {
  const folder = path.join(work, 'user')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )
  execFileSync('npm', ['install', '--no-audit', '--no-fund', path.join(folder, filename)], { cwd: folder, stdio: 'ignore' })
  linkInto()
  return path.join(folder, 'node_modules/apitest/bin/apitest.js')
}

/** What it takes on the disk, where small files take whole blocks, and how many packages that is, npm's own bookkeeping left out. */
function installed() {
  const modules = path.join(work, 'user/node_modules')
  const [kibibytes] = execFileSync('du', ['-sk', modules], { encoding: 'utf8' }).split('\t')
  const { packages } = JSON.parse(readFileSync(path.join(modules, '.package-lock.json'), 'utf8'))
  const size = `${((Number(kibibytes) * 1024) / 1e6).toFixed(1)} MB, ${Object.keys(packages).length} packages`
  return ['installed, by du', size, '', '75 MB, 95 packages', '1']
}

/** Specs lie in bench/.work; a node_modules beside them makes `import 'apitest'` find the packed one. */
function linkInto() {
  const link = path.join(work, 'node_modules')
  rmSync(link, { recursive: true, force: true })
  execFileSync('ln', ['-s', path.join(work, 'user/node_modules'), link])
}

function installPeers() {
  const folder = path.join(work, 'peers-packages')
  if (!existsSync(path.join(folder, 'node_modules/newman'))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'newman@6', 'stepci@2'], {
      cwd: folder,
      stdio: 'ignore',
    })
  }
  return { newman: path.join(folder, 'node_modules/newman/bin/newman.js'), stepci: path.join(folder, 'node_modules/stepci/dist/index.js') }
}
