/** What the exit status of `apitest` means; documented in the README and in `apitest help exit-codes`. */
export const exitCodes = {
  ok: 0,
  /** A test, leak window or threshold failed, or nothing ran. */
  failed: 1,
  /** The specification or the command line is invalid: nothing was started. */
  invalid: 2,
  /** The generated files are not what the specification compiles to. */
  outOfDate: 3,
  /** Something the run needs is missing: a service that cannot start, a compose file, a program, a port. */
  missing: 4,
  /** A mistake of apitest itself. */
  bug: 70,
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Mistakes in what lies beside the specification and a service is made of: the specification may be right. */
const mistakesOfNeeds: ReadonlySet<string> = new Set(['missing-compose-file', 'bad-compose-file', 'unknown-compose-service'])

/** Of a run that the diagnostics of its specification stopped. */
export function stoppedExitCode(diagnostics: readonly { readonly code: string; readonly severity: string }[]): ExitCode {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return errors.every(({ code }) => mistakesOfNeeds.has(code)) ? exitCodes.missing : exitCodes.invalid
}

/** What to look at first: a bug of ours, then what kept the run from starting, then failures. */
const byUrgency: readonly ExitCode[] = [
  exitCodes.bug,
  exitCodes.interrupted,
  exitCodes.invalid,
  exitCodes.outOfDate,
  exitCodes.missing,
  exitCodes.failed,
]

/** The one exit code of several results. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  return byUrgency.find((code) => codes.includes(code)) ?? exitCodes.ok
}

export const exitCodeMeanings: Readonly<Record<ExitCode, string>> = {
  0: 'everything is fine',
  1: 'a test, leak window or threshold failed, or nothing ran',
  2: 'the specification or the command line is invalid; nothing was started',
  3: 'the generated files are not what the specification compiles to',
  4: 'something the run needs is missing: a service that cannot start, a compose file, a program, a port',
  70: 'a bug in apitest',
  130: 'interrupted',
}
