// `npm run check`: the whole truth in one command — generated sources, types, lint, examples up to date, tests. CI runs the same.
import { spawnSync } from 'node:child_process'
import { readdirSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const node = process.execPath
const examples = readdirSync(`${root}/specs`).filter((name) => existsSync(`${root}/specs/${name}/apitest.yaml`))

const steps = [
  ['generated sources are up to date', [node, 'scripts/gen.js', '--check']],
  ['build', [node, 'scripts/build.js']],
  ['format', [node, 'node_modules/oxfmt/bin/oxfmt', '--check']],
  ['lint', [node, 'node_modules/oxlint/bin/oxlint', '--deny-warnings']],
  ['types', [node, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['types of the code for browsers', [node, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.browser.json']],
  ...examples.map((name) => [
    `specs/${name} compiles to generated/${name}`,
    [node, 'bin/apitest.js', 'compile', `specs/${name}/apitest.yaml`, '-o', `generated/${name}`, '--check'],
  ]),
  ['types of generated code', [node, 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.generated.json']],
  ['tests', [node, 'node_modules/vitest/vitest.mjs', 'run']],
]

const failed = []
for (const [title, [command, ...args]] of steps) {
  console.log(`\n— ${title}`)
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) failed.push(title)
}
console.log(failed.length === 0 ? '\nEverything holds.' : `\nFailed: ${failed.join(' · ')}`)
process.exit(failed.length === 0 ? 0 : 1)
