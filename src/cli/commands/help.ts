import { nearestName } from '../../compiler/diagnostics/nearest-name.ts'
import type { CommandTable, Input } from '../command-table.ts'
import { exitCodeMeanings, exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import { renderHelp, renderOverview } from '../render-help.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'

export async function run(host: Host, input: Input, tables: readonly CommandTable[]): Promise<CommandResult> {
  const [name] = input.arguments
  const style = styleOf(host, host.stdout)
  if (name === undefined) return { exitCode: exitCodes.ok, output: renderOverview(tables, style, packageVersion()) }
  if (name === 'exit-codes') return { exitCode: exitCodes.ok, output: renderExitCodes() }
  const table = tables.find((candidate) => candidate.name === name)
  if (table !== undefined) return { exitCode: exitCodes.ok, output: renderHelp(table, style) }
  const nearest = nearestName(name, [...tables.map((candidate) => candidate.name), 'exit-codes'])
  throw new UsageError(
    `There is no help for \`${name}\``,
    nearest === undefined ? '`apitest help` lists the commands' : `Did you mean \`apitest help ${nearest}\`?`,
  )
}

function renderExitCodes(): string {
  return Object.entries(exitCodeMeanings)
    .map(([code, meaning]) => `${code.padStart(4)}  ${meaning}\n`)
    .join('')
}
