import { apitest, runCommand } from '../../../ci/ci-commands.ts'
import { addNode, dockerImage, engineImage, waitForEngine } from '../../../ci/docker-image.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { enterFolder, explainJob } from '../../../ci/job-commands.ts'
import { reportLimits } from '../../../ci/limits.ts'
import type { Limit } from '../../../ci/limits.ts'
import { apart, Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob, PlannedTriggers } from '../../../plan/plan.ts'
import type { WoodpeckerCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { woodpeckerVariables } from './woodpecker-variables.ts'
import { noSubstitution, plain, value } from './woodpecker-words.ts'

export const woodpecker: CiKind = {
  title: 'Woodpecker',
  path: 'ci/.woodpecker/apitest.yaml',
  secretsPlace: 'a secret of the repository (Settings › Secrets), and declare it `secret: true` under `env`: steps get it then',
  variables: { prefixes: ['CI_'], names: woodpeckerVariables },
  scheduleInFile: false,
  isReference: (text) => text.includes('${CI_'),
  check: (ci, tools) => reportLimits(ci, tools, limits),
  emit: (ci) => yamlFile({ about: about(ci).map(plain), content: workflow(ci), extra: ci.extra, dialect: '1.1' }),
}

const timeout = {
  message: 'Woodpecker has no time limit in its file',
  hint: 'Set it in the settings of the repository, and remove `timeout`',
}
const limits: readonly Limit[] = [
  { at: ['timeout'], ...timeout },
  { at: ['jobs', '*', 'timeout'], ...timeout },
  {
    at: ['jobs', 'tests', 'shards'],
    where: ({ value: shards }) => Number(shards) > 1,
    message: 'Woodpecker hands no files from one workflow to another, so reports of shards could not be merged: all tests run in one step',
    hint: 'Remove `shards`',
  },
]

function about(ci: PlannedCi): string[] {
  const { schedule } = ci.triggers
  const settings = ci.expected.map(({ name }) => `  ${name}`)
  const manual = ci.jobs.filter(({ when }) => when === 'manual').map(({ kind }) => `\`${kind}\``)
  return fileComment(ci, [
    'Woodpecker keeps no files of a run: a plugin can carry apitest-report/ to a place of yours, as a step under `extra`.',
    ...(settings.length > 0 ? ['', 'The steps need these secrets from the settings of the repository:', ...settings] : []),
    ...(manual.length > 0 ? ['', `By hand run, with the variable JOB: ${manual.join(', ')}.`] : []),
    ...(ci.docker === 'none'
      ? []
      : ['', 'The engine needs a repository that is trusted to start privileged containers (Settings > Trusted).']),
    ...(schedule !== undefined || ci.jobs.some(({ when }) => when === 'schedule')
      ? [
          '',
          `Woodpecker keeps schedules outside of this file: set one up under Settings > Crons${schedule === undefined ? '' : `, at ${schedule}`}.`,
        ]
      : []),
  ])
}

function workflow(ci: PlannedCi): CiMap {
  const { labels } = ci.own as WoodpeckerCi
  return {
    when: conditions(ci.triggers),
    ...(labels !== undefined && {
      labels: apart(Object.fromEntries(Object.entries(labels).map(([name, text]) => [plain(name), plain(text)]))),
    }),
    ...(ci.docker !== 'none' && {
      services: apart([engine(ci)], 'An engine for this workflow alone, which can mount what lies in the workspace.'),
    }),
    steps: apart([step(ci, { name: 'install', commands: ci.install.map(plain) }), ...ci.jobs.flatMap((job) => stepsOf(ci, job))]),
  }
}

function conditions({ mergeRequest, push, tag, changes }: PlannedTriggers): CiValue[] {
  const include = changes.filter((pattern) => !pattern.startsWith('!')).map(plain)
  const exclude = changes.filter((pattern) => pattern.startsWith('!')).map((pattern) => plain(pattern.slice(1)))
  const path = changes.length === 0 ? {} : { path: { ...(include.length > 0 && { include }), ...(exclude.length > 0 && { exclude }) } }
  const branches = push?.map(plain) ?? ['${CI_REPO_DEFAULT_BRANCH}']
  return [
    ...(mergeRequest ? [{ event: 'pull_request', ...path }] : []),
    ...(branches.length > 0 ? [{ event: 'push', branch: branches, ...path }] : []),
    ...(tag.length > 0 ? [{ event: 'tag', ref: tag.map((name) => plain(`refs/tags/${name}`)) }] : []),
    { event: ['manual', 'cron'] },
  ]
}

function engine({ docker }: PlannedCi): CiMap {
  const tls = docker === 'dind-tls'
  return {
    name: 'docker',
    image: engineImage,
    privileged: true,
    ...(tls
      ? { environment: { DOCKER_TLS_CERTDIR: '/woodpecker/certs' } }
      : { commands: ['dockerd-entrypoint.sh --tls=false'], environment: { DOCKER_TLS_CERTDIR: '' } }),
  }
}

function engineVariables({ docker }: PlannedCi): CiMap {
  if (docker === 'none') return {}
  if (docker === 'dind') return { DOCKER_HOST: 'tcp://docker:2375' }
  return { DOCKER_HOST: 'tcp://docker:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/woodpecker/certs/client' }
}

function stepsOf(ci: PlannedCi, job: PlannedCiJob): CiValue[] {
  const when = whenOf(ci, job)
  const above = explainJob({ jobs: [] }, job.kind)
  if (job.kind === 'check')
    return [new Commented(step(ci, { name: 'check', when, commands: [noSubstitution(apitest(ci, 'compile', '--check'))] }), { above })]
  const environment = {
    ...engineVariables(ci),
    ...Object.fromEntries(ci.expected.map(({ name }) => [name, { from_secret: name }])),
    ...Object.fromEntries(ci.variables.map((variable) => [variable.name, value(variable.value)])),
  }
  const wait = ci.docker === 'none' ? [] : [waitForEngine]
  const commands = [...wait, ...ci.before.map(plain), noSubstitution(runCommand(ci, job.kind))]
  return [
    new Commented(step(ci, { name: job.kind, when, environment, commands }), { above }),
    ...(ci.after.length === 0
      ? []
      : [
          step(ci, {
            name: `after-${job.kind}`,
            when: whenOf(ci, job, { status: ['success', 'failure'] }),
            environment,
            commands: ci.after.map(plain),
          }),
        ]),
  ]
}

interface StepParts {
  readonly name: string
  readonly when?: CiValue
  readonly environment?: CiMap
  readonly commands: readonly string[]
}

/** Each step is a container of its own; what they share is the workspace, so what is installed there has to fit all of them. */
function step(ci: PlannedCi, { name, when, environment = {}, commands }: StepParts): CiMap {
  const { image } = ci.own as WoodpeckerCi
  const node = image === undefined && ci.docker !== 'none' ? [addNode] : []
  return {
    name,
    image: plain(image ?? (ci.docker === 'none' ? 'node:22' : dockerImage)),
    when,
    ...(Object.keys(environment).length > 0 && { environment }),
    commands: [...enterFolder(ci).map(noSubstitution), ...node, ...commands],
  }
}

/** In which runs a step is; whoever starts one by hand may choose with the variable JOB. */
function whenOf({ jobs }: PlannedCi, { kind, when }: PlannedCiJob, more: CiMap = {}): CiValue {
  if (when === 'schedule') return [{ event: 'cron', ...more }]
  if (when === 'manual') return [{ event: 'manual', evaluate: `JOB == "${kind}"`, ...more }]
  if (!jobs.some((job) => job.when === 'manual')) return Object.keys(more).length === 0 ? undefined : [more]
  const others = jobs.filter((job) => job.when === 'manual').map((job) => `JOB != "${job.kind}"`)
  return [
    { event: ['pull_request', 'push', 'tag', 'cron'], ...more },
    { event: 'manual', evaluate: others.join(' && '), ...more },
  ]
}
