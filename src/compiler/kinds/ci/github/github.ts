import { apitest, fromRoot, jobOf, mergeCommand, reportFolder, runCommand } from '../../../ci/ci-commands.ts'
import { fileComment } from '../../../ci/file-comment.ts'
import { Commented, yamlFile } from '../../../ci/yaml-file.ts'
import type { CiMap, CiValue } from '../../../ci/yaml-file.ts'
import { problems } from '../../../diagnostics/problems.ts'
import type { PlannedCi, PlannedCiJob } from '../../../plan/plan.ts'
import type { GitHubCi } from '../../../../spec/types.gen.ts'
import type { CiKind } from '../ci-kind.ts'
import { actions } from './action-pins.ts'
import { condition, runsBesideTests, triggers } from './github-triggers.ts'
import { githubVariables } from './github-variables.ts'
import { plain } from './github-words.ts'

export const github: CiKind = {
  title: 'GitHub',
  path: 'ci/.github/workflows/apitest.yml',
  secretsPlace: 'a secret of the repository (Settings › Secrets and variables › Actions), write `${{ secrets.NAME }}` for it',
  variables: { prefixes: ['GITHUB_', 'RUNNER_'], names: githubVariables },
  scheduleInFile: true,
  isReference: (value) => value.includes('${{'),
  check: (ci, { report }) => {
    for (const key of ['install', 'before', 'after']) {
      for (const command of ci.get(key)?.items() ?? []) {
        const start = command.text?.indexOf('${{') ?? -1
        if (start >= 0) report(problems.expressionInCommand(key), { cursor: command, span: { start, end: start + 3 } })
      }
    }
  },
  emit: (ci) => yamlFile({ about: about(ci), content: workflow(ci), extra: ci.extra }),
}

function about(ci: PlannedCi): string[] {
  const settings = ci.expected.map(({ name, secret }) => `  ${name}: a ${secret ? 'secret' : 'variable'}`)
  return fileComment(ci, [
    'Actions are pinned by the commit of the release that stands beside them.',
    ...(settings.length > 0 ? ['', 'Needed in the settings of the repository, under Secrets and variables > Actions:', ...settings] : []),
  ])
}

function workflow(ci: PlannedCi): CiMap {
  const tests = jobOf(ci, 'tests')
  const jobs = ci.jobs.flatMap((job): (readonly [string, CiMap])[] => {
    const made = [job.kind, job.kind === 'check' ? checkJob(ci, job) : runJob(ci, job)] as const
    return job.kind === 'tests' && job.shards > 1 ? [made, ['report', reportJob(ci, job)]] : [made]
  })
  const variables = Object.fromEntries(ci.variables.map(({ name, value }) => [name, value]))
  return {
    name: ci.folder === '' ? 'API tests' : plain(`API tests of ${ci.folder}`),
    on: apart(triggers(ci)),
    permissions: apart({ contents: 'read' }),
    concurrency: apart(
      { group: '${{ github.workflow }}-${{ github.ref }}', 'cancel-in-progress': "${{ github.event_name == 'pull_request' }}" },
      'A newer push to a pull request ends the run of the older one.',
    ),
    ...(ci.folder !== '' && { defaults: apart({ run: { 'working-directory': plain(ci.folder) } }) }),
    ...(Object.keys(variables).length > 0 && { env: apart(variables) }),
    jobs: apart(
      Object.fromEntries(jobs.map(([name, job], at) => [name, new Commented(job, { above: explain(name, tests), apart: at > 0 })])),
    ),
  }
}

/** A part of the file of its own, below an empty line. */
function apart(value: CiValue, above?: string): Commented {
  return new Commented(value, { apart: true, above })
}

/** What the spec expects from the settings of the repository, which GitHub hands over only when told to: to jobs that start something. */
function expected(ci: PlannedCi): CiMap {
  return Object.fromEntries(ci.expected.map(({ name, secret }) => [name, `\${{ ${secret ? 'secrets' : 'vars'}.${name} }}`]))
}

function explain(name: string, tests: PlannedCiJob | undefined): string {
  const texts: Readonly<Record<string, string>> = {
    check: 'The spec is valid, and the committed files are those that it compiles to.',
    tests: tests !== undefined && tests.shards > 1 ? 'The tests, divided among jobs side by side.' : 'The tests. Locally the same command.',
    report: 'One report of all shards; fails when one of them failed or is missing.',
    leaks: 'Leak windows.',
    loads: 'Load profiles.',
  }
  return texts[name]!
}

function checkJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  return { ...frame(ci, job), steps: [...setUp(ci), { name: 'Check', run: plain(apitest(ci, 'compile', '--check')) }] }
}

function runJob(ci: PlannedCi, job: PlannedCiJob): CiMap {
  const kind = job.kind as 'tests' | 'leaks' | 'loads'
  const sharded = job.shards > 1
  const shard = sharded ? { part: '"$SHARD"', folder: `${reportFolder}/shard` } : undefined
  const waits = kind !== 'tests' && runsBesideTests(job, jobOf(ci, 'tests'))
  return {
    ...(waits && { needs: 'tests' }),
    ...frame(ci, job),
    ...(sharded && {
      strategy: { 'fail-fast': false, matrix: { shard: Array.from({ length: job.shards }, (_, at) => at + 1) } },
    }),
    ...(ci.expected.length > 0 && { env: expected(ci) }),
    steps: [
      ...setUp(ci),
      ...(ci.before.length > 0 ? [{ name: 'Before', run: script(ci.before) }] : []),
      {
        name: { tests: 'Tests', leaks: 'Leaks', loads: 'Loads' }[kind],
        ...(sharded && { env: { SHARD: `\${{ matrix.shard }}/${job.shards}` } }),
        run: plain(runCommand(ci, kind, shard)),
      },
      ...(ci.after.length > 0 ? [{ name: 'After', if: 'always()', run: script(ci.after) }] : []),
      keepReport(
        ci,
        sharded
          ? { name: `${prefix(ci)}-shard-\${{ matrix.shard }}`, path: `${reportFolder}/shard/` }
          : { name: `${prefix(ci)}-${kind}`, path: `${reportFolder}/` },
      ),
    ],
  }
}

function reportJob(ci: PlannedCi, tests: PlannedCiJob): CiMap {
  const wanted = condition(ci, tests)
  return {
    needs: 'tests',
    if: wanted === undefined ? '!cancelled()' : `!cancelled() && (${wanted})`,
    'runs-on': runner(ci),
    'timeout-minutes': 10,
    steps: [
      ...setUp(ci),
      { ...uses(actions.downloadArtifact, { pattern: `${prefix(ci)}-shard-*`, path: plain(`${fromRoot(ci, reportFolder)}/`) }) },
      { name: 'Report', run: mergeCommand(`${reportFolder}/${prefix(ci)}-shard-*`) },
      keepReport(ci, { name: `${prefix(ci)}-tests`, path: `${reportFolder}/` }),
    ],
  }
}

/** What every job says before its steps. */
function frame(ci: PlannedCi, job: PlannedCiJob): CiMap {
  return { if: condition(ci, job), 'runs-on': runner(ci), 'timeout-minutes': job.timeoutMinutes }
}

function runner(ci: PlannedCi): string {
  return (ci.own as GitHubCi).runsOn ?? 'ubuntu-latest'
}

function setUp(ci: PlannedCi): CiMap[] {
  const { node = '22' } = ci.own as GitHubCi
  // setup-node fails where there is nothing to cache by
  const cached = ci.install.includes('npm ci')
  const lock = ci.folder === '' ? {} : { 'cache-dependency-path': plain(fromRoot(ci, 'package-lock.json')) }
  return [
    uses(actions.checkout, { 'persist-credentials': false }),
    uses(actions.setupNode, { 'node-version': node, ...(cached && { cache: 'npm', ...lock }) }),
    { name: 'Install', run: script(ci.install) },
  ]
}

function keepReport(ci: PlannedCi, { name, path }: { readonly name: string; readonly path: string }): CiMap {
  return {
    name: 'Keep the report',
    if: '!cancelled()',
    ...uses(actions.uploadArtifact, {
      name,
      path: plain(fromRoot(ci, path)),
      'if-no-files-found': 'ignore',
      'retention-days': 14,
      overwrite: true,
    }),
  }
}

/** Artifacts of several projects share one run. */
function prefix({ folder }: PlannedCi): string {
  return folder === '' ? 'apitest' : `apitest-${folder.replaceAll(/[^\w.-]+/g, '-')}`
}

function uses(action: { readonly uses: string; readonly release: string }, input: CiMap): CiMap {
  return { uses: new Commented(action.uses, { beside: action.release }), with: input }
}

/** Commands of the user, one a line; expressions have been refused. */
function script(commands: readonly string[]): string {
  return commands.length === 1 ? commands[0]! : `${commands.join('\n')}\n`
}
