import { apitest, fromRoot, jobOf, mergeCommand, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { explainJob, npmLock } from '../../../ci/job-commands.ts'
import { isDind, reportLimits } from '../../../ci/limits.ts'
import { Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import { problems } from '../../../diagnostics/problems.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { AzureCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { conditionOf, triggers } from './azure-triggers.ts'
import { noMacro, plain, runValue } from './azure-words.ts'

export const azure: CiKind = {
  title: 'Azure Pipelines',
  path: 'ci/azure-pipelines.yml',
  secretsPlace: 'a secret variable of the pipeline (Edit › Variables), write `$(NAME)` for it',
  variables: { prefixes: [], names: [] },
  scheduleInFile: true,
  isReference: (value) => /\$\([\w.]+\)|\$\{\{|\$\[/.test(value),
  check: (ci, tools) => {
    reportLimits(ci, tools, [
      {
        at: ['docker'],
        where: isDind,
        message: 'Azure’s hosted agents have an engine of their own',
        hint: 'Remove `docker`; agents of your own need an engine that the agent’s user may use',
      },
    ])
    for (const key of ['install', 'before', 'after']) {
      for (const command of ci.get(key)?.items() ?? []) {
        const found = runValue.exec(command.text ?? '')
        if (found === null) continue
        const span = { start: found.index, end: found.index + found[0].length }
        tools.report(problems.expressionInCommand(key, { system: 'Azure', expression: '$(…)' }), { cursor: command, span })
      }
    }
  },
  emit: (ci) => yamlFile({ about: about(ci), content: pipeline(ci), extra: ci.extra }),
}

function about(ci: PlannedCi): string[] {
  const settings = ci.expected.map(({ name, secret }) => `  ${name}${secret ? ' (secret)' : ''}`)
  return fileComment(ci, settings.length > 0 ? ['', 'The jobs need these variables of the pipeline (Edit > Variables):', ...settings] : [])
}

function pipeline(ci: PlannedCi): CiMap {
  const { vmImage = 'ubuntu-latest', pool } = ci.own as AzureCi
  const jobs = ci.jobs.flatMap((job, at) => {
    const made = new Commented(job.kind === 'check' ? checkJob(ci, job) : runJob(ci, job), {
      above: explainJob(ci, job.kind),
      apart: at > 0,
    })
    return job.shards > 1 ? [made, new Commented(reportJob(ci, job), { above: explainJob(ci, 'report'), apart: true })] : [made]
  })
  return {
    ...triggers(ci),
    pool: new Commented(pool === undefined ? { vmImage: plain(vmImage) } : { name: plain(pool) }, { apart: true }),
    ...(npmLock(ci) !== undefined && { variables: new Commented({ npm_config_cache: '$(Pipeline.Workspace)/.npm' }, { apart: true }) }),
    jobs: new Commented(jobs, { apart: true }),
  }
}

function checkJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  return { ...frame(ci, job), steps: [...setUp(ci), step(ci, 'Check', [noMacro(apitest(ci, 'compile', '--check'))])] }
}

function runJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const kind = job.kind as 'tests' | 'leaks' | 'loads'
  const title = { tests: 'Tests', leaks: 'Leaks', loads: 'Loads' }[kind]
  const sharded = job.shards > 1
  const shard = sharded ? { part: '"$SYSTEM_JOBPOSITIONINPHASE/$SYSTEM_TOTALJOBSINPHASE"', folder: `${reportFolder}/shard` } : undefined
  const folder = sharded ? `${reportFolder}/shard` : reportFolder
  const variables = environment(ci)
  const env = Object.keys(variables).length > 0 ? { env: variables } : {}
  return {
    ...frame(ci, job),
    ...(sharded && { strategy: { parallel: job.shards } }),
    steps: [
      ...setUp(ci),
      ...(ci.before.length > 0 ? [step(ci, 'Before', ci.before, env)] : []),
      step(ci, title, [noMacro(runCommand(ci, kind, shard))], env),
      ...(ci.after.length > 0 ? [step(ci, 'After', ci.after, { condition: 'always()', ...env })] : []),
      {
        task: 'PublishTestResults@2',
        displayName: 'Results',
        condition: 'succeededOrFailed()',
        inputs: {
          testResultsFormat: 'JUnit',
          testResultsFiles: plain(fromRoot(ci, `${folder}/junit.xml`)),
          testRunTitle: `apitest ${kind}`,
        },
      },
      keepReport(ci, {
        folder,
        name: sharded ? 'apitest-shard-$(System.JobPositionInPhase)-$(System.JobAttempt)' : `apitest-${kind}-$(System.JobAttempt)`,
      }),
    ],
  }
}

function reportJob(ci: PlannedCi, tests: PlannedCiJob): CiMap {
  const wanted = conditionOf(ci, tests)
  return {
    job: 'report',
    dependsOn: 'tests',
    condition: wanted === undefined ? 'succeededOrFailed()' : `and(succeededOrFailed(), ${wanted})`,
    timeoutInMinutes: 10,
    steps: [
      ...setUp(ci),
      { download: 'current', patterns: 'apitest-shard-*/**' },
      step(ci, 'Report', [mergeCommand('"$PIPELINE_WORKSPACE"/apitest-shard-*')]),
      keepReport(ci, { folder: reportFolder, name: 'apitest-tests-$(System.JobAttempt)' }),
    ],
  }
}

/** What every job says before its steps. */
function frame(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const tests = jobOf(ci, 'tests')
  const behind =
    (job.kind === 'leaks' || job.kind === 'loads') && job.when !== 'manual' && (tests?.when === 'always' || tests?.when === job.when)
  const wanted = conditionOf(ci, job)
  return {
    job: job.kind,
    // a job without this runs beside the others
    ...(behind && { dependsOn: 'tests' }),
    condition: wanted !== undefined && behind ? `and(succeeded(), ${wanted})` : wanted,
    timeoutInMinutes: job.timeoutMinutes,
  }
}

function setUp(ci: PlannedCi): CiValue[] {
  const lock = npmLock(ci)
  return [
    { task: 'NodeTool@0', inputs: { versionSpec: '22.x' } },
    ...(lock === undefined
      ? []
      : [
          {
            task: 'Cache@2',
            inputs: { key: `npm | "$(Agent.OS)" | ${lock}`, restoreKeys: 'npm | "$(Agent.OS)"', path: '$(npm_config_cache)' },
          },
        ]),
    step(ci, 'Install', ci.install),
  ]
}

/** Azure's shell goes on after a command that failed, unless told otherwise. */
function step(ci: PlannedCi, displayName: string, commands: readonly string[], more: CiMap = {}): CiMap {
  const script = commands.length === 1 ? commands[0]! : `set -e\n${commands.join('\n')}\n`
  return { script: plain(script), displayName, ...(ci.folder !== '' && { workingDirectory: plain(ci.folder) }), ...more }
}

/** Azure writes the names of its own variables in capitals, so those of the spec are handed over by their names. */
function environment(ci: PlannedCi): CiMap {
  return Object.fromEntries([
    ...ci.expected.filter(({ secret }) => secret).map(({ name }) => [name, `$(${name})`] as const),
    ...ci.variables.map(({ name, value }) => [name, value] as const),
  ])
}

function keepReport(ci: PlannedCi, { folder, name }: { readonly folder: string; readonly name: string }): CiMap {
  return { publish: plain(fromRoot(ci, folder)), displayName: 'Keep the report', artifact: name, condition: 'succeededOrFailed()' }
}
