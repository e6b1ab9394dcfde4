// `node bench/postman.js FOLDER`: every collection of a folder (*.postman_collection.json, with a *.postman_environment.json beside it) run by
// Newman and, imported, by apitest, against the services that the collections name: verdicts assertion by assertion, and the times of both.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = path.join(root, 'bin/apitest.js')
const [given] = process.argv.slice(2)
if (given === undefined || !existsSync(given)) {
  console.error('usage: node bench/postman.js FOLDER')
  process.exit(2)
}
const folder = path.resolve(given)
const newman = findNewman(folder)
if (newman === undefined) {
  console.log('skipped: newman is not installed (`npm install --no-save newman@6`)')
  process.exit(0)
}

let [agree, total] = [0, 0]
for (const file of readdirSync(folder).filter((name) => name.endsWith('.postman_collection.json'))) {
  const environment = file.replace('_collection.json', '_environment.json')
  const files = {
    collection: path.join(folder, file),
    environment: existsSync(path.join(folder, environment)) ? path.join(folder, environment) : undefined,
  }
  const [theirs, ours] = [await runNewman(files), runApitest(files)]
  const differences = compare(theirs.verdicts, ours.verdicts)
  total += Math.max(theirs.verdicts.length, ours.verdicts.length)
  agree += Math.max(theirs.verdicts.length, ours.verdicts.length) - differences.length
  console.log(
    `${file}: ${theirs.verdicts.length} assertions, ${differences.length} differ; import ${ours.importMs} ms, run ${ours.runMs} ms, newman ${theirs.runMs} ms`,
  )
  for (const line of differences.slice(0, 10)) console.log(`  ${line}`)
}
console.log(`${agree} of ${total} verdicts agree`)
process.exit(agree === total ? 0 : 1)

function findNewman(base) {
  for (const from of [path.join(base, 'x.js'), path.join(root, 'x.js'), path.join(root, 'bench/.work/peers/x.js')]) {
    try {
      return createRequire(from)('newman')
    } catch {
      // the next place
    }
  }
  return undefined
}

/** @returns {Promise<{ verdicts: string[], runMs: number }>} */
function runNewman({ collection, environment }) {
  const verdicts = []
  const started = performance.now()
  return new Promise((resolve, reject) => {
    newman
      .run({ collection, environment, reporters: [], workingDir: path.dirname(collection) }, (error) =>
        error ? reject(error) : resolve({ verdicts, runMs: Math.round(performance.now() - started) }),
      )
      .on('assertion', (_, { assertion, skipped, error, item }) =>
        verdicts.push(verdict(item.name, assertion, skipped ? 'skipped' : error ? 'failed' : 'passed')),
      )
  })
}

function runApitest({ collection, environment }) {
  const out = mkdtempSync(path.join(tmpdir(), 'apitest-bench-'))
  try {
    symlinkSync(path.join(root, 'node_modules'), path.join(out, 'node_modules'))
    const importMs = timed(
      ['import', 'postman', collection, ...(environment === undefined ? [] : ['-e', environment]), '-o', out],
      path.dirname(collection),
    )
    const ledger = JSON.parse(readFileSync(path.join(out, 'postman-import.json'), 'utf8'))
    const items = new Map(ledger.requests.map(({ test, item }) => [test, item.at(-1)]))
    const secrets = existsSync(path.join(out, '.env')) ? ['--env-file', '.env'] : []
    const runMs = timed(['run', '--report', 'report', ...secrets], out)
    const results = JSON.parse(readFileSync(path.join(out, 'report/results.json'), 'utf8'))
    const exchanges = results.suites.flatMap(({ tests }) => tests.flatMap((test) => test.exchanges))
    const inOrder = exchanges.toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    const verdicts = inOrder.flatMap(({ item, checks = [] }) =>
      checks.map(({ name, state }) => verdict(items.get(item) ?? item, name, state)),
    )
    return { verdicts, importMs, runMs }
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

function timed(args, cwd) {
  const started = performance.now()
  spawnSync(process.execPath, [bin, ...args], { cwd, stdio: 'ignore' })
  return Math.round(performance.now() - started)
}

function verdict(item, name, state) {
  return `${item} › ${name}: ${state}`
}

/** The verdicts that only one of the two has; order does not matter, number does. */
function compare(theirs, ours) {
  const left = [...ours]
  const missing = theirs.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  const pairs = Math.max(missing.length, left.length)
  return Array.from({ length: pairs }, (_, index) => `newman: ${missing[index] ?? '–'} | apitest: ${left[index] ?? '–'}`)
}
