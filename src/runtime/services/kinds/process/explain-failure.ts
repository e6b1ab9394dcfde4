/** What programs print when they cannot start, and what to do about it. */
const KNOWN: readonly { readonly pattern: RegExp; hint(match: RegExpExecArray): string }[] = [
  {
    pattern: /(?:ModuleNotFoundError: |ImportError: )?No module named '?([\w.]+)'?/,
    hint: ([, module]) =>
      `Python does not find \`${module}\`: install it, use the virtual environment that has it, or set \`cwd\` to the folder where it is`,
  },
  {
    pattern: /Cannot find (?:module|package) '([^']+)'/,
    hint: ([, module]) => `Node does not find \`${module}\`: run \`npm install\`, or set \`cwd\` to the folder where it is`,
  },
  {
    pattern: /address (?:already )?in use|EADDRINUSE|Connection in use/i,
    hint: () =>
      'It listens on a port of its own choice that is taken: put `${port}` into the command, or let the program read the variable PORT',
  },
  {
    pattern: /(?:EACCES|permission denied)[^\n]*/i,
    hint: ([text]) => `The system refuses: ${text.trim()}`,
  },
]

/** Advice for a program that ended, from its exit code and its last lines. */
export function explainEnd(reason: string, lines: readonly string[]): string {
  const text = lines.join('\n')
  for (const { pattern, hint } of KNOWN) {
    const match = pattern.exec(text)
    if (match !== null) return hint(match)
  }
  if (reason === 'ended with exit code 0')
    return 'A service must go on running, or leave a daemon behind: this command did its work and ended'
  if (reason === 'ended with exit code 127') return 'A shell did not find a program that the command names'
  if (reason === 'was ended by SIGKILL') return 'Somebody killed it; the system does so when memory runs out'
  return lines.length === 0
    ? 'It printed nothing; run the command by hand in its folder'
    : 'The last lines should say why; the whole log is in the file above'
}

export const portTaken = KNOWN[2]!.pattern

export interface NeverReady {
  readonly port: number
  /** Where its processes listen. */
  readonly listening: readonly number[]
  readonly readiness: 'http' | 'tcp' | 'log' | 'command'
  readonly answer: string
}

/** Advice for a program that runs and does not become ready. */
export function explainNeverReady({ port, listening, readiness, answer }: NeverReady): string {
  if (listening.length > 0 && !listening.includes(port)) {
    const ports = listening.join(' and ')
    return `It listens on port ${ports}, not on ${port}: put \`\${port}\` into the command or let the program read PORT, or write \`port: ${listening[0]}\``
  }
  if (readiness === 'log') return 'No line matched `ready.log`; compare it with the last lines'
  if (readiness === 'http' && answer.startsWith('status'))
    return 'It answers: change `ready.status`, or leave it out so that any answer counts'
  if (listening.length === 0 && readiness !== 'command')
    return 'It does not listen on any port yet: if it needs longer, raise `ready.timeout`'
  return 'If it needs longer, raise `ready.timeout`'
}
