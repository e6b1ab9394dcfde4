import { command } from '../command-table.ts'

export const helpTable = command({
  name: 'help',
  summary: 'explain a command, or the exit codes',
  argument: { usage: '[COMMAND]', description: 'a command, or exit-codes', max: 1 },
  options: {},
  examples: [
    { command: 'apitest help run', explanation: 'the same as apitest run --help' },
    { command: 'apitest help exit-codes', explanation: 'what the exit status means' },
  ],
  load: () => import('../commands/help.ts'),
})
