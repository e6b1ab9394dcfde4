import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { formatted } from '../support/formatted.ts'
import { ciFiles, ciSpecs } from './ci-specs.ts'
import { lintGithub, lintGitlab } from './validators.ts'

const cases = Object.entries(ciSpecs)

describe('GitHub workflows', () => {
  it.each(cases)('%s: actionlint has nothing against it', async (_name, files) => {
    const { github } = await ciFiles(files)
    expect(await lintGithub(github), github).toEqual([])
  })

  it.each(cases)('%s: every action is pinned by a commit, with its release beside it', async (_name, files) => {
    const { github } = await ciFiles(files)
    const uses = github.split('\n').filter((line) => line.includes('uses:'))
    expect(uses.length).toBeGreaterThan(0)
    for (const line of uses) expect(line).toMatch(/uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it.each(cases)('%s: the token may read, and nothing else', async (name, files) => {
    const { permissions } = parse((await ciFiles(files)).github) as { permissions: unknown }
    expect(permissions).toEqual(name === 'keys of the system' ? { contents: 'read', checks: 'write' } : { contents: 'read' })
  })
})

describe('GitLab pipelines', () => {
  it.each(cases)('%s: gitlab-ci-local and the schema of GitLab have nothing against it', async (_name, files) => {
    const { gitlab } = await ciFiles(files)
    expect(await lintGitlab(gitlab), gitlab).toBe('')
  })
})

describe('a formatter changes nothing', () => {
  it.each(cases)('%s', async (_name, files) => {
    const { gitlab, github } = await ciFiles(files)
    expect(await formatted('ci.yml', gitlab)).toBe(gitlab)
    expect(await formatted('ci.yml', github)).toBe(github)
  })
})

describe('the validators see what they are asked about', () => {
  it.each([
    ['a job that waits for none', (text: string) => text.replace('needs: tests', 'needs: test')],
    ['an unknown key', (text: string) => text.replace('runs-on:', 'run-on:')],
    ['an unknown context', (text: string) => text.replace('matrix.shard', 'matrix.shards')],
    ['a cron that is none', (text: string) => text.replace('0 3 * * *', '0 3 * *')],
    ['an unknown permission', (text: string) => text.replace('contents: read', 'content: read')],
    ['a title of a pull request in a command', (text: string) => text.replace('run: npm ci', 'run: echo "${{ github.event.pull_request.title }}"')],
  ])('actionlint: %s', async (_name, fault) => {
    const text = (await ciFiles(ciSpecs['every job']!)).github
    expect(fault(text)).not.toBe(text)
    expect(await lintGithub(fault(text))).not.toEqual([])
  })

  it.each([
    ['a job that waits for none', (text: string) => text.replace('needs: [apitest:tests]', 'needs: [apitest:test]')],
    ['an unknown stage', (text: string) => text.replace('stage: test', 'stage: tests')],
    ['an unknown key', (text: string) => text.replace('interruptible:', 'interruptable:')],
    ['a job without a script', (text: string) => text.replaceAll(/ {2}script:\n(?: {4}- .*\n)+/g, '')],
    ['an unknown job to extend', (text: string) => text.replace('extends: .apitest', 'extends: .api')],
    ['a condition that is none', (text: string) => text.replace('== "schedule"', '= "schedule"')],
    ['an unknown time to start', (text: string) => text.replace('when: manual', 'when: by_hand')],
  ])('gitlab-ci-local: %s', async (_name, fault) => {
    const text = (await ciFiles(ciSpecs['every job']!)).gitlab
    expect(fault(text)).not.toBe(text)
    expect(await lintGitlab(fault(text))).not.toBe('')
  })
})
