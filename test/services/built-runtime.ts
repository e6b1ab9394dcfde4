import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** The services' part of the runtime, bundled like the package, for runs in processes of their own; returns the folder. */
export async function buildServicesRuntime(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'services-runtime-'))
  await build({
    entryPoints: {
      runner: source('./runner.ts'),
      serve: source('../../src/runtime/services/serve.ts'),
      'hub-client': source('../../src/runtime/services/hub-client.ts'),
      guard: source('../../src/runtime/services/guard.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
  })
  cpSync(source('../../src/runtime/services/kinds/python/apitest_shim'), join(folder, 'apitest_shim'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  return folder
}

function source(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
