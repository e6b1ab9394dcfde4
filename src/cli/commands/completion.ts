import type { CommandTable, Input } from '../command-table.ts'
import { completionScripts } from '../completion-scripts.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'

export async function run(_host: Host, input: Input, tables: readonly CommandTable[]): Promise<CommandResult> {
  // safe: the table of the command accepts only these
  const shell = input.arguments[0] as keyof typeof completionScripts
  return { exitCode: exitCodes.ok, output: completionScripts[shell](tables) }
}
