import { describe, expect, it } from 'vitest'
import { renderGithubAnnotations, renderGithubSummary } from './github.ts'
import { hostileText, sampleFailure, sampleRun, sampleTest } from './sample-run.testing.ts'

describe('annotations', () => {
  it('put every failure on its line of the YAML, and warn of flaky tests', () => {
    expect(renderGithubAnnotations(sampleRun(), { prefix: 'api/' }).split('\n')).toEqual([
      '::error file=api/apitest.yaml,line=14,col=15,title=sku-recommender › sample request returns more than 0 sku::status: expected 200, got 500',
      '::error file=api/apitest.yaml,line=15,col=37,title=sku-recommender › sample request returns more than 0 sku::size of $.sku: expected > 0, got 0%0Ahint: The model answers with an empty list when it is not loaded',
      '::warning file=api/apitest.yaml,line=14,col=15,title=sku-recommender › create%2C then read › sku=def (flaky)::time: expected < 500ms, got 1.312s',
      '::error file=api/tests/items.apitest.yaml,line=8,col=7,title=items › the whole answer of a list::body differs in 3 places%0A$.items[1].name: expected "c", got "b"%0A$.items[2]: missing, expected {"name": "d"}%0A$.total: expected 3 (a number), got "3" (a string)',
      '',
    ])
  })

  it('say nothing of a green run', () => {
    expect(renderGithubAnnotations(sampleRun({ suites: [{ name: 's', tests: [sampleTest()] }] }))).toBe('')
  })

  it('cannot be broken out of', () => {
    const test = sampleTest({
      name: hostileText,
      state: 'failed',
      failures: [sampleFailure({ message: hostileText, place: { file: 'a,b:c%.yaml', line: 1, column: 2 } })],
    })
    const lines = renderGithubAnnotations(sampleRun({ suites: [{ name: 's', tests: [test] }] })).split(/\r|\n/)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^::error file=a%2Cb%3Ac%25\.yaml,line=1,col=2,title=[^:,\r\n]*::[^\r\n]*$/)
    expect(lines[0]).toContain('%250A%0D%0A')
  })

  it('a failed test without a recorded failure is still annotated', () => {
    expect(renderGithubAnnotations(sampleRun({ suites: [{ name: 's', tests: [sampleTest({ state: 'failed' })] }] }))).toContain(
      'line=10,col=3',
    )
  })
})

/** Undoes the character references, as a reader of the rendered page would. */
const read = (markdown: string): string => markdown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

describe('the step summary', () => {
  it('shows the verdict, the failures with their lines, and what did not run', () => {
    expect(read(renderGithubSummary(sampleRun()))).toBe(`## ❌ sku-recommender: 2 failed, 2 passed, 1 flaky, 1 skipped, 1 not run

Took 4.21s · seed 81923 · Node v20.20.0

| Test | Line | Failure |
| --- | --- | --- |
| sku-recommender › sample request returns more than 0 sku | apitest.yaml:14:15 | status: expected 200, got 500 |
| sku-recommender › sample request returns more than 0 sku | apitest.yaml:15:37 | size of $.sku: expected > 0, got 0 |
| items › the whole answer of a list | tests/items.apitest.yaml:8:7 | body differs in 3 places<br>$.items[1].name: expected "c", got "b"<br>$.items[2]: missing, expected {"name": "d"}<br>$.total: expected 3 (a number), got "3" (a string) |

<details><summary>Flaky (passed on retry): 1</summary>

- sku-recommender › create, then read › sku=def apitest.yaml:10:3

</details>

<details><summary>Skipped: 1</summary>

- items › waits for the ticket: ticket 12

</details>

<details><summary>Not run: 2</summary>

- leak predict keeps its memory
- load peak

</details>
`)
  })

  it('links places to their lines', () => {
    const summary = renderGithubSummary(sampleRun(), { sourceUrl: 'https://example.test/blob/abc/', prefix: 'api (x)/' })
    expect(summary).toContain('](https://example.test/blob/abc/api%20%28x%29/apitest.yaml#L14)')
  })

  it('hostile names mean only themselves', () => {
    const test = sampleTest({ name: hostileText, state: 'failed', failures: [sampleFailure({ message: hostileText })] })
    const summary = renderGithubSummary(sampleRun({ name: hostileText, suites: [{ name: hostileText, tests: [test] }] }))
    const row = summary.split('\n').find((line) => line.startsWith('| s') || line.startsWith('| &'))
    expect(row?.replace(/&#\d+;|<br>/g, '')).toMatch(/^\| [\p{L}\p{N} ,;()�›-]*\| [\p{L}\p{N} ]*\| [\p{L}\p{N} ,;()�-]*\|$/u)
    expect(summary).not.toContain('<script')
    expect(summary).not.toContain('@team')
  })

  it('stays short for thousands of failures', () => {
    const tests = Array.from({ length: 5000 }, () => sampleTest({ state: 'failed', failures: [sampleFailure()] }))
    const summary = renderGithubSummary(sampleRun({ suites: [{ name: 's', tests }] }))
    expect(summary).toContain('and 4900 more')
    expect(summary.length).toBeLessThan(200_000)
  })
})
