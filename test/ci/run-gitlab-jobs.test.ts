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
const rsync = requireComponent('rsync')
const coverage = rsync ?? requireComponent('python') ?? requireComponent('coverage')
const note = (missing: string | undefined) => (missing === undefined ? '' : ` (skipped: ${missing})`)

function example(name: string): PipelineProject {
  const project = pipelineProject(name, { tarball: packed.tarball, lines: ['.coverage'] })
  onTestFinished(() => project.remove())
  return project
}

test.skipIf(rsync)(`leaks and loads turn green${note(rsync)}`, { timeout }, async () => {
  const project = example('quickstart')
  project.commit()
  const { exitCode, output } = await runGitlab(project, ['apitest:leaks', 'apitest:loads'])
  expect(output).toMatch(/PASS.*apitest:leaks/)
  expect(output).toMatch(/PASS.*apitest:loads/)
  expect(exitCode, output).toBe(0)
  expect(gitlabArtefact(project, 'leaks/apitest-report/junit.xml')).toMatch(/tests="1" failures="0" errors="0"/)
  expect(gitlabArtefact(project, 'loads/apitest-report/junit.xml')).toMatch(/tests="1" failures="0" errors="0"/)
})

test.skipIf(rsync)(`a leak and a load beyond its thresholds turn red, and their reports are kept${note(rsync)}`, { timeout }, async () => {
  const project = example('quickstart')
  project.edit('server.js', (text) =>
    text
      .replace("'POST /recommendations': ({ sku, top = 3 }) =>", "'POST /recommendations': ({ sku, top = 3 }) => kept.push(Buffer.alloc(4000).toString('hex')) &&")
      .replace('sku in prices\n      ?', '(sku in prices)\n      ?')
      .replace('const orders', 'const kept = []\nconst orders')
      .replace("[200, { status: 'ok' }]", "[kept.length > 20 ? 500 : 200, { status: 'ok' }]"),
  )
  project.commit()
  const { exitCode, output } = await runGitlab(project, ['apitest:leaks', 'apitest:loads'])
  expect(output).toMatch(/(?:FAIL|WARN).*apitest:leaks/)
  expect(output).toMatch(/(?:FAIL|WARN).*apitest:loads/)
  expect(`${exitCode} ${output}`).toMatch(/recommending keeps no memory/)
  expect(gitlabArtefact(project, 'leaks/apitest-report/junit.xml')).toMatch(/failures="1"/)
  expect(gitlabArtefact(project, 'loads/apitest-report/junit.xml')).toMatch(/failures="1"/)
})

test.skipIf(coverage)(`the coverage of a Python service is read from the job's output${note(coverage)}`, { timeout }, async () => {
  const project = example('flask-unit')
  project.edit('apitest.yaml', (text) =>
    `${text.replace('cwd: project\n', 'cwd: project\n      coverage: true\n')}\nci: { gitlab: { output: .gitlab/apitest.gitlab-ci.yml } }\n`,
  )
  project.commit()
  const { exitCode, output } = await runGitlab(project, ['apitest:tests'])
  expect(exitCode, output).toBe(0)
  const [, total] = /^.*TOTAL +\d+ +\d+ +(\d+)%/m.exec(output) ?? []
  expect(output).toMatch(new RegExp(`PASS.*apitest:tests +${total}% coverage`))
})
