// Runs the unit tests and the Node examples under the Node that runs this script; CI calls it with the other supported versions.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = ['quickstart', 'crud-flow', 'data-driven', 'multipart-images', 'validation-cases']

console.log(`Node ${process.version}`)
run(['node_modules/vitest/vitest.mjs', 'run', 'src'])
for (const name of examples) run(['bin/apitest.js', 'run', `specs/${name}/apitest.yaml`, '-o', `generated/${name}`])

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
