import { command } from '../command-table.ts'

export const completionTable = command({
  name: 'completion',
  summary: 'print a completion script for your shell',
  argument: { usage: 'SHELL', description: 'bash, zsh or fish', max: 1, min: 1, choices: ['bash', 'zsh', 'fish'] },
  options: {},
  examples: [
    { command: 'source <(apitest completion bash)', explanation: 'in ~/.bashrc' },
    { command: 'apitest completion zsh > "${fpath[1]}/_apitest"', explanation: 'once; then start a new zsh' },
    { command: 'apitest completion fish > ~/.config/fish/completions/apitest.fish', explanation: 'once' },
  ],
  load: () => import('../commands/completion.ts'),
})
