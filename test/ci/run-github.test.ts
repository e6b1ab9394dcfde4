import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { packPackage } from '../support/packed-project.ts'
import { runWorkflow } from './github-runner.ts'
import { npmCache, pipelineProject } from './pipeline-project.ts'
import type { PipelineProject } from './pipeline-project.ts'

let packed: ReturnType<typeof packPackage>
beforeAll(() => {
  packed = packPackage()
}, 60_000)
afterAll(() => packed.remove())

function quickstart(): PipelineProject {
  const project = pipelineProject('quickstart', packed)
  onTestFinished(() => project.remove())
  return project
}

function run(project: PipelineProject) {
  const scratch = mkdtempSync(path.join(tmpdir(), 'apitest-workflow-'))
  onTestFinished(() => rmSync(scratch, { recursive: true, force: true }))
  return runWorkflow({ repository: project.folder, workflow: project.read('.github/workflows/apitest.yml'), scratch, env: npmCache().env })
}

test('the commands of the workflow pass one after the other in clean clones, and the shards become one report', { timeout: 240_000 }, async () => {
  const project = quickstart()
  project.commit()
  const runs = await run(project)
  expect(runs.map(({ name, passed }) => `${name} ${passed}`), runs.map(({ output }) => output).join('\n')).toEqual(['check true', 'tests 1 true', 'tests 2 true', 'report true'])
  expect(runs[1]!.summary).toContain('(shard 1 of 2): 2 passed')
  expect(runs[3]!.summary).toMatch(/## ✅ quickstart: 4 passed/)
})

test('a wrong answer is an annotation at the line of the YAML, a row of the summary, and a failed report', { timeout: 240_000 }, async () => {
  const project = quickstart()
  project.edit('server.js', (text) => text.replace("status: 'ok'", "status: 'sick'"))
  project.commit()
  const runs = await run(project)
  expect(runs.map(({ name, passed }) => `${name} ${passed}`)).toEqual(['check true', 'tests 1 false', 'tests 2 true', 'report false'])
  const line = project.read('apitest.yaml').split('\n').findIndex((text) => text.includes('json: { status: ok }')) + 1
  expect(runs[1]!.output).toMatch(new RegExp(`^::error file=apitest\\.yaml,line=${line},`, 'm'))
  expect(runs[3]!.output).not.toContain('::error')
  expect(runs[3]!.summary).toMatch(/\| Test \| Line \| Failure \|[\s\S]*the shop is up \| apitest&#46;yaml&#58;\d+/)
})

test('files that nobody compiled again fail the check', { timeout: 240_000 }, async () => {
  const project = quickstart()
  project.commit()
  project.edit('.github/workflows/apitest.yml', (text) => text.replace('contents: read', 'contents: write'))
  project.commitAsItIs()
  const [check] = await run(project)
  expect(check).toMatchObject({ name: 'check', passed: false })
  expect(check!.output).toMatch(/edited by hand +\.github\/workflows\/apitest\.yml/)
})
