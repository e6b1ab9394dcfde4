import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const exportOptions = {
  output: { type: 'text', short: 'o', value: 'FOLDER', description: 'where to write; default: the folder of the spec' },
} as const satisfies OptionTable

export const exportTable = command({
  name: 'export',
  summary: 'write the tests in the form of another tool',
  argument: { usage: 'postman [FILE]', description: 'the form, and the spec; default: apitest.yaml', max: 2, min: 1 },
  options: exportOptions,
  details: `Writes a Postman collection (v2.1) and an environment, which Newman runs to the same verdicts. What Postman has no words
for is told, and makes the exit code 1.`,
  examples: [
    {
      command: 'apitest export postman && newman run shop.postman_collection.json -e shop.postman_environment.json',
      explanation: 'the same tests by Newman',
    },
  ],
  load: () => import('../commands/export.ts'),
})
