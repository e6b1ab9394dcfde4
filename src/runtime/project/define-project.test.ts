import { afterEach, expect, it } from 'vitest'
import { defineProject } from './define-project.ts'
import { defineVariables } from './define-variables.ts'

const definition = { name: 'shop', folder: new URL('./', import.meta.url), specs: ['apitest.yaml'], suites: {} }

afterEach(() => {
  delete process.env['APITEST_VARS']
})

it('a project without variables refuses a `--var`, which would change nothing', () => {
  process.env['APITEST_VARS'] = JSON.stringify({ region: 'us' })
  expect(() => defineProject(definition)).toThrow('No variable is named `region` (--var); there are none')
})

it('a project with variables leaves the check to them', () => {
  process.env['APITEST_VARS'] = JSON.stringify({ region: 'us' })
  const variables = defineVariables({ region: 'eu' })
  expect(defineProject({ ...definition, variables }).name).toBe('shop')
  expect(variables.region).toBe('us')
})
