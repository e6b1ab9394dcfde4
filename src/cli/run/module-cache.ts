import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Host } from '../host.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import { detectCI } from './detect-ci.ts'

/** Files of one generation of apitest that are kept; more come from many edits, and are all made again in a second. */
const mostFiles = 500

/**
 * Where vitest keeps generated files as JavaScript between runs, which saves a short run a fifth of its time and a long one a third of
 * its memory: the user's cache folder, never the project. `undefined` in CI, where nothing is kept anyway, and where there is no such
 * folder. Files are named by a hash of what they were made from; the folder by the package that they import.
 */
export function moduleCacheFolder(env: Host['env']): string | undefined {
  const base = userCacheFolder(env)
  if (base === undefined || detectCI(env) !== undefined) return undefined
  const generation = createHash('sha256').update(`${packageVersion()}\0${packageFolder()}`).digest('hex').slice(0, 16)
  const folder = join(base, 'apitest', generation)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (readdirSync(folder).length > mostFiles) rmSync(folder, { recursive: true, force: true })
    return folder
  } catch {
    return undefined
  }
}

export function userCacheFolder(env: Host['env']): string | undefined {
  const home = env.HOME ?? env.USERPROFILE
  if (process.platform === 'win32') return env.LOCALAPPDATA
  if (env.XDG_CACHE_HOME !== undefined && env.XDG_CACHE_HOME.startsWith('/')) return env.XDG_CACHE_HOME
  if (home === undefined || home === '' || home === '/') return undefined
  return process.platform === 'darwin' ? join(home, 'Library', 'Caches') : join(home, '.cache')
}
