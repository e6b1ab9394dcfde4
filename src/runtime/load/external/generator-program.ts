import type { GeneratorSample } from '../record/load-record.ts'
import type { Addition } from './sample-collector.ts'

/** Another load generator that is running. */
export interface GeneratorProgram {
  /** What went wrong, in words; undefined when it came to its end. */
  readonly ended: Promise<string | undefined>
  /** Asks it to end; requests under way get the grace. */
  stop(graceMs: number): Promise<void>
  /** Absent: it cannot. */
  setUsers?(users: number): void
  /** Ends whatever is left of it. */
  close(): Promise<void>
}

/** Who hears what the program measures. Moments are milliseconds since 1970. */
export interface GeneratorReport {
  began(atMs: number): void
  add(atMs: number, addition: Addition): void
  addBytes(atMs: number, bytes: number): void
  describe(users: number, generator: GeneratorSample): void
  log(line: string): void
}

/** A program that a run needs is not on this machine; the message says what to install. */
export class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError'
  readonly program: string

  constructor(program: string, advice: string) {
    super(`\`${program}\` is not installed, or not on the PATH. ${advice}`)
    this.program = program
  }
}
