import { apitest, fromRoot, jobOf, mergeCommand, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { addNode as addNodeCommand, dockerImage } from '../../../ci/docker-image.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { enterFolder, usesNpm } from '../../../ci/job-commands.ts'
import { fileName } from '../../../ci/plan-pipeline.ts'
import { shellWord } from '../../../ci/shell-word.ts'
import { Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { GitLabCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { dockerParts } from './gitlab-docker.ts'
import { rulesOf } from './gitlab-rules.ts'
import { gitlabVariables } from './gitlab-variables.ts'

export const gitlab: CiKind = {
  title: 'GitLab',
  path: 'ci/.gitlab/apitest.gitlab-ci.yml',
  secretsPlace: 'a masked variable of the project (Settings › CI/CD › Variables), which every job gets',
  variables: { prefixes: ['CI_', 'GITLAB_'], names: gitlabVariables },
  scheduleInFile: false,
  isReference: (value) => /\$(?:\{\w+\}|\w+)/.test(value),
  check: () => {},
  emit: (ci) => yamlFile({ about: about(ci), content: pipeline(ci), extra: ci.extra, dialect: '1.1' }),
}

const codeQuality = 'gl-code-quality-report.json'

function about(ci: PlannedCi): string[] {
  const { schedule } = ci.triggers
  const { stage } = ci.own as GitLabCi
  const use = isWhole(ci)
    ? []
    : [
        '',
        `To use it, include it in .gitlab-ci.yml${stage === undefined ? '' : `, with the stage ${stage} among its \`stages\``}:`,
        '  include:',
        `    - local: ${fromRoot(ci, ci.pathFromProject)}`,
      ]
  const settings = ci.expected.map(({ name, secret }) => `  ${name}${secret ? ' (masked)' : ''}`)
  return fileComment(ci, [
    ...use,
    ...(settings.length > 0 ? ['', 'The jobs need these variables from Settings > CI/CD > Variables:', ...settings] : []),
    ...(schedule !== undefined || ci.jobs.some(({ when }) => when === 'schedule')
      ? [
          '',
          `GitLab keeps schedules outside of this file: set one up under Build > Pipeline schedules${schedule === undefined ? '' : `, at ${schedule}`}.`,
        ]
      : []),
  ])
}

/** `.gitlab-ci.yml` itself, and not a file that it includes. */
function isWhole(ci: PlannedCi): boolean {
  return fileName(ci) === '.gitlab-ci.yml'
}

function pipeline(ci: PlannedCi): CiMap {
  const names = jobNames(ci)
  const tests = jobOf(ci, 'tests')
  const { stage = 'test' } = ci.own as GitLabCi
  const jobs = ci.jobs.flatMap((job): (readonly [string, CiMap])[] => {
    const made = [names[job.kind], job.kind === 'check' ? checkJob(ci, job) : runJob(ci, job)] as const
    return job.kind === 'tests' && job.shards > 1 ? [made, [names.report, reportJob(ci, job)]] : [made]
  })
  return {
    ...(isWhole(ci) && { stages: [stage] }),
    [names.base]: new Commented(baseJob(ci), { above: 'What the jobs below have in common.', apart: true }),
    ...Object.fromEntries(jobs.map(([name, job]) => [name, new Commented(job, { above: explain(name, names, tests), apart: true })])),
  }
}

/** Names that do not collide where several projects of one repository are included. */
function jobNames({ folder }: Pick<PlannedCi, 'folder'>) {
  const prefix = folder === '' ? 'apitest' : `apitest:${folder}`
  return {
    base: `.${prefix}`,
    check: `${prefix}:check`,
    tests: `${prefix}:tests`,
    report: `${prefix}:report`,
    leaks: `${prefix}:leaks`,
    loads: `${prefix}:loads`,
  } as const
}

function explain(name: string, names: ReturnType<typeof jobNames>, tests: PlannedCiJob | undefined): string {
  const texts: Readonly<Record<string, string>> = {
    [names.check]: 'The spec is valid, and the committed files are those that it compiles to.',
    [names.tests]:
      tests !== undefined && tests.shards > 1 ? 'The tests, divided among jobs side by side.' : 'The tests. Locally the same command.',
    [names.report]: 'One report of all shards; fails when one of them failed or is missing.',
    [names.leaks]: 'Leak windows.',
    [names.loads]: 'Load profiles.',
  }
  return texts[name]!
}

function baseJob(ci: PlannedCi): CiMap {
  const { image = ci.docker === 'none' ? 'node:22' : dockerImage, stage = 'test', tags } = ci.own as GitLabCi
  const docker = dockerParts(ci)
  const npm = usesNpm(ci)
  return {
    image,
    stage,
    ...(tags !== undefined && { tags }),
    interruptible: true,
    services: docker.services,
    variables: {
      ...docker.variables,
      ...(npm && { npm_config_cache: '$CI_PROJECT_DIR/.npm' }),
      ...Object.fromEntries(ci.variables.map(({ name, value }) => [name, value])),
    },
    ...(npm && { cache: { key: { files: [fromRoot(ci, 'package-lock.json')] }, paths: ['.npm/'] } }),
    before_script: [...enterFolder(ci), ...addNode(ci, image), ...ci.install, ...docker.before, ...ci.before],
    ...(ci.after.length > 0 && { after_script: [...enterFolder(ci), ...ci.after] }),
    rules: rulesOf(ci, 'always'),
  }
}

function checkJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const { image } = ci.own as GitLabCi
  return {
    extends: jobNames(ci).base,
    // it starts nothing, so it needs neither an engine nor what comes before tests
    ...(ci.docker !== 'none' && { ...(image === undefined && { image: 'node:22' }), services: [] }),
    ...(ci.docker !== 'none' || ci.before.length > 0 ? { before_script: [...enterFolder(ci), ...ci.install] } : {}),
    ...(ci.after.length > 0 && { after_script: [] }),
    ...startOf(ci, job),
    script: [apitest(ci, 'validate', '--format gitlab', `> ${codeQuality}`), apitest(ci, 'compile', '--check')],
    artifacts: { when: 'always', reports: { codequality: fromRoot(ci, codeQuality) } },
  }
}

function runJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const kind = job.kind as 'tests' | 'leaks' | 'loads'
  const sharded = job.shards > 1
  const shard = sharded ? { part: '"$CI_NODE_INDEX/$CI_NODE_TOTAL"', folder: `"${reportFolder}/shard-$CI_NODE_INDEX"` } : undefined
  const coverage = kind === 'tests' && !sharded ? ci.coverage : undefined
  return {
    extends: jobNames(ci).base,
    ...startOf(ci, job),
    ...(sharded && { parallel: job.shards }),
    script: [runCommand(ci, kind, shard), ...(coverage === undefined ? [] : [coverageCommand(coverage)])],
    // not from the start of the line, where runners may write the time
    ...(coverage !== undefined && { coverage: '/TOTAL.*\\s(\\d+(?:\\.\\d+)?%)$/' }),
    artifacts: reportArtifacts(ci, sharded ? `${reportFolder}/shard-*/junit.xml` : `${reportFolder}/junit.xml`),
  }
}

function coverageCommand({ folder, python }: NonNullable<PlannedCi['coverage']>): string {
  const command = `${shellWord(python)} -m coverage report`
  return folder === '' || folder === '.' ? command : `(cd ${shellWord(folder)} && ${command})`
}

function reportJob(ci: PlannedCi, { when }: PlannedCiJob): CiMap {
  return {
    extends: jobNames(ci).base,
    ...(ci.docker !== 'none' && { ...((ci.own as GitLabCi).image === undefined && { image: 'node:22' }), services: [] }),
    ...(ci.docker !== 'none' || ci.before.length > 0 ? { before_script: [...enterFolder(ci), ...ci.install] } : {}),
    ...(ci.after.length > 0 && { after_script: [] }),
    needs: [jobNames(ci).tests],
    rules: rulesOf(ci, when === 'manual' ? 'always' : when, { when: when === 'manual' ? 'on_success' : 'always' }),
    script: [mergeCommand(`${reportFolder}/shard-*`)],
    artifacts: { when: 'always', expire_in: '2 weeks', paths: [`${fromRoot(ci, reportFolder)}/`] },
  }
}

function reportArtifacts(ci: PlannedCi, junit: string): CiMap {
  return {
    when: 'always',
    expire_in: '2 weeks',
    paths: [`${fromRoot(ci, reportFolder)}/`],
    reports: { junit: fromRoot(ci, junit) },
  }
}

/** When the job starts, and what it waits for: leaks and loads for tests that passed. */
function startOf(ci: PlannedCi, { kind, when, timeoutMinutes }: PlannedCiJob): CiMap {
  const tests = jobOf(ci, 'tests')
  const waits = (kind === 'leaks' || kind === 'loads') && tests !== undefined
  const need: CiValue = { job: jobNames(ci).tests, artifacts: false, ...(tests?.when !== 'always' && { optional: true }) }
  return {
    ...(when !== 'always' && { rules: rulesOf(ci, when) }),
    needs: waits ? [need] : [],
    timeout: `${timeoutMinutes}m`,
  }
}

/** Docker's image is Alpine without Node; an image that the spec names has what its author put there. */
function addNode(ci: PlannedCi, image: string): string[] {
  return image === dockerImage && (ci.own as GitLabCi).image === undefined ? [addNodeCommand] : []
}
