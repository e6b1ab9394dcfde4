import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RunSession } from './run-session.ts'

/**
 * While the run lives, a shell of about one megabyte waits for the end of the pipe; node starts only when there is something to clean.
 * It is in a session of its own, so that neither Ctrl-C nor a kill of the run's process group reaches it.
 */
const WAIT = `trap '' INT TERM HUP; while read -r _; do :; done; if [ -d "$1" ]; then exec "$2" "$3" "$1"; fi`

/** Starts the guard of a session; it ends by itself. */
export function startGuard({ folder }: RunSession): void {
  const program = guardFile()
  const [command, ...args] = existsSync('/bin/sh')
    ? ['/bin/sh', '-c', WAIT, 'apitest-guard', folder, process.execPath, program]
    : [process.execPath, program, folder]
  const guard = spawn(command!, args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} })
  guard.on('error', () => {}) // the janitor of the next run is left
  guard.stdin?.on('error', () => {})
  guard.unref()
  ;(guard.stdin as unknown as { unref?: () => void }).unref?.() // a socket, which the types do not tell
}

/** Beside the bundle or one of its chunks; for the sources, in the build. */
function guardFile(): string {
  const candidates = ['./guard.js', '../guard.js', '../../../../dist/guard.js'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = [process.env.APITEST_GUARD, ...candidates].find((path) => path !== undefined && existsSync(path))
  if (found === undefined) throw new Error(`The guard is not at ${candidates[0]}; run \`npm run build\``)
  return found
}
