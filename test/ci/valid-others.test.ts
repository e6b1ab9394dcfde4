import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatted } from '../support/formatted.ts'
import { requireComponent } from '../support/require-component.ts'
import { readJenkinsfile } from './jenkinsfile.ts'
import { otherFiles, otherSpecs } from './other-specs.ts'
import type { Other } from './other-specs.ts'
import { checkSchema } from './schema-check.ts'
import type { WithSchema } from './schema-check.ts'

const missing = requireComponent('check-jsonschema')
const systems = ['circleci', 'azure', 'bitbucket', 'woodpecker'] as const
const cases = Object.entries(otherSpecs)
const all = async (system: Other) => Promise.all(cases.map(async ([, files]) => (await otherFiles(files))[system]))

describe.skipIf(missing)(`the schema of the system${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  it.each(systems)('has nothing against any file for %s', async (system) => {
    expect(await checkSchema(system, await all(system))).toBe('')
  }, 60_000)

  const faults: readonly (readonly [WithSchema, string, (text: string) => string])[] = [
    ['circleci', 'an unknown key', (text) => text.replace('parallelism:', 'parallel:')],
    ['circleci', 'a job without steps', (text) => text.replaceAll(/^ {4}steps:/gm, '    step:')],
    ['azure', 'an unknown key of a job', (text) => text.replace('timeoutInMinutes:', 'timeoutMinutes:')],
    ['azure', 'a trigger that is none', (text) => text.replace('include: [main, master]', 'includes: [main, master]')],
    ['bitbucket', 'a limit that is no number', (text) => text.replace('max-time: 30', 'max-time: soon')],
    ['bitbucket', 'an unknown time to keep files', (text) => text.replace('capture-on: always', 'capture-on: often')],
    ['woodpecker', 'an unknown key of a step', (text) => text.replace('commands:', 'command:')],
    ['woodpecker', 'an unknown event', (text) => text.replace('event: pull_request', 'event: merge_request')],
  ]
  it.each(faults)('%s: finds %s', async (system, _name, fault) => {
    const text = (await otherFiles(otherSpecs['every job']!))[system]
    expect(fault(text)).not.toBe(text)
    expect(await checkSchema(system, [fault(text)])).toMatch(/validation errors/)
  }, 60_000)
})

describe('Jenkinsfiles', () => {
  it.each(cases)('%s: every line is one that a declarative pipeline has there', async (_name, files) => {
    const { jenkins } = await otherFiles(files)
    expect(readJenkinsfile(jenkins).problems, jenkins).toEqual([])
  })

  it.each([
    ['a brace too few', (text: string) => text.replace(/}\n$/, '')],
    ['a text that does not end', (text: string) => text.replace("'npm ci'", "'npm ci")],
    ['a step where a directive belongs', (text: string) => text.replace('steps {', 'script {')],
    ['a value of Groovy in a command', (text: string) => text.replace("'npm ci'", '"npm ci ${params.JOB}"')],
  ])('the reader finds %s', async (_name, fault) => {
    const { jenkins } = await otherFiles(otherSpecs['every job']!)
    expect(fault(jenkins)).not.toBe(jenkins)
    expect(readJenkinsfile(fault(jenkins)).problems).not.toEqual([])
  })
})

describe('a formatter changes nothing', () => {
  it.each(systems)('in any file for %s', async (system) => {
    for (const text of await all(system)) expect(await formatted('ci.yml', text)).toBe(text)
  }, 60_000)
})

describe('what the files say', () => {
  it('steps of Bitbucket have no keys but its own, which its schema lets pass', async () => {
    const known = ['name', 'max-time', 'caches', 'services', 'script', 'after-script', 'artifacts', 'condition']
    const keys = (await all('bitbucket')).flatMap((text) => stepsIn(parse(text)).flatMap((step) => Object.keys(step)))
    expect(new Set(keys)).toEqual(new Set(known))
  })

  it('jobs that they name exist, and results are kept whatever the tests said', async () => {
    for (const [, files] of cases) {
      const { circleci, azure } = await otherFiles(files)
      const circle = parse(circleci) as { jobs: Record<string, { steps: object[] }>; workflows: Record<string, { jobs: (string | Record<string, CircleEntry>)[] }> }
      for (const { jobs } of Object.values(circle.workflows)) {
        const entries = jobs.map((job): [string, CircleEntry] => (typeof job === 'string' ? [job, {}] : Object.entries(job)[0]!))
        const names = entries.map(([name]) => name)
        for (const [name, { type, requires = [] }] of entries) {
          if (type !== 'approval') expect(Object.keys(circle.jobs)).toContain(name)
          for (const need of requires) expect(names).toContain(typeof need === 'string' ? need : Object.keys(need)[0])
        }
      }
      expect(JSON.stringify(circle.jobs['tests']!.steps)).toContain('{"store_test_results":{"path":')
      const jobs = (parse(azure) as { jobs: { job: string; dependsOn?: string; steps: Record<string, unknown>[] }[] }).jobs
      for (const { dependsOn } of jobs) if (dependsOn !== undefined) expect(jobs.map(({ job }) => job)).toContain(dependsOn)
      expect(jobs.find(({ job }) => job === 'tests')!.steps).toContainEqual(expect.objectContaining({ task: 'PublishTestResults@2', condition: 'succeededOrFailed()' }))
    }
  })

  it('a manual or scheduled job runs then and not otherwise', async () => {
    const { circleci, azure, bitbucket, woodpecker, jenkins } = await otherFiles(otherSpecs['every job']!)
    expect(circleci).toMatch(/start-loads:\n +type: approval/)
    expect(azure).toContain("condition: and(succeeded(), eq(variables['Build.Reason'], 'Schedule'))")
    expect(azure).toContain("condition: eq('${{ parameters.job }}', 'loads')")
    const { custom, branches } = (parse(bitbucket) as { pipelines: Record<string, Record<string, unknown>> }).pipelines
    expect(Object.keys(custom!)).toEqual(['loads', 'scheduled'])
    expect(JSON.stringify(branches)).not.toMatch(/--only/)
    expect(JSON.stringify(custom!['scheduled'])).toMatch(/--only leaks/)
    expect(woodpecker).toMatch(/name: leaks\n +image: node:22\n +when:\n +- event: cron\n/)
    expect(jenkins).toMatch(/stage\('Leaks'\) \{\n +when \{\n +triggeredBy 'TimerTrigger'/)
  })
})

interface CircleEntry {
  readonly type?: string
  readonly requires?: readonly (string | object)[]
}

/** Everything below a key `step` or `final`. */
function stepsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => ((key === 'step' || key === 'final') ? [child as object] : stepsIn(child)))
}
