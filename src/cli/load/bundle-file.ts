import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Host } from '../host.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import { moduleCacheFolder } from '../run/module-cache.ts'

export interface BundledFile {
  /** As a URL, for `import`. */
  readonly url: string
  /** Takes away what is not kept for the next run. */
  close(): void
}

/** What a kept bundle was made of. */
interface Ingredients {
  /** Hash of each file by its absolute path. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * A generated TypeScript file with its neighbours and the hooks as one JavaScript file, which threads can load on every version of Node.
 * Packages stay where they are. It is kept in the user's cache as long as nothing that it was made of changes.
 */
export async function bundleFile(host: Host, file: string): Promise<BundledFile> {
  const cache = moduleCacheFolder(host.env)
  const name = createHash('sha256').update(`${packageVersion()}\0${file}`).digest('hex').slice(0, 24)
  if (cache !== undefined) {
    const kept = join(cache, `load-${name}.mjs`)
    if (isFresh(kept)) return { url: pathToFileURL(kept).href, close: () => undefined }
    const { code, ingredients } = await bundle(file)
    write(`${kept}.json`, JSON.stringify(ingredients))
    write(kept, code)
    return { url: pathToFileURL(kept).href, close: () => undefined }
  }
  const { code } = await bundle(file)
  const folder = join(tmpdir(), `apitest-load-${process.pid}-${name}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  write(join(folder, 'load.mjs'), code)
  return { url: pathToFileURL(join(folder, 'load.mjs')).href, close: () => rmSync(folder, { recursive: true, force: true }) }
}

function isFresh(bundled: string): boolean {
  try {
    // safe: written by this module
    const { files } = JSON.parse(readFileSync(`${bundled}.json`, 'utf8')) as Ingredients
    return existsSync(bundled) && Object.entries(files).every(([path, hash]) => hashOf(path) === hash)
  } catch {
    return false
  }
}

async function bundle(file: string): Promise<{ code: string; ingredients: Ingredients }> {
  const { rolldown } = await import('rolldown')
  const read = new Set<string>()
  const build = await rolldown({
    input: file,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'apitest',
        async resolveId(source, importer) {
          if (source === 'apitest') return { id: pathToFileURL(join(packageFolder(), 'dist', 'index.js')).href, external: true }
          if (importer === undefined || /^(?:\.|\/|node:)/.test(source)) return null
          const found = await this.resolve(source, importer, { skipSelf: true })
          if (found === null || found.id.startsWith('node:') || !found.id.startsWith('/')) return found
          return { id: pathToFileURL(found.id).href, external: true }
        },
        transform(code, id) {
          read.add(id)
          // A file means its own place, not that of the bundle.
          const own = code
            .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
            .replaceAll('import.meta.filename', JSON.stringify(id))
          return own === code ? null : own
        },
      },
    ],
  })
  try {
    const { output } = await build.generate({ format: 'esm', codeSplitting: false })
    const files = Object.fromEntries([...read].filter((path) => existsSync(path)).map((path) => [path, hashOf(path)]))
    return { code: output[0].code, ingredients: { files } }
  } finally {
    await build.close()
  }
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex')
}

/** Runs side by side may write the same. */
function write(path: string, text: string): void {
  const next = `${path}.${process.pid}`
  writeFileSync(next, text, { mode: 0o600 })
  renameSync(next, path)
}
