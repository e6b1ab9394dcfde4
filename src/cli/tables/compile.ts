import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { forceOption, formatOption, outputOption, specFiles } from './shared.ts'

export const compileOptions = {
  output: outputOption,
  check: { type: 'flag', description: 'write nothing; exit 3 when a file differs, and show how' },
  plan: { type: 'flag', description: 'write nothing; list what would be written, left and removed' },
  watch: { type: 'flag', description: 'compile again whenever a file that the specification reads changes' },
  force: forceOption,
  format: { ...formatOption, description: 'pretty (default), or json: what was done, on standard output' },
} as const satisfies OptionTable

export const compileTable = command({
  name: 'compile',
  summary: 'write the vitest project that the specification describes',
  argument: specFiles,
  options: compileOptions,
  details: 'A generated file that was edited by hand is never overwritten without --force.',
  examples: [
    { command: 'apitest compile', explanation: 'apitest.yaml into generated/' },
    { command: 'apitest compile --check', explanation: 'in CI: is what is committed up to date?' },
    { command: 'apitest compile specs/shop/apitest.yaml -o generated/shop', explanation: 'into another folder' },
  ],
  load: () => import('../commands/compile.ts'),
})
