import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { outputOption } from './shared.ts'

export const leakOptions = {
  format: {
    type: 'text',
    alias: 'reporter',
    value: 'FORMAT',
    choices: ['text', 'json'],
    description: 'text (default), or the result as json on standard output',
  },
  var: { type: 'list', value: 'NAME=VALUE', description: 'another value for a name of `variables`' },
  'env-file': { type: 'list', value: 'FILE', description: 'environment variables from a file; what is already set wins' },
  seed: { type: 'number', value: 'N', min: 0, description: 'repeat the random values of an earlier run' },
  update: { type: 'flag', description: 'store the result as the new baseline' },
  output: outputOption,
  force: { type: 'flag', description: 'overwrite generated files that were edited by hand' },
  report: { type: 'text', value: 'FOLDER', description: 'default: apitest-report/ beside the specification' },
} as const satisfies OptionTable

export const leakTable = command({
  name: 'leak',
  summary: 'send the requests of one leak window and judge whether the service keeps memory',
  argument: {
    usage: '[NAME] [FILE]',
    description: 'the window, which may be left out where there is only one; a specification, default: apitest.yaml in this folder',
    max: 2,
  },
  options: leakOptions,
  details: `The verdict is leak, no leak or inconclusive, with the growth for each request and its interval. The report folder gets a page,
a picture, the samples and a JUnit file under leaks/. Exit code 1: a leak, or nothing that can be said for sure.`,
  examples: [
    { command: 'apitest leak', explanation: 'the only leak window of apitest.yaml' },
    { command: 'apitest leak "predict keeps its memory" --format json', explanation: 'by name, for a program to read' },
  ],
  load: () => import('../commands/leak.ts'),
})
