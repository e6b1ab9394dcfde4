import { nearestName } from '../compiler/diagnostics/nearest-name.ts'
import { commandTables } from './command-tables.ts'
import { exitCodes } from './exit-codes.ts'
import type { ExitCode } from './exit-codes.ts'
import { processHost } from './host.ts'
import type { CommandResult, Host } from './host.ts'
import { packageVersion } from './package-info.ts'
import { optimiseLater } from './optimise-later.ts'
import { parseArguments } from './parse-arguments.ts'
import { printResult, printThrown } from './print-result.ts'
import { renderHelp, renderOverview } from './render-help.ts'
import { styleOf } from './terminal/style.ts'
import { UsageError } from './usage-error.ts'

// Start-up is part of the design: this file and what it imports are all that `apitest --version` loads.

/** Runs the command line of this process. */
export async function start(): Promise<void> {
  optimiseLater()
  outliveClosedPipes()
  const host = processHost()
  const exitCode = await main(host, process.argv.slice(2))
  // A command has stopped what it started when it returns; a library's timer must not keep the terminal waiting.
  if (process.stdout.writableLength === 0 && process.stderr.writableLength === 0) process.exit(exitCode)
  process.exitCode = exitCode
}

/** `apitest … | head`: nobody reads on, and what has been started still ends in good order with its own exit code. */
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
}

/** Runs one command and prints what it found out: what a command returns becomes text here and nowhere else. */
export async function main(host: Host, words: readonly string[]): Promise<ExitCode> {
  try {
    const result = await dispatch(host, words)
    await printResult(host, result)
    return result.exitCode
  } catch (error) {
    return printThrown(host, error, words)
  }
}

async function dispatch(host: Host, [name, ...words]: readonly string[]): Promise<CommandResult> {
  if (name === '--version' || name === '-v' || name === '-V') return { exitCode: exitCodes.ok, output: packageVersion() }
  if (name === undefined || name === '--help' || name === '-h') {
    const overview = renderOverview(commandTables, styleOf(host, name === undefined ? host.stderr : host.stdout), packageVersion())
    return name === undefined ? { exitCode: exitCodes.invalid, message: overview } : { exitCode: exitCodes.ok, output: overview }
  }
  const table = commandTables.find((candidate) => candidate.name === name)
  if (table === undefined) throw unknownCommand(name)
  const end = words.includes('--') ? words.indexOf('--') : words.length
  if (words.slice(0, end).some((word) => word === '--help' || word === '-h')) {
    return { exitCode: exitCodes.ok, output: renderHelp(table, styleOf(host, host.stdout)) }
  }
  const input = parseArguments(table, words)
  const { run } = await table.load()
  return run(host, input, commandTables)
}

function unknownCommand(name: string): UsageError {
  if (name.startsWith('-'))
    return new UsageError(
      `A command is expected before \`${name}\``,
      'For example `npx apitest run`; `npx apitest help` lists the commands',
    )
  const nearest = nearestName(
    name,
    commandTables.map((table) => table.name),
  )
  return new UsageError(
    `apitest has no command \`${name}\``,
    nearest === undefined ? '`npx apitest help` lists the commands' : `Did you mean \`apitest ${nearest}\`?`,
  )
}
