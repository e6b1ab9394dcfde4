import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { forceOption, formatOption, outputOption, reportOption, valueOptions } from './shared.ts'

export const leakOptions = {
  format: { ...formatOption, alias: 'reporter' },
  ...valueOptions,
  update: { type: 'flag', description: 'store the result as the new baseline' },
  output: outputOption,
  force: forceOption,
  report: reportOption,
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
