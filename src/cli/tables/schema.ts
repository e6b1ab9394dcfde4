import { command } from '../command-table.ts'

export const schemaTable = command({
  name: 'schema',
  summary: 'print the JSON Schema of apitest.yaml',
  options: {},
  examples: [{ command: 'apitest schema > apitest.schema.json', explanation: 'for an editor that wants a file of its own' }],
  load: () => import('../commands/schema.ts'),
})
