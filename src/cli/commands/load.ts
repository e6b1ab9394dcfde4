import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Input } from '../command-table.ts'
import type { CommandResult, Host } from '../host.ts'
import { findLoad } from '../load/find-load.ts'
import { keepHeapSmall } from '../load/keep-heap-small.ts'
import { runProfile } from '../load/run-profile.ts'
import { findProjects } from '../project/find-projects.ts'
import { prepareProject } from '../project/prepare-project.ts'
import { refuseFolder } from '../run/refuse-folder.ts'
import { newSeed, readEnvFiles, readVariables } from '../run/run-options.ts'
import type { loadOptions } from '../tables/load.ts'

/** Compiles where needed and runs one load profile. */
export async function run(host: Host, { arguments: words, options }: Input<typeof loadOptions>): Promise<CommandResult> {
  const isFile = (word: string): boolean => /\.ya?ml$/.test(word) || existsSync(join(resolve(host.cwd, word), 'apitest.yaml'))
  const [target] = findProjects(host.cwd, words.filter(isFile), { output: options.output })
  if (target === undefined) throw new Error('findProjects finds one or throws')
  refuseFolder(target.output)
  const prepared = await prepareProject(host, target, { force: options.force })
  if (prepared.state === 'stopped') return prepared.result
  const load = findLoad(
    prepared.index,
    words.find((word) => !isFile(word)),
  )
  keepHeapSmall()
  const { exitCode, summary } = await runProfile(host, {
    target,
    index: prepared.index,
    load,
    reportFolder: options.report === undefined ? join(target.folder, 'apitest-report') : resolve(host.cwd, options.report),
    variables: readVariables(options.var),
    fromFiles: readEnvFiles(host.cwd, options['env-file']),
    seed: options.seed ?? newSeed(),
    options,
    note: prepared.note,
  })
  const output = options.json && summary !== undefined ? JSON.stringify(summary, null, 2) : undefined
  return { exitCode, diagnostics: prepared.warnings, ...(output !== undefined && { output }) }
}
