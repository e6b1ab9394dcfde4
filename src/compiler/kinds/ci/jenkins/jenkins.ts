import { apitest, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { explainJob } from '../../../ci/job-commands.ts'
import { isDind, reportLimits } from '../../../ci/limits.ts'
import type { Limit } from '../../../ci/limits.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { JenkinsCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { block, printGroovy } from './groovy-block.ts'
import type { GroovyLines } from './groovy-block.ts'
import { groovyComment, groovyText, groovyValue, reference } from './groovy-words.ts'
import { manualKinds, whenOf } from './jenkins-when.ts'

export const jenkins: CiKind = {
  title: 'Jenkins',
  path: 'ci/Jenkinsfile',
  secretsPlace: 'the credentials of Jenkins, and declare it `secret: true` under `env`: stages get the credential of its name',
  variables: { prefixes: [], names: [] },
  scheduleInFile: true,
  isReference: (value) => reference.test(value),
  check: (ci, tools) => reportLimits(ci, tools, limits),
  emit: (ci) => [...about(ci).map(groovyComment), '', printGroovy([pipeline(ci)])].join('\n'),
}

const limits: readonly Limit[] = [
  {
    at: ['jobs', 'tests', 'shards'],
    where: ({ value }) => Number(value) > 1,
    message: 'The Jenkinsfile runs all tests in one stage: shards would need agents of their own',
    hint: 'Remove `shards`',
  },
  {
    at: ['docker'],
    where: isDind,
    message: 'Stages use the Docker engine of their agent',
    hint: 'Remove `docker`, and choose agents with an engine by `agent`',
  },
  {
    at: ['on', 'changes', '*'],
    where: (pattern) => pattern.text?.startsWith('!') === true,
    message: 'Jenkins looks for changed files that match, and cannot leave some of them out again: this pattern has no effect',
    hint: 'Name the files that count, without `!`',
  },
]

function about(ci: PlannedCi): string[] {
  const secrets = ci.expected.filter(({ secret }) => secret).map(({ name }) => `  ${name}`)
  const others = ci.expected.filter(({ secret }) => !secret).map(({ name }) => `  ${name}`)
  return fileComment(ci, [
    'Jenkins needs the plug-ins Pipeline, JUnit and, for branches and pull requests, a multibranch job; agents need Node 22 or a container with it.',
    ...(secrets.length > 0 ? ['', 'Credentials of the kind secret text, by these names:', ...secrets] : []),
    ...(others.length > 0 ? ['', 'Environment variables from the settings of Jenkins:', ...others] : []),
  ])
}

function pipeline(ci: PlannedCi) {
  const manual = manualKinds(ci)
  const { schedule } = ci.triggers
  const own = ci.extra as Readonly<Record<string, string>>
  const more = (name: string) => (own[name] === undefined ? [] : own[name].split('\n'))
  const known = {
    environment: [...environment(ci), ...more('environment')],
    options: ['disableConcurrentBuilds()', ...more('options')],
    parameters: [
      ...(manual.length > 0
        ? [`choice(name: 'JOB', choices: [${['usual', ...manual].map((kind) => `'${kind}'`).join(', ')}], description: 'What to run')`]
        : []),
      ...more('parameters'),
    ],
    triggers: [...(schedule === undefined ? [] : [`cron(${groovyText(schedule)})`]), ...more('triggers')],
  }
  const others = Object.keys(own).filter((name) => !Object.hasOwn(known, name))
  return block('pipeline', [
    ...agent(ci),
    ...Object.entries(known).flatMap(([name, lines]) => (lines.length === 0 ? [] : [block(name, lines)])),
    ...others.map((name) => block(name, more(name))),
    block('stages', [
      block("stage('Install')", [block('steps', inFolder(ci, [shell(ci.install)]))]),
      ...ci.jobs.map((job) => stage(ci, job)),
    ]),
  ])
}

function agent({ own }: PlannedCi): GroovyLines {
  const { agent: label, image } = own as JenkinsCi
  if (image !== undefined) {
    const lines = [`image ${groovyText(image)}`, ...(label === undefined ? [] : [`label ${groovyText(label)}`])]
    return [block('agent', [block('docker', lines)])]
  }
  return [label === undefined ? 'agent any' : `agent { label ${groovyText(label)} }`]
}

function environment(ci: PlannedCi): string[] {
  const { image } = ci.own as JenkinsCi
  return [
    // the user of a container has no home to cache in
    ...(image === undefined ? [] : ['npm_config_cache = "${env.WORKSPACE}/.npm"']),
    ...ci.expected.filter(({ secret }) => secret).map(({ name }) => `${name} = credentials(${groovyText(name)})`),
    ...ci.variables.map(({ name, value }) => `${name} = ${groovyValue(value)}`),
  ]
}

function stage(ci: PlannedCi, job: PlannedCiJob) {
  const { kind, timeoutMinutes } = job
  const title = { check: 'Check', tests: 'Tests', leaks: 'Leaks', loads: 'Loads' }[kind]
  // stages share a workspace, and Jenkins keeps one file by each path
  const folder = kind === 'tests' ? reportFolder : `${reportFolder}-${kind}`
  const commands =
    kind === 'check'
      ? [shell([apitest(ci, 'compile', '--check')])]
      : [
          ...(ci.before.length > 0 ? [shell(ci.before)] : []),
          shell([`${runCommand(ci, kind)}${kind === 'tests' ? '' : ` --report ${folder}`}`]),
        ]
  return block(
    `stage('${title}')`,
    [
      ...whenOf(ci, job),
      block('options', [`timeout(time: ${timeoutMinutes}, unit: 'MINUTES')`]),
      block('steps', inFolder(ci, commands)),
      // first what cannot fail: a command that does ends the block
      ...(kind === 'check'
        ? []
        : [block('post', [block('always', inFolder(ci, [...keepReport(folder), ...(ci.after.length > 0 ? [shell(ci.after)] : [])]))])]),
    ],
    explainJob({ jobs: [] }, kind),
  )
}

function keepReport(folder: string): string[] {
  return [
    `junit testResults: '${folder}/junit.xml', allowEmptyResults: true`,
    `archiveArtifacts artifacts: '${folder}/**', allowEmptyArchive: true`,
  ]
}

/** Commands in one shell, which ends at the first that fails. */
function shell(commands: readonly string[]): string {
  return `sh ${groovyText(commands.join('\n'))}`
}

function inFolder({ folder }: PlannedCi, lines: readonly string[]): GroovyLines {
  return folder === '' ? lines : [block(`dir(${groovyText(folder)})`, lines)]
}
