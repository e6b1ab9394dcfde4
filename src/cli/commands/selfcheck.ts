import { join, resolve } from 'node:path'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { RunResult } from '../../runtime/report/run-result.ts'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import { parseArguments } from '../parse-arguments.ts'
import { findProjects } from '../project/find-projects.ts'
import { prepareProject } from '../project/prepare-project.ts'
import { readLastTests } from '../run/last-results.ts'
import { refuseFolder } from '../run/refuse-folder.ts'
import { areFresh } from '../selfcheck/fresh-answers.ts'
import { judgeRun } from '../selfcheck/judge-run.ts'
import { renderSelfcheck } from '../selfcheck/render-selfcheck.ts'
import { selfcheckResult } from '../selfcheck/selfcheck-result.ts'
import { runTable } from '../tables/run.ts'
import type { selfcheckOptions } from '../tables/selfcheck.ts'
import { styleOf } from '../terminal/style.ts'

type SelfcheckInput = Input<typeof selfcheckOptions>

/** Tests the tests: says which expectations hold whatever the service answers. */
export async function run(host: Host, input: SelfcheckInput): Promise<CommandResult> {
  const { options } = input
  const [target] = findProjects(host.cwd, input.arguments, { output: options.output })
  const { entry, folder, output } = target!
  refuseFolder(output)
  const prepared = await prepareProject(host, target!, { force: options.force })
  if (prepared.state === 'stopped') return prepared.result
  const { index, inputs, warnings } = prepared
  const report = options.report === undefined ? join(folder, 'apitest-report') : resolve(host.cwd, options.report)
  let results = readLastTests(report)
  if (asksForRun(options) || results === undefined || !areFresh(results, { inputs, version: packageVersion() })) {
    const ran = await record(host, input, { entry, report })
    if (ran.exitCode !== exitCodes.ok && ran.exitCode !== exitCodes.failed) return ran
    results = readLastTests(report)
  }
  if (results === undefined) return { exitCode: exitCodes.failed, message: 'No answers were recorded' }
  const result = await selfcheckResult(await judgeRun(results, folder), {
    name: index.name,
    recordedAt: results.startedAt,
    folder,
    specs: index.specs,
    testsWithoutAnswers: withoutAnswers(index, results),
  })
  return {
    exitCode: result.status === 'passed' ? exitCodes.ok : exitCodes.failed,
    diagnostics: warnings,
    output: options.format === 'json' ? JSON.stringify(result, null, 2) : renderSelfcheck(result, styleOf(host, host.stdout)),
  }
}

/** What belongs to a run would mean nothing without one. */
function asksForRun({ fresh, var: variables, 'env-file': files, seed }: SelfcheckInput['options']): boolean {
  return fresh || variables.length > 0 || files.length > 0 || seed !== undefined
}

/** Runs the tests as `apitest run` does, its output on standard error, and keeps whole bodies. */
async function record(
  host: Host,
  { options }: SelfcheckInput,
  { entry, report }: { entry: string; report: string },
): Promise<CommandResult> {
  const words = [entry, '--report', report]
  for (const variable of options.var) words.push('--var', variable)
  for (const file of options['env-file']) words.push('--env-file', file)
  if (options.output !== undefined) words.push('--output', options.output)
  if (options.seed !== undefined) words.push('--seed', String(options.seed))
  const before = process.env['APITEST_WHOLE_BODIES']
  process.env['APITEST_WHOLE_BODIES'] = '1'
  try {
    const { run: runTests } = await import('./run.ts')
    return await runTests({ ...host, stdout: host.stderr }, parseArguments(runTable, words) as Parameters<typeof runTests>[1])
  } finally {
    if (before === undefined) delete process.env['APITEST_WHOLE_BODIES']
    else process.env['APITEST_WHOLE_BODIES'] = before
  }
}

/** Tests of the specification that the run left out, skipped, or that sent nothing; rows of a table stand behind its name. */
function withoutAnswers(index: ProjectIndex, { suites }: RunResult): readonly string[] {
  const answered = suites.flatMap((suite) => suite.tests).filter(({ exchanges }) => exchanges.some(({ checked }) => checked !== undefined))
  return index.suites.flatMap(({ name, tests }) =>
    tests.filter((test) => !answered.some((other) => other.suite === name && isTestOrRow(other.name, test.name))).map((test) => test.name),
  )
}

function isTestOrRow(title: string, name: string): boolean {
  return title === name || title.startsWith(`${name} › `)
}
