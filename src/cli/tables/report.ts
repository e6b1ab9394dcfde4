import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const reportOptions = {
  open: { type: 'flag', description: 'open it in the browser' },
  merge: {
    type: 'flag',
    description: 'one report of those that the parts of a run (`run --shard`) left; fails when one of them failed or is missing',
  },
  report: { type: 'text', value: 'FOLDER', description: 'with --merge: where the merged report goes; default: apitest-report/' },
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
  argument: {
    usage: '[FOLDER…]',
    description: 'a report folder, or several with --merge; default: apitest-report/',
    max: Number.POSITIVE_INFINITY,
  },
  options: reportOptions,
  examples: [
    { command: 'apitest report --open', explanation: 'look at the last run' },
    { command: 'apitest report --format junit > junit.xml', explanation: 'from the results that are there, without running again' },
    { command: 'apitest report --merge apitest-report/shard-*', explanation: 'report.html, junit.xml and results.json of a divided run' },
  ],
  load: () => import('../commands/report.ts'),
})
