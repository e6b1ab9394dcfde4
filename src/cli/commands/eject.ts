import { ejectProject } from '../../compiler/write/eject-project.ts'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { findProjects } from '../project/find-projects.ts'
import { shortPath } from '../project/short-path.ts'
import type { ejectOptions } from '../tables/eject.ts'
import { count } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'

/** Hands the generated project over to the user; what they get is said, since there is no way back but compiling elsewhere. */
export async function run(host: Host, { arguments: words, options }: Input<typeof ejectOptions>): Promise<CommandResult> {
  const [target] = findProjects(host.cwd, words, { output: options.output })
  const { folder, output } = target!
  const shown = shortPath(host.cwd, output)
  const { diagnostics, changed, script } = ejectProject({ outputFolder: output, force: options.force, shown, cwd: host.cwd })
  if (diagnostics.length > 0) return { exitCode: exitCodes.outOfDate, diagnostics: [{ root: folder, sources: new Map(), diagnostics }] }
  const style = styleOf(host, host.stderr)
  return {
    exitCode: exitCodes.ok,
    message: [
      `${style.green('✓')} ${shown}/ is yours now: the marks of ${count(changed.length, 'file')} and the manifest are gone`,
      '',
      'Run it with a script in package.json:',
      `  ${script}`,
      '',
    ].join('\n'),
  }
}
