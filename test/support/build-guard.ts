import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Vitest's globalSetup: builds the guard process from the sources under test, which node alone cannot run. */
export default async () => {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-guard-'))
  const outfile = join(folder, 'guard.mjs')
  const entry = fileURLToPath(new URL('../../src/runtime/services/guard.ts', import.meta.url))
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node20.19' })
  process.env.APITEST_GUARD = outfile
  return () => rmSync(folder, { recursive: true, force: true })
}
