import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { gitlab } from '../../src/compiler/kinds/ci/gitlab/gitlab.ts'
import { github } from '../../src/compiler/kinds/ci/github/github.ts'
import { planSpec } from '../support/resolve-spec.ts'
import { specWith } from './ci-specs.ts'
import { hostile, poisoned, ranMore } from './hostile-texts.ts'
import { lintGithub } from './validators.ts'

describe.each(hostile.map((text) => [JSON.stringify(text), text]))('%s', (_shown, text) => {
  it('is a value and nothing else in a workflow of GitHub', async () => {
    const ci = await poisoned(text, 'github')
    const file = github.emit(ci)
    expect(parseAllDocuments(file)).toHaveLength(1)
    const { jobs, env } = parse(file) as { jobs: Record<string, { steps: { run?: string; env?: object }[] }>; env: Record<string, string> }
    expect(Object.keys(jobs)).toEqual(['check', 'tests', 'report', 'leaks', 'loads'])
    expect(env['VALUE']).toBe(text)
    const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    // the only expression is the one that writes two braces
    for (const run of runs) expect(run.replaceAll("${{ '${{' }}", '')).not.toContain('${{')
    expect(ranMore(runs)).toBe(false)
    expect((await lintGithub(file)).filter((finding) => /untrusted|potentially/.test(finding))).toEqual([])
  })

  it('is a value and nothing else in a pipeline of GitLab', async () => {
    const ci = await poisoned(text, 'gitlab')
    const file = gitlab.emit(ci)
    expect(parseAllDocuments(file)).toHaveLength(1)
    const pipeline = parse(file) as Record<string, { script?: string[]; before_script?: string[]; rules?: { if: string }[]; variables?: Record<string, string> }>
    // readers of YAML 1.1 take these for line breaks, also in a comment
    for (const line of file.split('\n').filter((one) => one.startsWith('#'))) expect(line).not.toMatch(/[\u0085\u2028\u2029]/)
    const names = ['', ':check', ':tests', ':report', ':leaks', ':loads'].map((job) => (job === '' ? `.apitest:${text}` : `apitest:${text}${job}`))
    expect(Object.keys(pipeline)).toEqual(names)
    const [base] = Object.values(pipeline)
    expect(base!.variables!['VALUE']).toBe(text)
    expect(ranMore(Object.values(pipeline).flatMap(({ script = [], before_script: before = [] }) => [...before, ...script]))).toBe(false)
    // a condition is one comparison of one variable with one text or pattern
    for (const { if: condition } of base!.rules!.slice(3)) expect(condition).toMatch(/^\$CI_COMMIT_(?:BRANCH|TAG) (?:== "[\w./-]+"|=~ \/\^(?:[\w.*-]|\\[!-~]|\\x\{[0-9A-F]+\}|[^\p{ASCII}])*\$\/)$/u)
  })
})

it('a name of a branch is matched as it is, and a star as anything', async () => {
  const plan = await planSpec(specWith('{ gitlab: { on: { push: ["release/*", "it\'s \\"$1.0\\"", main] } } }'))
  const { '.apitest': base } = parse(gitlab.emit(plan.ci![0]!)) as { '.apitest': { rules: { if: string }[] } }
  expect(base.rules.slice(3).map(({ if: condition }) => condition)).toEqual([
    '$CI_COMMIT_BRANCH =~ /^release\\/.*$/',
    '$CI_COMMIT_BRANCH =~ /^it\\x{27}s\\x{20}\\x{22}\\x{24}1\\.0\\x{22}$/',
    '$CI_COMMIT_BRANCH == "main"',
  ])
})
