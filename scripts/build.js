// Bundles src into dist: the command line, the runtime entry and the guard process, with shared lazy chunks, and the runtime's type declarations.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { rolldown } from 'rolldown'
import { packageChunk, pointToBundledPackages, writeBundledPackages } from './build/bundled-packages.js'
import { pruneDeclarations } from './build/prune-declarations.js'
import { sharedChunks } from './build/shared-chunks.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const { dependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

// built beside and swapped in at the end, so that whoever runs apitest meanwhile finds all of it
const dist = `${root}/dist`
const next = `${root}/node_modules/.apitest-dist-${process.pid}`
const previous = `${next}-previous`

const packages = [...Object.keys(dependencies), 'vitest', 'postman-sandbox']
const bundle = await rolldown({
  cwd: root,
  input: {
    cli: 'src/cli/main.ts',
    index: 'src/runtime/index.ts',
    worker: 'src/cli/run/worker.ts',
    'load-worker': 'src/runtime/load/engine/load-worker.ts',
    bundler: 'src/cli/load/bundler.ts',
    guard: 'src/runtime/services/guard.ts',
    'node-host': 'src/runtime/services/kinds/node/node-host.ts',
  },
  platform: 'node',
  external: (id) => packages.some((name) => id === name || id.startsWith(`${name}/`)),
  moduleTypes: { '.css': 'text', '.html': 'text' },
  transform: { target: 'node20.19' },
  preserveEntrySignatures: 'allow-extension',
  plugins: [pointToBundledPackages()],
  // some imports are lazy for those who do not need them, though others need them at once
  checks: { ineffectiveDynamicImport: false },
})
const { output } = await bundle.write({
  dir: next,
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
  comments: { legal: true, annotation: false, jsdoc: false },
  codeSplitting: sharedChunks(`${root}src`, packageChunk),
})
await bundle.close()
refuseImportedPrograms(output)
await writeBundledPackages({ root, dist: next, bundled: output.flatMap((chunk) => chunk.moduleIds ?? []) })
// The scripts of the pages that show a load run; they run in browsers and are part of those pages.
await build({
  absWorkingDir: root,
  entryPoints: {
    'load-page': 'src/runtime/load/browser/page/page-main.ts',
    'load-report': 'src/runtime/load/browser/report/report-main.ts',
  },
  outdir: next,
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'inline',
  charset: 'utf8',
  logLevel: 'warning',
})
// The program that serves Python applications.
cpSync(`${root}/src/runtime/services/kinds/python/apitest_shim`, `${next}/apitest_shim`, {
  recursive: true,
  filter: (source) => !source.includes('__pycache__'),
})
// What Locust loads beside a generated file, to tell what it measures.
cpSync(`${root}/src/runtime/load/external/apitest_samples.py`, `${next}/apitest_samples.py`)
// What leak windows load into the programs of a service.
cpSync(`${root}/src/runtime/leak/probe/inside`, `${next}/leak-probe`, {
  recursive: true,
  filter: (source) => !source.includes('__pycache__'),
})
if (!process.argv.includes('--no-types')) {
  const tsc = `${root}/node_modules/typescript/bin/tsc`
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', `${next}/types`], { cwd: root, stdio: 'inherit' })
  pruneDeclarations(`${next}/types`, 'runtime/index.d.ts')
} else if (existsSync(`${dist}/types`)) {
  cpSync(`${dist}/types`, `${next}/types`, { recursive: true })
}
if (existsSync(dist)) renameSync(dist, previous)
renameSync(next, dist)
rmSync(previous, { recursive: true, force: true })

/** A program begins when it is loaded; only `index.js` is there to be imported, by tests. */
function refuseImportedPrograms(output) {
  const programs = new Set(output.filter((chunk) => chunk.isEntry && chunk.name !== 'index').map(({ fileName }) => fileName))
  for (const { fileName, imports = [], dynamicImports = [] } of output)
    for (const imported of [...imports, ...dynamicImports])
      if (programs.has(imported)) throw new Error(`${fileName} imports the program ${imported}; see scripts/build/shared-chunks.js`)
}
