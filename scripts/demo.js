// `npm run demo`: compiles and runs the quickstart example, and says where its report lies. Works on a fresh clone after `npm ci`.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (script, ...args) => spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1

if (!existsSync(`${root}/dist/cli.js`)) {
  console.log('building …')
  const status = run('scripts/build.js', '--no-types')
  if (status !== 0) process.exit(status)
}

console.log('\n$ npx apitest run --all specs/quickstart\n')
const status = run(
  'bin/apitest.js',
  'run',
  '--all',
  'specs/quickstart/apitest.yaml',
  '-o',
  'generated/quickstart',
  ...process.argv.slice(2),
)

console.log(`The specification   ${root}specs/quickstart/apitest.yaml`)
console.log(`What it compiles to ${root}generated/quickstart/`)
console.log(`The report          ${root}specs/quickstart/apitest-report/report.html`)
process.exit(status)
