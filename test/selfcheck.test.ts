import { statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { SelfcheckResult } from '../src/cli/selfcheck/selfcheck-result.ts'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const spec = (weak: string) => `version: 1
name: shop
env:
  API_KEY: { required: true, secret: true }
services:
  shop:
    process: { command: node server.mjs, ready: { http: /health } }
tests:
  items:
    get: /items
    expect:
      status: 200
      jsonPath:
        $.items[0].name: a
        ${weak}
  the key comes back:
    steps:
      - post: /echo
        json: { key: "\${env.API_KEY}" }
        expect:
          jsonPath:
            $.body.key: { equals: "\${env.API_KEY}", matches: "^k-[0-9]+$" }
  later:
    skip: not built yet
    get: /later
    expect: { status: 200 }
`

const planted = '$.items[*].name: { each: { matches: ".*" } }'
const env = { API_KEY: 'k-20011107' }

function shop(text: string): TemporaryProject {
  return temporaryProject({ 'apitest.yaml': text, 'server.mjs': shopServer })
}

/** When the last run wrote its results. */
function recorded({ folder }: TemporaryProject): number {
  return statSync(path.join(folder, 'apitest-report/results.json')).mtimeMs
}

async function selfcheckJson(project: TemporaryProject, ...words: string[]): Promise<SelfcheckResult> {
  const { stdout } = await project.apitest(['selfcheck', '--format', 'json', ...words], { env })
  return JSON.parse(stdout) as SelfcheckResult
}

test('a weak expectation is shown at its line, and nothing is started where there are answers', async () => {
  const project = shop(spec(planted))
  expect((await project.apitest(['run'], { env })).exitCode).toBe(0)
  // a service that cannot be started any more
  project.write({ 'server.mjs': 'process.exit(3)' })
  const before = recorded(project)
  const { exitCode, stdout, stderr } = await project.apitest(['selfcheck'])
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
  expect(recorded(project)).toBe(before)
  const lines = stdout.split('\n')
  expect(lines[0]).toMatch(/^apitest\.yaml:15:\d+ jsonPath: \$\.items\[\*\]\.name has only elements of which each matches \/\.\*\/ always holds$/)
  expect(lines[1]).toContain('15 |         $.items[*].name: { each: { matches: ".*" } }')
  expect(lines[3]).toMatch(/^ {2}held for \["apitest", "b"\] · .*\(items\)$/)
  expect(stdout).toMatch(/Not judged: 1\n {2}apitest\.yaml:22:\d+ jsonPath: \$\.body\.key matches .*, in which secrets are replaced by \*\*\*/)
  expect(stdout).toContain('Tests without a recorded answer: 1\n  later')
  expect(stdout).toMatch(/^jsonPath +4 +2 +1 +1$/m)
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('✗ 1 expectation cannot fail; 3 can')
  expect(stdout).not.toContain(env.API_KEY)
})

test('without answers, with those of another specification, or on demand, the tests are run first', async () => {
  const project = shop(spec(planted))
  const first = await project.apitest(['selfcheck'], { env })
  expect(first.exitCode).toBe(1)
  expect(first.stderr).toContain('✓ the key comes back')
  expect(first.stdout).not.toContain('✓ the key comes back')
  const before = recorded(project)

  project.write({ 'apitest.yaml': spec('$.items: { size: 2 }') })
  const changed = await project.apitest(['selfcheck'], { env })
  expect(changed).toMatchObject({ exitCode: 0 })
  expect(changed.stdout).toContain('✓ each of 4 expectations can fail; not judged: 1')
  expect(recorded(project)).toBeGreaterThan(before)

  const again = recorded(project)
  expect(await selfcheckJson(project)).toMatchObject({ status: 'passed', kinds: { status: { canFail: 1 } }, testsWithoutAnswers: ['later'] })
  expect(recorded(project)).toBe(again)
  expect(await selfcheckJson(project, '--fresh')).toMatchObject({ status: 'passed', alwaysHold: [] })
  expect(recorded(project)).toBeGreaterThan(again)
})

test('where the tests cannot run, it says so as a run does', async () => {
  const project = shop(spec(planted))
  const { exitCode, stdout, stderr } = await project.apitest(['selfcheck'])
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' })
  expect(stderr).toContain('missing-env')
})
