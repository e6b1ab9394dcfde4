// `npm run examples`: compiles every example under specs/ into generated/. Run it after a change to the compiler and read the diff.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const examples = readdirSync(`${root}/specs`).filter((name) => existsSync(`${root}/specs/${name}/apitest.yaml`))
// --force: the specification may be the same and the compiler another
const statuses = examples.map((name) => {
  const { status } = spawnSync(
    process.execPath,
    ['bin/apitest.js', 'compile', `specs/${name}/apitest.yaml`, '-o', `generated/${name}`, '--force', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit' },
  )
  return status ?? 1
})
process.exit(Math.max(...statuses))
