import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { packPackage } from '../support/packed-project.ts'
import { requireComponent } from '../support/require-component.ts'
import type { CiJob } from './ci-job.ts'
import type { Other } from './other-specs.ts'
import { npmCache, pipelineProject } from './pipeline-project.ts'
import type { PipelineProject } from './pipeline-project.ts'
import { readAzure } from './readers/read-azure.ts'
import { readBitbucket } from './readers/read-bitbucket.ts'
import { readCircleci } from './readers/read-circleci.ts'
import { jenkinsJobs, readJenkinsfiles } from './readers/read-jenkins.ts'
import { readWoodpecker } from './readers/read-woodpecker.ts'
import { runJobs } from './run-jobs.ts'

const settings = { SHOP_TOKEN: 'a secret of the shop' }
const missing = requireComponent('groovy')

interface System {
  readonly output: string
  read(file: string): readonly CiJob[]
  /** What runs for a pull request, and where the report of the tests is kept. */
  readonly green: readonly string[]
  readonly red: readonly string[]
  /** Files that are kept after a failure, with what stands in them. */
  readonly kept?: string
}

const sharded = { green: ['check passed', 'tests 1 passed', 'tests 2 passed', 'report passed'], red: ['check passed', 'tests 1 failed', 'tests 2 passed', 'report failed'] }
const systems: Readonly<Record<Other, System>> = {
  circleci: {
    output: '.circleci/config.yml',
    read: readCircleci,
    green: ['check passed', 'tests 0 passed', 'tests 1 passed', 'report passed'],
    red: ['check passed', 'tests 0 failed', 'tests 1 passed', 'report failed'],
    kept: 'artifacts-tests/apitest-report/shard-1/junit.xml',
  },
  azure: { output: 'azure-pipelines.yml', read: (file) => readAzure(file, settings), ...sharded, kept: 'apitest-shard-1-1/junit.xml' },
  bitbucket: {
    output: 'bitbucket-pipelines.yml',
    read: readBitbucket,
    green: ['Check passed', 'Tests 1 of 2 passed', 'Tests 2 of 2 passed', 'Report passed'],
    red: ['Check passed', 'Tests 1 of 2 failed', 'Tests 2 of 2 passed', 'Report failed'],
    kept: 'shared-shard-1/test-results/shard-1/junit.xml',
  },
  woodpecker: {
    output: '.woodpecker/apitest.yaml',
    read: (file) => readWoodpecker(file, settings),
    green: ['install passed', 'check passed', 'tests passed', 'after-tests passed'],
    red: ['install passed', 'check passed', 'tests failed', 'after-tests passed'],
  },
  jenkins: {
    output: 'Jenkinsfile',
    read: (file) => {
      const [pipeline] = readJenkinsfiles([file])
      expect(pipeline!.problem).toBeUndefined()
      return jenkinsJobs(pipeline!, settings)
    },
    green: ['Install passed', 'Check passed', 'Tests passed'],
    red: ['Install passed', 'Check passed', 'Tests failed'],
    kept: 'junit-Tests/apitest-report/junit.xml',
  },
}

let packed: ReturnType<typeof packPackage> | undefined
let project: PipelineProject
let installed: string | undefined

beforeAll(() => {
  packed = packPackage()
  project = pipelineProject('quickstart', { tarball: packed.tarball, lines: ['test-results/', 'apitest-report-*/'] })
  project.edit('apitest.yaml', (text) =>
    text
      .replace('\nci:\n', `\nci:\n${pipelineOf('circleci', 'jobs: { tests: { shards: 2 } }')}${pipelineOf('azure', 'jobs: { tests: { shards: 2 } }')}${pipelineOf('bitbucket', 'jobs: { tests: { shards: 2 } }')}${pipelineOf('woodpecker', 'docker: none')}${pipelineOf('jenkins', 'on: { push: [main] }')}`)
      .replace('\nservices:\n', '\nenv: { SHOP_TOKEN: { required: true, secret: true } }\nservices:\n')
      .replace('get: /health\n    expect:', 'get: /health\n    headers: { x-token: "${env.SHOP_TOKEN}" }\n    expect:'),
  )
  project.commit()
  installed = mkdtempSync(path.join(tmpdir(), 'apitest-installed-'))
  execFileSync('git', ['clone', '-q', project.folder, path.join(installed, 'project')])
  execFileSync('npm', ['ci', '--silent'], { cwd: path.join(installed, 'project'), env: { ...process.env, ...npmCache().env } })
  // other tests install in every job; here `npm ci` links what it brought once
  mkdirSync(path.join(installed, 'bin'))
  writeFileSync(path.join(installed, 'bin/npm'), `#!/bin/sh\n[ "$*" = ci ] && exec cp -al ${installed}/project/node_modules .\necho "unexpected: npm $*" >&2\nexit 1\n`, { mode: 0o755 })
}, 240_000)

afterAll(() => {
  project?.remove()
  packed?.remove()
  if (installed !== undefined) rmSync(installed, { recursive: true, force: true })
})

function run(jobs: readonly CiJob[]) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'apitest-jobs-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  return runJobs(jobs, { repository: project.folder, scratch, env: { ...settings, PATH: `${installed}/bin:${process.env['PATH']}` } })
}

const skips = (system: string) => system === 'jenkins' && missing !== undefined
describe.each(Object.keys(systems) as Other[])('%s', (name) => {
  const { output, read, green, red, kept } = systems[name]
  const timeout = 240_000
  const testHere = test.skipIf(skips(name))
  const note = skips(name) ? ` (skipped: ${missing})` : ''

  testHere(`the commands of its file pass one after the other in clean clones${note}`, { timeout }, async () => {
    const { verdicts, output: log } = await run(read(project.read(output)))
    expect(verdicts, log).toEqual(green)
    expect(log).toContain('before in two words')
    expect(log).toContain('after in two words')
    expect(log).toContain('4 passed')
    expect(log).not.toContain(settings.SHOP_TOKEN)
  })

  testHere(`a wrong answer fails the tests, and the report is kept all the same${note}`, { timeout }, async () => {
    project.edit('server.js', (text) => text.replace("status: 'ok'", "status: 'sick'"))
    project.commitAsItIs()
    try {
      const { verdicts, output: log, kept: folder } = await run(read(project.read(output)))
      expect(verdicts, log).toEqual(red)
      expect(log).toContain('after in two words')
      if (kept === undefined) return
      const junit = path.join(folder, kept)
      expect(existsSync(junit), junit).toBe(true)
      expect(readFileSync(junit, 'utf8')).toMatch(/<failure message="apitest\.yaml:\d+:/)
    } finally {
      project.edit('server.js', (text) => text.replace("status: 'sick'", "status: 'ok'"))
      project.commitAsItIs()
    }
  })

  testHere(`a command that does not exist is seen${note}`, { timeout }, async () => {
    const file = project.read(output).replaceAll('apitest compile --check', 'apitest compare --check')
    expect(file).not.toBe(project.read(output))
    const { verdicts } = await run(read(file).filter(({ name: job }) => !/^tests|^report/i.test(job)))
    expect(verdicts.find((verdict) => /^check/i.test(verdict))).toMatch(/failed$/)
  })
})

function pipelineOf(system: Other, jobs: string): string {
  return `  ${system}: { output: ${systems[system].output}, variables: { PLACE: "two words" }, before: ['echo "before in $PLACE"'], after: ['echo "after in $PLACE"'], ${jobs} }\n`
}
