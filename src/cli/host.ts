import type { ExitCode } from './exit-codes.ts'
import type { Diagnostic } from '../compiler/diagnostics/diagnostic.ts'

/** Everything a command may know of the world around it, so that tests can run one in their own process. */
export interface Host {
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Output
  readonly stderr: Output
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Calls back at every Ctrl-C (or SIGTERM) until the returned function is called. */
  readonly onInterrupt: (listener: () => void) => () => void
}

export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY: boolean
  /** Width in characters; 80 where it is not known. */
  readonly columns: number
  /** Height in lines, where it is known. */
  readonly rows?: number | undefined
}

/** What a command found out. Commands do not exit, and print only what cannot wait (the progress of a run). */
export interface CommandResult {
  readonly exitCode: ExitCode
  /** Printed to standard error with frames. */
  readonly diagnostics?: readonly DiagnosticGroup[]
  /** Data: printed to standard output. */
  readonly output?: string
  /** For people: printed to standard error, behind the diagnostics. */
  readonly message?: string
}

/** The diagnostics of one project, with what is needed to show them. */
export interface DiagnosticGroup {
  /** Absolute folder that the files of the diagnostics are relative to. */
  readonly root: string
  readonly sources: ReadonlyMap<string, string>
  readonly diagnostics: readonly Diagnostic[]
}

/** The host of a real process. */
export function processHost(): Host {
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    now: Date.now,
    onInterrupt: (listener) => {
      process.on('SIGINT', listener)
      process.on('SIGTERM', listener)
      return () => {
        process.off('SIGINT', listener)
        process.off('SIGTERM', listener)
      }
    },
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  return {
    write: (text) => stream.write(text),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80
    },
    get rows() {
      return stream.rows
    },
  }
}
