import type { DiagnosticFormat } from '../../compiler/diagnostics/render/render-diagnostics.ts'
import { checkSpec } from '../../compiler/pipeline.ts'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, DiagnosticGroup, Host } from '../host.ts'
import { findProjects } from '../project/find-projects.ts'
import { shortPath } from '../project/short-path.ts'
import { renderDiagnosticGroups } from '../render-diagnostic-groups.ts'
import type { validateOptions } from '../tables/validate.ts'
import { styleOf } from '../terminal/style.ts'

/** Diagnostics are the data of this command: they go to standard output in every format. */
export async function run(host: Host, { arguments: words, options }: Input<typeof validateOptions>): Promise<CommandResult> {
  // safe: the table accepts only these
  const format = (options.format ?? 'pretty') as DiagnosticFormat
  const entries = [...new Set(findProjects(host.cwd, words).map(({ entry }) => entry))]
  const groups: DiagnosticGroup[] = []
  for (const entry of entries) groups.push(await checkSpec({ files: [entry], root: host.cwd }))
  const diagnostics = groups.flatMap((group) => group.diagnostics)
  const exitCode = diagnostics.some(({ severity }) => severity === 'error') ? exitCodes.invalid : exitCodes.ok
  if (format !== 'pretty' || diagnostics.length > 0)
    return { exitCode, output: renderDiagnosticGroups(host, groups, { format, output: host.stdout }) }
  const style = styleOf(host, host.stdout)
  return { exitCode, output: entries.map((entry) => `${style.green('✓')} ${shortPath(host.cwd, entry)} is valid`).join('\n') }
}
