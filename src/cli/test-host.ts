import type { Host } from './host.ts'
import { main } from './main.ts'

/** What a command did, seen from outside. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line in this process, as a terminal-less user in `cwd` would. */
export async function runInProcess(
  cwd: string,
  words: readonly string[],
  { env = {}, isTTY = false }: { env?: Record<string, string>; isTTY?: boolean } = {},
): Promise<Ran> {
  const written = { stdout: '', stderr: '' }
  const output = (name: keyof typeof written) => ({ write: (text: string) => (written[name] += text), isTTY, columns: 100 })
  const host: Host = { cwd, env, stdout: output('stdout'), stderr: output('stderr'), now: Date.now, onInterrupt: () => () => {} }
  const exitCode = await main(host, words)
  return { exitCode, ...written }
}
