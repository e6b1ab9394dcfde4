import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { ciKinds } from '../../src/compiler/kinds/ci/ci-kinds.ts'
import { hostile, hostileElsewhere, poisoned, ranMore } from './hostile-texts.ts'
import { readJenkinsfile } from './jenkinsfile.ts'

interface Step {
  readonly script?: string
  readonly env?: Readonly<Record<string, string>>
}

describe.each([...hostile, ...hostileElsewhere].map((text) => [JSON.stringify(text), text]))('%s', (_shown, text) => {
  it('is a value and nothing else for CircleCI', async () => {
    const file = ciKinds.circleci.emit(await poisoned(text, 'circleci'))
    expect(parseAllDocuments(file)).toHaveLength(1)
    const { jobs } = parse(file) as { jobs: Record<string, { environment?: Record<string, string>; steps: { run?: { command: string } }[] }> }
    expect(Object.keys(jobs)).toEqual(['check', 'tests', 'report', 'leaks', 'loads'])
    expect(asCircleReads(jobs['tests']!.environment!['VALUE']!)).toBe(text)
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run?.command ?? []))
    for (const command of commands) expect(command.replaceAll(String.raw`\<<`, '')).not.toContain('<<')
    expect(ranMore(commands.map(asCircleReads))).toBe(false)
  })

  it('is a value and nothing else for Azure', async () => {
    const file = ciKinds.azure.emit(await poisoned(text, 'azure'))
    expect(parseAllDocuments(file)).toHaveLength(1)
    const { jobs } = parse(file) as { jobs: { job: string; steps: Step[] }[] }
    expect(jobs.map(({ job }) => job)).toEqual(['check', 'tests', 'report', 'leaks', 'loads'])
    const steps = jobs.flatMap(({ steps: all }) => all)
    for (const { env } of steps) if (env !== undefined) expect(env).toEqual({ WANTED: '$(WANTED)', VALUE: text })
    expect(steps.filter(({ env }) => env !== undefined)).toHaveLength(3)
    const scripts = steps.flatMap(({ script }) => script ?? []).map((script) => script.replaceAll("${{ '${{' }}", '\0'))
    for (const script of scripts) expect(script).not.toMatch(/\$\{\{|\$\(/)
    expect(ranMore(scripts.map((script) => script.replaceAll('\0', '${{')))).toBe(false)
  })

  it('is a value and nothing else for Bitbucket', async () => {
    const file = ciKinds.bitbucket.emit(await poisoned(text, 'bitbucket'))
    expect(parseAllDocuments(file)).toHaveLength(1)
    const { pipelines } = parse(file) as { pipelines: Record<string, unknown> }
    expect(Object.keys(pipelines)).toEqual(['pull-requests', 'branches', 'tags', 'custom'])
    expect(Object.keys(pipelines['custom'] as object)).toEqual(['loads'])
    const scripts = scriptsIn(pipelines)
    expect(scripts.length).toBeGreaterThan(5)
    for (const script of scripts) expect(ranMore(script)).toBe(false)
    const line = scripts.flat().find((command) => command.startsWith('export VALUE='))!
    const [reference] = /\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*/.exec(text) ?? []
    const value = execFileSync('bash', ['-c', `${line}\nprintf %s "$VALUE"`], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    // names of variables are what they name, and none of these is set
    expect(value).toBe(reference === undefined ? text : text.replaceAll(reference, ''))
  })

  it('is a value and nothing else for Woodpecker', async () => {
    const written = ciKinds.woodpecker.emit(await poisoned(text, 'woodpecker'))
    // what Woodpecker does before it reads the YAML
    const open = written.replaceAll('$${', '\0')
    for (const [found] of open.matchAll(/\$\{[^\n]*/g)) expect(found).toMatch(/^\$\{CI_[A-Z_]+\}/)
    const file = open.replaceAll('\0', '${')
    expect(parseAllDocuments(file)).toHaveLength(1)
    const { steps } = parse(file) as { steps: { name: string; commands: string[]; environment?: Record<string, unknown> }[] }
    expect(steps.map(({ name }) => name)).toEqual(['install', 'check', 'tests', 'leaks', 'loads'])
    expect(steps[2]!.environment).toMatchObject({ VALUE: text, WANTED: { from_secret: 'WANTED' } })
    for (const { commands } of steps) expect(ranMore(commands)).toBe(false)
    for (const command of steps.flatMap(({ commands }) => commands)) expect(command).not.toContain('${')
  })

  it('is a value and nothing else for Jenkins', async () => {
    const file = ciKinds.jenkins.emit(await poisoned(text, 'jenkins'))
    const { problems, commands, stages } = readJenkinsfile(file)
    expect(problems, file).toEqual([])
    expect(stages).toEqual(['Install', 'Check', 'Tests', 'Leaks', 'Loads'])
    expect(ranMore(commands)).toBe(false)
  })
})

function asCircleReads(written: string): string {
  return written.replaceAll(String.raw`\<<`, '<<')
}

/** Every list of commands, wherever it stands. */
function scriptsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => (key === 'script' ? [child as string[]] : scriptsIn(child)))
}
