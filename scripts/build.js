// Bundles src into dist: the command line, the runtime entry and the guard process, with shared lazy chunks, and the runtime's type declarations.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

// built beside and swapped in at the end, so that whoever runs apitest meanwhile finds all of it
const dist = `${root}/dist`
const next = `${root}/node_modules/.apitest-dist-${process.pid}`
const previous = `${next}-previous`

await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/runtime/index.ts',
    worker: 'src/cli/run/worker.ts',
    guard: 'src/runtime/services/guard.ts',
  },
  outdir: next,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...Object.keys(dependencies), 'vitest/*', 'postman-sandbox'],
  chunkNames: 'chunks/[name]-[hash]',
  loader: { '.css': 'text', '.html': 'text' },
  logLevel: 'warning',
})
// The program that serves Python applications.
cpSync(`${root}/src/runtime/services/kinds/python/apitest_shim`, `${next}/apitest_shim`, {
  recursive: true,
  filter: (source) => !source.includes('__pycache__'),
})
if (!process.argv.includes('--no-types')) {
  const tsc = `${root}/node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', `${next}/types`], { cwd: root, stdio: 'inherit' })
} else if (existsSync(`${dist}/types`)) {
  cpSync(`${dist}/types`, `${next}/types`, { recursive: true })
}
if (existsSync(dist)) renameSync(dist, previous)
renameSync(next, dist)
rmSync(previous, { recursive: true, force: true })
