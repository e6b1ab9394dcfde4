import type { Input } from '../command-table.ts'
import { exitCodes, worstExitCode } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { printResult } from '../print-result.ts'
import { findProjects } from '../project/find-projects.ts'
import { readShare } from '../run/openapi-coverage.ts'
import { refuseFolder } from '../run/refuse-folder.ts'
import { readKinds } from '../run/run-kinds.ts'
import { newSeed, readDuration, readEnvFiles, readShard, readVariables } from '../run/run-options.ts'
import { runTarget } from '../run/run-target.ts'
import type { RunRequest, TargetRun } from '../run/run-target.ts'
import type { runOptions } from '../tables/run.ts'
import { count } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'
import { watchUntilInterrupted } from '../watch-until-interrupted.ts'

type RunInput = Input<typeof runOptions>

/** Compiles where needed, then runs each project in turn; the worst exit code counts. */
export async function run(host: Host, input: RunInput): Promise<CommandResult> {
  const { options } = input
  const request = readRequest(host, input)
  const targets = findProjects(host.cwd, input.arguments, { output: options.output })
  for (const { output } of targets) refuseFolder(output)
  const runAll = async () => {
    const results: TargetRun[] = []
    for (const target of targets) {
      const result = await runTarget(host, { request, target, alone: targets.length === 1 })
      results.push(result)
      if (result.exitCode === exitCodes.interrupted) break
    }
    return {
      exitCode: worstExitCode(results.map(({ exitCode }) => exitCode)),
      diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
      inputs: results.flatMap(({ inputs }) => inputs),
    }
  }
  return options.watch ? watchRuns(host, runAll) : runAll()
}

/** Reads every option once, so that a mistake in one is told before anything starts. */
function readRequest(host: Host, { options, arguments: words }: RunInput): RunRequest {
  return {
    options,
    words,
    kinds: readKinds(options),
    variables: readVariables(options.var),
    fromFiles: readEnvFiles(host.cwd, options['env-file']),
    shard: readShard(options.shard),
    timeoutMs: options.timeout === undefined ? 3_600_000 : readDuration('timeout', options.timeout),
    seed: options.seed ?? newSeed(),
    openapiFailUnder: readShare(options['openapi-fail-under']),
  }
}

/** Runs again at every change until Ctrl-C; failures and mistakes are shown, and do not end the watching. */
function watchRuns(host: Host, runAll: () => Promise<TargetRun>): Promise<CommandResult> {
  return watchUntilInterrupted(host, {
    command: 'run',
    round: async () => {
      const { inputs, ...result } = await runAll()
      await printResult(host, result)
      if (result.exitCode === exitCodes.interrupted) return { inputs, interrupted: true }
      host.stderr.write(`${styleOf(host, host.stderr).dim(`watching ${count(inputs.length, 'file')}; Ctrl-C ends`)}\n`)
      return { inputs }
    },
  })
}
