// Runs what depends on Node under the Node that runs this script: unit tests, the runs of whole projects that need Node alone, and examples.
// CI calls it with the other supported versions.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const wholeRuns = ['failures', 'node-service', 'package', 'run-command', 'secrets', 'selfcheck', 'silent-answers', 'stubs']
const examples = ['quickstart', 'crud-flow', 'data-driven', 'multipart-images', 'validation-cases']

console.log(`Node ${process.version}`)
run(['node_modules/vitest/vitest.mjs', 'run', 'src', ...wholeRuns.map((name) => `test/${name}.test.ts`)])
for (const name of examples) run(['bin/apitest.js', 'run', `specs/${name}/apitest.yaml`, '-o', `generated/${name}`])

function run(args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
