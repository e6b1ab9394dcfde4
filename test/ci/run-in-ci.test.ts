import { expect, test } from 'vitest'
import { detectCI } from '../../src/cli/run/detect-ci.ts'
import { shopServer } from '../support/shop-server.ts'
import { temporaryProject } from '../support/temporary-project.ts'

test.each([
  ['CircleCI', { CI: 'true', CIRCLECI: 'true' }],
  ['Azure Pipelines', { TF_BUILD: 'True' }],
  ['Bitbucket Pipelines', { CI: 'true', BITBUCKET_BUILD_NUMBER: '7' }],
  ['Woodpecker', { CI: 'woodpecker' }],
  ['Jenkins', { JENKINS_URL: 'https://jenkins.example.com/' }],
  ['GitHub Actions', { CI: 'true', GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true' }],
])('%s is known by its variables', (name, env) => {
  expect(detectCI(env)).toBe(name)
})

const spec = `version: 1
services: { shop: { process: { command: node server.mjs, ready: { http: /health } } } }
tests:
  up: { get: /health, expect: { status: 201 } }
`

test('junit.xml is there in any of them, and Azure lists the failures at their lines', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec, 'server.mjs': shopServer })
  const azure = await project.apitest(['run'], { env: { TF_BUILD: 'True' } })
  expect(azure.exitCode).toBe(1)
  expect(azure.stderr).toMatch(/^##vso\[task\.logissue type=error;sourcepath=apitest\.yaml;linenumber=4;columnnumber=\d+\].*up/m)
  expect(project.read('apitest-report/junit.xml')).toContain('<testcase')
  const other = await project.apitest(['run', '--report', 'elsewhere'], { env: { CI: 'woodpecker' } })
  expect(other.stderr).not.toContain('##vso')
  expect(project.read('elsewhere/junit.xml')).toContain('<testcase')
})
