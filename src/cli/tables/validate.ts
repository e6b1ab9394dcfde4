import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { specFiles } from './shared.ts'

export const validateOptions = {
  format: {
    type: 'text',
    value: 'FORMAT',
    choices: ['pretty', 'json', 'github', 'gitlab', 'sarif'],
    description: 'pretty (default), json, github (annotations), gitlab (code quality) or sarif',
  },
} as const satisfies OptionTable

export const validateTable = command({
  name: 'validate',
  summary: 'check the specification and say what is wrong where; nothing is written or started',
  argument: specFiles,
  options: validateOptions,
  examples: [
    { command: 'apitest validate', explanation: 'apitest.yaml of this folder' },
    { command: 'apitest validate --format gitlab > gl-code-quality-report.json', explanation: 'for the merge request page of GitLab' },
    { command: 'apitest validate --format github', explanation: 'annotations in a GitHub workflow' },
  ],
  load: () => import('../commands/validate.ts'),
})
