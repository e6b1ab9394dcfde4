import { apitest, fromRoot, jobOf, mergeCommand, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { enterFolder, explainJob, npmLock, script } from '../../../ci/job-commands.ts'
import { asksForBranches, isDind, reportLimits } from '../../../ci/limits.ts'
import type { Limit } from '../../../ci/limits.ts'
import { apart, Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { CircleCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { circleciVariables } from './circleci-variables.ts'
import { plain, value } from './circleci-words.ts'
import { workflows } from './circleci-workflows.ts'

export const circleci: CiKind = {
  title: 'CircleCI',
  path: 'ci/.circleci/config.yml',
  secretsPlace: 'an environment variable of the project (Project Settings › Environment Variables), which every job gets',
  variables: { prefixes: ['CIRCLE_'], names: circleciVariables },
  scheduleInFile: false,
  isReference: (text) => /<<\s*pipeline\./.test(text),
  check: (ci, tools) => reportLimits(ci, tools, limits),
  emit: (ci) => yamlFile({ about: about(ci), content: config(ci), extra: ci.extra }),
}

const timeout = {
  message: 'CircleCI has no time limit of a job in its file: it is ended when it prints nothing for that long',
  hint: 'Your plan at CircleCI limits how long a job may take',
}
const limits: readonly Limit[] = [
  { at: ['timeout'], ...timeout },
  { at: ['jobs', '*', 'timeout'], ...timeout },
  {
    at: ['on', 'changes'],
    message: 'CircleCI does not compare files in this file: `changes` has no effect',
    hint: 'Set path filters of the trigger in the project’s settings, and remove `changes`',
  },
  {
    at: ['on', 'push'],
    where: asksForBranches,
    message: 'CircleCI knows pushes and no pull requests, so that every branch runs the pipeline',
    hint: 'With `pullRequest: false` only the branches under `push` do',
  },
  {
    at: ['docker'],
    where: isDind,
    message: 'CircleCI’s virtual machines have an engine of their own',
    hint: 'Remove `docker`: jobs whose services need an engine run on such a machine',
  },
]

function about(ci: PlannedCi): string[] {
  const { schedule } = ci.triggers
  const settings = ci.expected.map(({ name }) => `  ${name}`)
  return fileComment(ci, [
    ...(settings.length > 0 ? ['', 'The jobs need these variables from Project Settings > Environment Variables:', ...settings] : []),
    ...(schedule !== undefined || ci.jobs.some(({ when }) => when === 'schedule')
      ? [
          '',
          `CircleCI keeps schedules outside of this file: add a schedule trigger in the project's settings${schedule === undefined ? '' : `, at ${schedule}`}.`,
        ]
      : []),
  ])
}

function config(ci: PlannedCi): CiMap {
  const tests = jobOf(ci, 'tests')
  const jobs = ci.jobs.flatMap((job): (readonly [string, CiValue])[] => [
    [
      job.kind,
      new Commented(job.kind === 'check' ? checkJob(ci) : runJob(ci, job), { above: explainJob(ci, job.kind), apart: job !== ci.jobs[0] }),
    ],
    ...(job === tests && job.shards > 1 ? [['report', apart(reportJob(ci), explainJob(ci, 'report'))] as const] : []),
  ])
  return {
    version: 2.1,
    executors: apart(
      { apitest: executor(ci) },
      ci.docker === 'none' ? undefined : 'A virtual machine, whose engine services use and which brings Node.',
    ),
    commands: apart({ 'set-up': { steps: setUp(ci) } }),
    jobs: apart(Object.fromEntries(jobs)),
    workflows: apart(workflows(ci)),
  }
}

function executor(ci: PlannedCi): CiMap {
  const { image, resourceClass } = ci.own as CircleCi
  return {
    ...(ci.docker === 'none'
      ? { docker: [{ image: plain(image ?? 'node:22') }] }
      : { machine: { image: plain(image ?? 'ubuntu-2404:current') } }),
    ...(resourceClass !== undefined && { resource_class: plain(resourceClass) }),
  }
}

function setUp(ci: PlannedCi): CiValue[] {
  const lock = npmLock(ci)
  const key = lock === undefined ? '' : `npm-{{ arch }}-{{ checksum "${lock}" }}`
  return [
    'checkout',
    ...(lock === undefined ? [] : [{ restore_cache: { keys: [key, 'npm-{{ arch }}-'] } }]),
    run(ci, 'Install', ci.install),
    ...(lock === undefined ? [] : [{ save_cache: { key, paths: ['~/.npm'] } }]),
  ]
}

function run(ci: PlannedCi, name: string, commands: readonly string[], more: CiMap = {}): CiValue {
  return { run: { name, command: plain(script([...enterFolder(ci), ...commands])), ...more } }
}

function checkJob(ci: PlannedCi): CiMap {
  return { executor: 'apitest', steps: ['set-up', run(ci, 'Check', [apitest(ci, 'compile', '--check')])] }
}

function runJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const kind = job.kind as 'tests' | 'leaks' | 'loads'
  const part = '$((CIRCLE_NODE_INDEX + 1))'
  const sharded = job.shards > 1
  const shard = sharded ? { part: `"${part}/$CIRCLE_NODE_TOTAL"`, folder: `"${reportFolder}/shard-${part}"` } : undefined
  const variables = Object.fromEntries(ci.variables.map((one) => [one.name, value(one.value)]))
  const report = plain(fromRoot(ci, reportFolder))
  return {
    executor: 'apitest',
    ...(sharded && { parallelism: job.shards }),
    ...(ci.variables.length > 0 && { environment: variables }),
    steps: [
      'set-up',
      ...(ci.before.length > 0 ? [run(ci, 'Before', ci.before)] : []),
      run(ci, { tests: 'Tests', leaks: 'Leaks', loads: 'Loads' }[kind], [runCommand(ci, kind, shard)], {
        no_output_timeout: `${job.timeoutMinutes}m`,
      }),
      ...(ci.after.length > 0 ? [run(ci, 'After', ci.after, { when: 'always' })] : []),
      // both are kept whatever the tests said
      { store_test_results: { path: report } },
      { store_artifacts: { path: report, destination: reportFolder } },
      ...(sharded ? [{ persist_to_workspace: { root: '.', paths: [`${report}/shard-*`] } }] : []),
    ],
  }
}

function reportJob(ci: PlannedCi): CiMap {
  return {
    executor: 'apitest',
    steps: [
      'set-up',
      { attach_workspace: { at: '.' } },
      run(ci, 'Report', [mergeCommand(`${reportFolder}/shard-*`)]),
      { store_artifacts: { path: plain(fromRoot(ci, reportFolder)), destination: reportFolder } },
    ],
  }
}
