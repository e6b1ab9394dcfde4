import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import { exitCodes, stoppedExitCode } from '../exit-codes.ts'
import type { CommandResult, DiagnosticGroup, Host } from '../host.ts'
import { detectCI } from '../run/detect-ci.ts'
import { count } from '../terminal/format.ts'
import type { ProjectTarget } from './find-projects.ts'
import { knownProject, trustManifest } from './known-project.ts'
import { shortPath } from './short-path.ts'

export interface ReadyProject {
  readonly state: 'ready'
  readonly index: ProjectIndex
  readonly warnings: readonly DiagnosticGroup[]
  /** What was done, for the user; absent when nothing was. */
  readonly note: string | undefined
  /** Absolute paths of the files that the specification reads. */
  readonly inputs: readonly string[]
}

export type PreparedProject =
  | ReadyProject
  | { readonly state: 'stopped'; readonly result: CommandResult; readonly inputs: readonly string[] }

/** Brings the generated project up to date; when its manifest says that nothing changed, the compiler is not even loaded. */
export async function prepareProject(host: Host, target: ProjectTarget, { force }: { readonly force: boolean }): Promise<PreparedProject> {
  const known = await knownProject(target)
  // in CI warnings become annotations, so they are worked out again
  const warns = known?.manifest.warned === true && detectCI(host.env) !== undefined
  if (known !== undefined && !warns)
    return { state: 'ready', index: known.manifest.index, warnings: [], note: undefined, inputs: known.inputs }
  const [{ compileTarget }, { writeProject }] = await Promise.all([
    import('./compile-target.ts'),
    import('../../compiler/write/write-project.ts'),
  ])
  const { group, request, inputs } = await compileTarget(host, target)
  if (request === undefined)
    return { state: 'stopped', result: { exitCode: stoppedExitCode(group.diagnostics), diagnostics: [group] }, inputs }
  const { diagnostics, written, removed } = writeProject({ ...request, force })
  if (diagnostics.length > 0)
    return { state: 'stopped', result: { exitCode: exitCodes.outOfDate, diagnostics: [group, { ...group, diagnostics }] }, inputs }
  trustManifest(target)
  const shown = shortPath(host.cwd, target.output)
  const changes = [
    ...(written.length > 0 ? [`${count(written.length, 'file')} written`] : []),
    ...(removed.length > 0 ? [`${removed.length} removed`] : []),
  ]
  return {
    state: 'ready',
    index: request.manifest.index,
    warnings: [group],
    note: changes.length === 0 ? undefined : `compiled into ${shown}/: ${changes.join(', ')}`,
    inputs,
  }
}
