import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const lspOptions = {
  stdio: { type: 'flag', description: 'speak over standard input and output, as it always does; editors like to say so' },
} as const satisfies OptionTable

export const lspTable = command({
  name: 'lsp',
  summary: 'serve an editor: mistakes while you type, names that fit, what they mean and where they are used',
  options: lspOptions,
  details: `Started by editors, which speak the Language Server Protocol with it. It stands beside the YAML language server, which completes
the keys. docs/editors.md says how to set up VS Code, Neovim, Helix and JetBrains.`,
  examples: [{ command: 'npx apitest lsp --stdio', explanation: 'what to enter as the command of a language server' }],
  load: () => import('../commands/lsp.ts'),
})
