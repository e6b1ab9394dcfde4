import { problems } from '../diagnostics/problems.ts'
import { splitCommand } from '../templates/split-command.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/** Checks a command: a text is split into words without a shell, a list is taken as it stands. */
export function checkCommand(command: Cursor | undefined, tools: CheckTools): void {
  const source = command?.text
  if (command === undefined || source === undefined) return
  const { words, mistake } = splitCommand(source)
  if (words.length === 0) tools.report(problems.emptyCommand(), { cursor: command })
  if (mistake === undefined) return
  const { kind, text, start, end } = mistake
  const spot = { cursor: command, span: { start, end } }
  if (kind === 'unterminated-quote') tools.report(problems.unterminatedQuote(text.charAt(0)), { ...spot, span: { start, end: start + 1 } })
  else if (kind === 'assignment') tools.report(problems.shellSyntax(text, 'Set environment variables under `env`'), spot)
  else
    tools.report(
      problems.shellSyntax(
        text,
        `Put it in quotes if it is meant so; where a shell is needed, start one: \`["sh", "-c", ${JSON.stringify(shellText(source))}]\``,
      ),
      spot,
    )
}

function shellText(source: string): string {
  const line = source.trim().replaceAll(/\s+/g, ' ')
  return line.length > 80 ? '…' : line
}
