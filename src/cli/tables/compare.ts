import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { formatOption } from './shared.ts'

export const compareOptions = {
  threshold: { type: 'text', value: 'PERCENT', description: 'changes smaller than this do not count; default: 5%' },
  confidence: { type: 'text', value: 'PERCENT', description: 'how certain a change has to be; default: 99%' },
  percentiles: { type: 'list', value: 'LIST', split: true, description: 'which response times are compared; default: 50,95,99' },
  format: formatOption,
  all: { type: 'flag', description: 'also endpoints in which nothing changed' },
} as const satisfies OptionTable

export const compareTable = command({
  name: 'compare',
  summary: 'compare two load runs: what became faster or slower, and how certain that is',
  argument: { usage: 'BEFORE AFTER', description: 'two record.ndjson files, or the folders they lie in', min: 2, max: 2 },
  options: compareOptions,
  details:
    'Exit code 1 when something became slower, fails more often or has a lower rate; intervals come from drawing stretches of both runs again and again.',
  examples: [
    { command: 'apitest compare main/loads/peak apitest-report/loads/peak', explanation: 'this run against the one of another branch' },
    { command: 'apitest compare before after --threshold 10% --format json', explanation: 'only changes above a tenth, for a program' },
  ],
  load: () => import('../commands/compare.ts'),
})
