import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { forceOption, formatOption, outputOption, valueOptions } from './shared.ts'

export const selfcheckOptions = {
  format: formatOption,
  fresh: { type: 'flag', description: 'run the tests even if the answers of the last run fit; bodies are then kept up to 1 MiB' },
  ...valueOptions,
  output: outputOption,
  force: forceOption,
  report: {
    type: 'text',
    value: 'FOLDER',
    description: 'where the last run left its report; default: apitest-report/ beside the specification',
  },
} as const satisfies OptionTable

export const selfcheckTable = command({
  name: 'selfcheck',
  summary: 'find expectations that cannot fail: each is held against the recorded answers, changed where it looks',
  argument: { usage: '[FILE]', description: 'the specification; default: apitest.yaml in this folder', max: 1 },
  options: selfcheckOptions,
  details: `The answers of the last run are used, and nothing is started; the tests are run first where there are none, or where the
specification has changed since. For each expectation the answer is changed in what it is about (another value of the same type, another size,
another type, nothing) until it fails. Exit code 1: some expectation held for every changed answer, or none could be judged.
Secrets are *** in the record; what does not hold for such an answer is listed as not judged, as are hooks and calls of mocks and stubs.`,
  examples: [
    { command: 'apitest selfcheck', explanation: 'after apitest run: which checks are none?' },
    { command: 'apitest selfcheck --fresh --format json', explanation: 'run the tests, keep long answers, for a program to read' },
  ],
  load: () => import('../commands/selfcheck.ts'),
})
