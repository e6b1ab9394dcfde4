import { exitCodes } from './exit-codes.ts'
import type { CommandResult, Host } from './host.ts'
import { printThrown } from './print-result.ts'

export interface Watched {
  /** For the report of a bug. */
  readonly command: 'compile' | 'run'
  /** Does the work once and prints what came of it. */
  readonly round: () => Promise<Round>
}

interface Round {
  /** Absolute paths of the files whose next change starts another round. */
  readonly inputs: readonly string[]
  /** Ctrl-C was pressed during the round. */
  readonly interrupted?: boolean
}

/** Repeats a command at every change of the files that it read, until Ctrl-C; a round that fails does not end the watching. */
export async function watchUntilInterrupted(host: Host, { command, round }: Watched): Promise<CommandResult> {
  const { watchSpec } = await import('../compiler/write/watch-spec.ts')
  const controller = new AbortController()
  const stopListening = host.onInterrupt(() => controller.abort())
  const compile = async () => {
    const { inputs, interrupted = false } = await round()
    if (interrupted) controller.abort()
    return inputs
  }
  await watchSpec({ compile, signal: controller.signal, onError: (error) => void printThrown(host, error, [command, '--watch']) })
  stopListening()
  return { exitCode: exitCodes.ok }
}
