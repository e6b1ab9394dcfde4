import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { packPackage } from '../support/packed-project.ts'
import { requireComponent } from '../support/require-component.ts'
import { gitlabArtefact, runGitlab } from './gitlab-shell.ts'
import { pipelineProject } from './pipeline-project.ts'
import type { PipelineProject } from './pipeline-project.ts'

let packed: ReturnType<typeof packPackage>
beforeAll(() => {
  packed = packPackage()
}, 60_000)
afterAll(() => packed.remove())

const timeout = 240_000
const missing = requireComponent('rsync')
const withRsync = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

function quickstart(): PipelineProject {
  const project = pipelineProject('quickstart', packed)
  onTestFinished(() => project.remove())
  return project
}

withRsync(`the pipeline of the quickstart turns green, with a JUnit artefact${note}`, { timeout }, async () => {
  const project = quickstart()
  project.commit()
  const { exitCode, output } = await runGitlab(project)
  expect(output).toMatch(/PASS.*apitest:check/)
  expect(output).toMatch(/PASS.*apitest:tests/)
  expect(exitCode, output).toBe(0)
  expect(gitlabArtefact(project, 'junit.xml')).toMatch(/<testsuites name="quickstart" tests="4" failures="0" errors="0"/)
  expect(JSON.parse(gitlabArtefact(project, 'gl-code-quality-report.json'))).toEqual([])
})

withRsync(`with a service that answers wrongly it turns red, and the JUnit artefact names the line of the YAML${note}`, { timeout }, async () => {
  const project = quickstart()
  project.edit('server.js', (text) => text.replace("status: 'ok'", "status: 'sick'"))
  project.commit()
  const { exitCode, output } = await runGitlab(project)
  expect(output).toMatch(/PASS.*apitest:check/)
  expect(output).toMatch(/FAIL.*apitest:tests/)
  expect(exitCode).not.toBe(0)
  const line = project.read('apitest.yaml').split('\n').findIndex((text) => text.includes('json: { status: ok }')) + 1
  expect(gitlabArtefact(project, 'junit.xml')).toMatch(new RegExp(`<failure message="apitest.yaml:${line}:`))
})

withRsync(`generated files that nobody compiled again turn the check red, with the difference${note}`, { timeout }, async () => {
  const project = quickstart()
  project.commit()
  project.edit('apitest.yaml', (text) => text.replace('the shop is up', 'the shop is open'))
  const { exitCode, output } = await runGitlab(project, ['apitest:check'])
  expect(exitCode).not.toBe(0)
  expect(output).toMatch(/out of date +generated\/tests\/quickstart\.test\.ts/)
  expect(output).toContain('npx apitest compile')
})

withRsync(`shards run side by side, and one job merges their reports${note}`, { timeout }, async () => {
  const project = quickstart()
  project.edit('apitest.yaml', (text) => text.replace('    on: { mergeRequest: true, push: [main] }\n', '    jobs: { tests: { shards: 2 } }\n'))
  project.commit()
  const { exitCode, output } = await runGitlab(project)
  expect(output).toMatch(/PASS.*apitest:tests: \[1\/2\]/)
  expect(output).toMatch(/PASS.*apitest:tests: \[2\/2\]/)
  expect(output).toMatch(/PASS.*apitest:report/)
  expect(exitCode, output).toBe(0)
  expect(output).toContain('quickstart: 4 passed, of 2 reports')
  const merged = project.files('.gitlab-ci-local/artifacts').find((file) => file.endsWith('report/apitest-report/junit.xml'))
  expect(merged).toBeDefined()
  expect(project.read(path.join('.gitlab-ci-local/artifacts', merged!))).toContain('tests="4" failures="0"')
  expect(existsSync(path.join(project.folder, '.gitlab-ci-local/artifacts', path.dirname(merged!), 'report.html'))).toBe(true)
})
