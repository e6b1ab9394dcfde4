import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const reportOptions = {
  open: { type: 'flag', description: 'open it in the browser' },
  format: {
    type: 'text',
    alias: 'reporter',
    value: 'FORMAT',
    choices: ['html', 'junit', 'json', 'github'],
    description: 'html (default: rewritten from results.json, its path is printed), or on standard output: junit, json, github',
  },
} as const satisfies OptionTable

export const reportTable = command({
  name: 'report',
  summary: 'print where the report of the last run lies, or write it in another form',
  argument: { usage: '[FOLDER]', description: 'a report folder; default: apitest-report/', max: 1 },
  options: reportOptions,
  examples: [
    { command: 'apitest report --open', explanation: 'look at the last run' },
    { command: 'apitest report --format junit > junit.xml', explanation: 'from the results that are there, without running again' },
  ],
  load: () => import('../commands/report.ts'),
})
