// Bundles src into dist: the command line, the runtime entry and the guard process, with shared lazy chunks, and the runtime's type declarations.
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

rmSync(`${root}/dist`, { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/runtime/index.ts',
    worker: 'src/cli/run/worker.ts',
    guard: 'src/runtime/services/guard.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...Object.keys(dependencies), 'vitest/*'],
  chunkNames: 'chunks/[name]-[hash]',
  loader: { '.css': 'text', '.html': 'text' },
  logLevel: 'warning',
})
// The program that serves Python applications.
cpSync(`${root}/src/runtime/services/kinds/python/apitest_shim`, `${root}/dist/apitest_shim`, {
  recursive: true,
  filter: (source) => !source.includes('__pycache__'),
})
if (!process.argv.includes('--no-types')) {
  execFileSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' })
}
