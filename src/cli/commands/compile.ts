import { checkProject, renderCheck } from '../../compiler/write/check-project.ts'
import { planWrite, renderPlan } from '../../compiler/write/plan-write.ts'
import { writeProject } from '../../compiler/write/write-project.ts'
import type { OutputRequest } from '../../compiler/write/inspect-output.ts'
import type { Manifest } from '../../compiler/write/manifest.ts'
import type { Input } from '../command-table.ts'
import { exitCodes, worstExitCode } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { CommandResult, DiagnosticGroup, Host } from '../host.ts'
import { printResult } from '../print-result.ts'
import { findProjects } from '../project/find-projects.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { knownProject } from '../project/known-project.ts'
import { shortPath } from '../project/short-path.ts'
import { detectCI } from '../run/detect-ci.ts'
import type { compileOptions } from '../tables/compile.ts'
import { count, formatDuration } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'
import { watchUntilInterrupted } from '../watch-until-interrupted.ts'

type Options = Input<typeof compileOptions>['options']

export async function run(host: Host, { arguments: words, options }: Input<typeof compileOptions>): Promise<CommandResult> {
  if (options.check && options.plan) throw new UsageError('`--check` and `--plan` exclude each other')
  if (options.watch && (options.check || options.plan || options.format === 'json'))
    throw new UsageError('`--watch` cannot be combined with `--check`, `--plan` or `--format json`')
  const targets = findProjects(host.cwd, words, { output: options.output })
  if (options.watch) return watchTargets(host, targets, options)
  const results: TargetResult[] = []
  for (const target of targets) results.push(await compileOne(host, target, options))
  const exitCode = worstExitCode(results.map((result) => result.exitCode))
  const diagnostics = results.flatMap(({ groups }) => groups)
  if (options.format === 'json') {
    const json = results.map((result) => result.json)
    return { exitCode, diagnostics, output: JSON.stringify(json.length === 1 ? json[0] : json, null, 2) }
  }
  const [output, message] = [results.map((result) => result.output).join(''), results.map((result) => result.message).join('')]
  return { exitCode, diagnostics, output, message }
}

interface TargetResult {
  readonly exitCode: ExitCode
  readonly groups: readonly DiagnosticGroup[]
  readonly output: string
  readonly message: string
  readonly json: unknown
  readonly inputs: readonly string[]
}

async function compileOne(host: Host, target: ProjectTarget, options: Options): Promise<TargetResult> {
  const startedAt = host.now()
  const style = styleOf(host, host.stderr)
  const took = () => formatDuration(host.now() - startedAt)
  const known = mayTrustManifest(host, options) ? await knownProject(target) : undefined
  if (known !== undefined && known.manifest.warned !== true) {
    const { manifest, inputs } = known
    const message = renderWritten({ shown: shortPath(host.cwd, target.output), manifest, written: [], removed: [] }, { style, took })
    return { exitCode: exitCodes.ok, groups: [], output: '', message, json: undefined, inputs }
  }
  const { compileTarget } = await import('../project/compile-target.ts')
  const { group, request, inputs } = await compileTarget(host, target)
  if (request === undefined)
    return { exitCode: exitCodes.invalid, groups: [group], output: '', message: '', json: { diagnostics: group.diagnostics }, inputs }
  const act = options.check ? check : options.plan ? plan : write
  const result = act(request, { force: options.force, style, took })
  // problems with the output name no file of the specification
  return { ...result, groups: [group, { ...group, diagnostics: result.diagnostics }], inputs }
}

/** Whoever asks for more than to bring files up to date gets a full compile; so does CI, where `only` is an error. */
function mayTrustManifest(host: Host, { check, plan, format, force }: Options): boolean {
  return !check && !plan && format !== 'json' && !force && detectCI(host.env) === undefined
}

interface Act {
  readonly force: boolean
  readonly style: ReturnType<typeof styleOf>
  readonly took: () => string
}

type Acted = Omit<TargetResult, 'groups' | 'inputs'> & Pick<DiagnosticGroup, 'diagnostics'>

function check(request: OutputRequest): Acted {
  const found = checkProject(request)
  const text = renderCheck(found, request)
  const { upToDate, diagnostics } = found
  return {
    exitCode: upToDate ? exitCodes.ok : exitCodes.outOfDate,
    diagnostics,
    output: upToDate ? '' : text,
    message: upToDate ? text : '',
    json: found,
  }
}

function plan(request: OutputRequest): Acted {
  const found = planWrite(request)
  return {
    exitCode: found.diagnostics.length > 0 ? exitCodes.outOfDate : exitCodes.ok,
    diagnostics: found.diagnostics,
    output: renderPlan(found, request.shown!),
    message: '',
    json: found,
  }
}

function write(request: OutputRequest, { force, style, took }: Act): Acted {
  const { diagnostics, files, written, removed } = writeProject({ ...request, force })
  const json = {
    output: request.shown,
    files: files.filter(({ after }) => after !== undefined).map(({ path }) => path),
    written,
    removed,
    diagnostics,
  }
  if (diagnostics.length > 0) return { exitCode: exitCodes.outOfDate, diagnostics, output: '', message: '', json }
  const message = renderWritten({ shown: request.shown!, manifest: request.manifest, written, removed }, { style, took })
  return { exitCode: exitCodes.ok, diagnostics, output: '', message, json }
}

interface WrittenProject {
  readonly shown: string
  readonly manifest: Manifest
  readonly written: readonly string[]
  readonly removed: readonly string[]
}

function renderWritten({ shown, manifest, written, removed }: WrittenProject, { style, took }: Pick<Act, 'style' | 'took'>): string {
  const tests = manifest.index.suites.reduce((sum, suite) => sum + suite.tests.length, 0)
  const changes =
    written.length + removed.length === 0
      ? 'nothing to do'
      : [`${count(written.length, 'file')} written`, ...(removed.length > 0 ? [`${removed.length} removed`] : [])].join(', ')
  return `${style.green('✓')} ${shown}/  ${count(tests, 'test')}, ${changes}  ${style.dim(took())}\n`
}

/** Compiles again at every change until Ctrl-C; mistakes are shown, and do not end the watching. */
function watchTargets(host: Host, targets: readonly ProjectTarget[], options: Options): Promise<CommandResult> {
  host.stderr.write(`${styleOf(host, host.stderr).dim('compiling at every change; Ctrl-C ends')}\n`)
  return watchUntilInterrupted(host, {
    command: 'compile',
    round: async () => {
      const results: TargetResult[] = []
      for (const target of targets) results.push(await compileOne(host, target, options))
      await printResult(host, {
        exitCode: worstExitCode(results.map(({ exitCode }) => exitCode)),
        diagnostics: results.flatMap(({ groups }) => groups),
        message: results.map(({ message }) => message).join(''),
      })
      return { inputs: results.flatMap(({ inputs }) => inputs) }
    },
  })
}
