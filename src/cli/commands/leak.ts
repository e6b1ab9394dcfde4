import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Input } from '../command-table.ts'
import type { CommandResult, Host } from '../host.ts'
import { findLeak } from '../leak/find-leak.ts'
import { printLeakProgress } from '../leak/leak-progress.ts'
import { runWindow } from '../leak/run-window.ts'
import { findProjects } from '../project/find-projects.ts'
import { prepareProject } from '../project/prepare-project.ts'
import { refuseFolder } from '../run/refuse-folder.ts'
import { newSeed, readEnvFiles, readVariables } from '../run/run-options.ts'
import type { leakOptions } from '../tables/leak.ts'

/** Compiles where needed, runs one leak window, and says what it found. */
export async function run(host: Host, { arguments: words, options }: Input<typeof leakOptions>): Promise<CommandResult> {
  const { name, files } = split(host, words)
  const [target] = findProjects(host.cwd, files, { output: options.output })
  refuseFolder(target!.output)
  const prepared = await prepareProject(host, target!, { force: options.force })
  if (prepared.state === 'stopped') return prepared.result
  const leak = findLeak(prepared.index, name)
  const json = options.format === 'json'
  const progress = printLeakProgress(host, { name: leak.name, verdict: json ? undefined : host.stdout })
  const { exitCode, result } = await runWindow(host, {
    target: target!,
    leak,
    reportFolder: options.report === undefined ? join(target!.folder, 'apitest-report') : resolve(host.cwd, options.report),
    variables: readVariables(options.var),
    fromFiles: readEnvFiles(host.cwd, options['env-file']),
    seed: options.seed ?? newSeed(),
    update: options.update,
    progress,
  })
  const output = json && result !== undefined ? JSON.stringify(result, null, 2) : undefined
  return { exitCode, diagnostics: prepared.warnings, ...(output !== undefined && { output }) }
}

/** A word that is a file names the specification, any other one the window. */
function split(host: Host, words: readonly string[]): { name: string | undefined; files: readonly string[] } {
  const isFile = (word: string) => /\.ya?ml$/.test(word) || existsSync(join(resolve(host.cwd, word), 'apitest.yaml'))
  return { name: words.find((word) => !isFile(word)), files: words.filter(isFile) }
}
