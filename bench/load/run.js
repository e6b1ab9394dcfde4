import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// The parts of `npm run bench -- load-…`: the built-in engine beside its peers in one run. SECONDS and ROUNDS change how long it takes.
// Needs nginx; wrk, k6 and locust are measured where they are installed.

/** True when everything that has a goal reached it; what is only compared prints its figures. */
export async function loadBench(part) {
  if (part === 'truth') return (await import('./truth.js')).truth()
  if (part === 'cost') return (await import('./cost.js')).cost()
  if (part === 'memory') return (await import('./memory.js')).memory()
  if (part === 'page')
    return spawnSync(process.execPath, [fileURLToPath(new URL('page.js', import.meta.url))], { stdio: 'inherit' }).status === 0
  throw new Error(`There is no part load-${part}; parts: load-truth, load-cost, load-memory, load-page`)
}
