import { apitest, fromRoot, mergeCommand, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { addNode, dockerImage } from '../../../ci/docker-image.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { enterFolder, npmLock, usualBranches } from '../../../ci/job-commands.ts'
import { reportLimits } from '../../../ci/limits.ts'
import type { Limit } from '../../../ci/limits.ts'
import { shellValue } from '../../../ci/shell-value.ts'
import { Again, Anchored, apart, Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { BitbucketCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { bitbucketVariables } from './bitbucket-variables.ts'

export const bitbucket: CiKind = {
  title: 'Bitbucket',
  path: 'ci/bitbucket-pipelines.yml',
  secretsPlace: 'a secured variable of the repository (Repository settings › Repository variables), which every step gets',
  variables: { prefixes: ['BITBUCKET_'], names: bitbucketVariables },
  scheduleInFile: false,
  isReference: (value) => /\$(?:\{\w+\}|\w+)/.test(value),
  check: (ci, tools) => reportLimits(ci, tools, limits),
  emit: (ci) => yamlFile({ about: about(ci), content: file(ci), extra: ci.extra }),
}

const limits: readonly Limit[] = [
  {
    at: ['on', 'changes', '*'],
    where: (pattern) => pattern.text?.startsWith('!') === true,
    message: 'Bitbucket looks for changed files that match, and cannot leave some of them out again: this pattern has no effect',
    hint: 'Name the files that count, without `!`',
  },
  {
    at: ['docker'],
    where: ({ text }) => text === 'dind-tls',
    message: 'Bitbucket decides itself how a step reaches its engine',
    hint: 'Write `docker: dind`, or nothing where a service needs containers',
  },
]

/** Bitbucket finds JUnit files in folders of some names only, of which this is one. */
const resultsFolder = 'test-results'

function about(ci: PlannedCi): string[] {
  const { schedule } = ci.triggers
  const settings = ci.expected.map(({ name, secret }) => `  ${name}${secret ? ' (secured)' : ''}`)
  const pipeline = ci.jobs.some(({ when }) => when === 'schedule') ? 'the pipeline `custom: scheduled`' : 'a branch'
  return fileComment(ci, [
    `Reports lie in ${resultsFolder}/, where Bitbucket looks for JUnit files.`,
    ...(settings.length > 0 ? ['', 'The steps need these variables from Repository settings > Repository variables:', ...settings] : []),
    ...(schedule !== undefined || ci.jobs.some(({ when }) => when === 'schedule')
      ? [
          '',
          `Bitbucket keeps schedules outside of this file: set one up under Pipelines > Schedules for ${pipeline}${schedule === undefined ? '' : `, at ${schedule}`}.`,
        ]
      : []),
  ])
}

function file(ci: PlannedCi): CiMap {
  const { image, size } = ci.own as BitbucketCi
  const lock = npmLock(ci)
  return {
    image: image ?? (ci.docker === 'none' ? 'node:22' : dockerImage),
    ...(size !== undefined && { options: apart({ size }) }),
    ...(lock !== undefined && { definitions: apart({ caches: { npm: { key: { files: [lock] }, path: '~/.npm' } } }) }),
    pipelines: apart(pipelines(ci)),
  }
}

function pipelines(ci: PlannedCi): CiMap {
  const { mergeRequest, push, tag, changes } = ci.triggers
  const branches = push ?? usualBranches
  const always = ci.jobs.filter(({ when }) => when === 'always')
  const timed = ci.jobs.filter(({ when }) => when === 'schedule')
  const compared = changes.some((pattern) => !pattern.startsWith('!'))
  const usual = repeated('usual', () => stepsOf(ci, always))
  const changed = compared ? repeated('changed', () => stepsOf(ci, always, { compared: true })) : usual
  const custom = [
    ...ci.jobs.filter(({ when }) => when === 'manual').map((job) => [job.kind, stepsOf(ci, [job], { custom: true })] as const),
    ...(timed.length > 0
      ? [
          [
            'scheduled',
            stepsOf(
              ci,
              ci.jobs.filter(({ when }) => when !== 'manual'),
              { custom: true },
            ),
          ] as const,
        ]
      : []),
  ]
  const some = always.length > 0
  return {
    ...(some && mergeRequest && { 'pull-requests': { '**': changed() } }),
    ...(some && branches.length > 0 && { branches: Object.fromEntries(branches.map((name) => [name, changed()])) }),
    ...(some && tag.length > 0 && { tags: Object.fromEntries(tag.map((name) => [name, usual()])) }),
    ...(custom.length > 0 && {
      custom: new Commented(Object.fromEntries(custom), { above: 'Started by `Run pipeline`, or by a schedule' }),
    }),
  }
}

/** The same steps once in full, and from then on by their name. */
function repeated(name: string, make: () => CiValue): () => CiValue {
  let made = false
  return () => {
    if (made) return new Again(name)
    made = true
    return new Anchored(name, make())
  }
}

/** Check and tests side by side, then what waits for them. */
function stepsOf(ci: PlannedCi, jobs: readonly PlannedCiJob[], { compared = false, custom = false } = {}): CiValue[] {
  // a step at the end that runs whatever happened before, which pipelines started by hand may not have
  const last = custom ? 'step' : 'final'
  const steps = jobs.flatMap((job): { readonly late: boolean; readonly step: CiMap }[] => {
    const late = job.kind === 'leaks' || job.kind === 'loads'
    const parts = Array.from({ length: job.shards }, (_, at) => at + 1)
    return parts.map((part) => ({ late, step: { step: { ...stepOf(ci, job, part), ...(compared && condition(ci)) } } }))
  })
  const first = steps.filter(({ late }) => !late).map(({ step }) => step)
  const later = steps.filter(({ late }) => late).map(({ step }) => step)
  const sharded = jobs.some(({ shards }) => shards > 1)
  return [
    ...(first.length > 1 ? [{ parallel: { steps: first } }] : first),
    ...later,
    ...(sharded ? [{ [last]: { ...reportStep(ci), ...(compared && condition(ci)) } }] : []),
  ]
}

function condition({ triggers }: PlannedCi): CiMap {
  return { condition: { changesets: { includePaths: triggers.changes.filter((pattern) => !pattern.startsWith('!')) } } }
}

function stepOf(ci: PlannedCi, job: PlannedCiJob, part: number): CiMap {
  const { kind, shards } = job
  if (kind === 'check') return { ...frame(ci, job), name: 'Check', script: [...setUp(ci), apitest(ci, 'compile', '--check')] }
  const sharded = shards > 1
  const title = { tests: 'Tests', leaks: 'Leaks', loads: 'Loads' }[kind]
  const exports = ci.variables.map(({ name, value }) => `export ${name}=${shellValue(value)}`)
  const command = sharded
    ? runCommand(ci, kind, { part: `${part}/${shards}`, folder: `${resultsFolder}/shard-${part}` })
    : `${runCommand(ci, kind)} --report ${resultsFolder}`
  return {
    ...frame(ci, job),
    name: sharded ? `${title} ${part} of ${shards}` : title,
    ...(ci.docker !== 'none' && { services: ['docker'] }),
    script: [...setUp(ci), ...exports, ...ci.before, command],
    // in a shell of its own, which knows nothing of the first one's variables
    ...(ci.after.length > 0 && { 'after-script': [...enterFolder(ci), ...exports, ...ci.after] }),
    artifacts: artifact(ci, sharded ? `shard-${part}` : kind, sharded ? `${resultsFolder}/shard-${part}` : resultsFolder),
  }
}

function reportStep(ci: PlannedCi): CiMap {
  return {
    name: 'Report',
    'max-time': 10,
    caches: npmLock(ci) === undefined ? undefined : ['npm'],
    script: [...setUp(ci), mergeCommand(`${resultsFolder}/shard-*`)],
    artifacts: artifact(ci, 'report', reportFolder),
  }
}

function frame(ci: PlannedCi, job: PlannedCiJob): CiMap {
  // the name, which the caller knows, comes first
  return { name: undefined, 'max-time': job.timeoutMinutes, caches: npmLock(ci) === undefined ? undefined : ['npm'] }
}

function artifact(ci: PlannedCi, name: string, folder: string): CiMap {
  return { upload: [{ name, type: 'shared', paths: [`${fromRoot(ci, folder)}/**`], 'capture-on': 'always' }] }
}

function setUp(ci: PlannedCi): string[] {
  const node = ci.docker !== 'none' && (ci.own as BitbucketCi).image === undefined ? [addNode] : []
  return [...enterFolder(ci), ...node, ...ci.install]
}
