import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import type { CommandResult, Host } from './host.ts'
import { detectCI } from './run/detect-ci.ts'
import { MissingError } from './missing-error.ts'
import { styleOf } from './terminal/style.ts'
import type { Style } from './terminal/style.ts'
import { UsageError } from './usage-error.ts'

/** Prints what a command found out: data to standard output, everything else to standard error. */
export async function printResult(host: Host, { output, diagnostics, message }: CommandResult): Promise<void> {
  if (output !== undefined) host.stdout.write(ended(output))
  if (diagnostics?.some((group) => group.diagnostics.length > 0)) {
    const { renderDiagnosticGroups } = await import('./render-diagnostic-groups.ts')
    host.stderr.write(renderDiagnosticGroups(host, diagnostics, { format: 'pretty', output: host.stderr }))
    if (detectCI(host.env) === 'GitHub Actions')
      host.stderr.write(renderDiagnosticGroups(host, diagnostics, { format: 'github', output: host.stderr }))
  }
  if (message !== undefined) host.stderr.write(ended(message))
}

/** Prints what a command threw: a mistake on the command line in two lines, what the disk refuses in one, anything else as our bug. */
export async function printThrown(host: Host, error: unknown, words: readonly string[]): Promise<ExitCode> {
  const style = styleOf(host, host.stderr)
  if (error instanceof UsageError) {
    host.stderr.write(renderMistake(error, style))
    return exitCodes.invalid
  }
  if (error instanceof MissingError) {
    host.stderr.write(renderMistake(error, style))
    return exitCodes.missing
  }
  const { renderRefusal } = await import('./render-refusal.ts')
  const refusal = renderRefusal(error, style)
  if (refusal !== undefined) {
    host.stderr.write(refusal)
    return exitCodes.missing
  }
  const { renderBug } = await import('./render-bug.ts')
  host.stderr.write(renderBug(error, words, style))
  return exitCodes.bug
}

function renderMistake({ message, hint }: { readonly message: string; readonly hint: string | undefined }, style: Style): string {
  return `${style.red('error')} ${message}\n${hint === undefined ? '' : `${style.cyan('hint')}: ${hint}\n`}`
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
