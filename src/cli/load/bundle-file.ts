import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Host } from '../host.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import { moduleCacheFolder } from '../run/module-cache.ts'
import type { BundlerAnswer } from './bundler.ts'

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

/** In a process of its own: a bundler keeps 30 MB, which would stand in the figures of the generator. */
async function bundle(file: string): Promise<{ code: string; ingredients: Ingredients }> {
  const program = join(packageFolder(), 'dist', 'bundler.js')
  const { stdout } = await promisify(execFile)(process.execPath, [program, file], { maxBuffer: Infinity })
  // safe: written by that program
  const bundled = JSON.parse(stdout) as BundlerAnswer
  if ('error' in bundled) throw new Error(bundled.error)
  const files = Object.fromEntries(bundled.read.filter((path) => existsSync(path)).map((path) => [path, hashOf(path)]))
  return { code: bundled.code, ingredients: { files } }
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
