import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const initOptions = {
  name: { type: 'text', value: 'NAME', description: 'name of the project; default: the name of the folder' },
} as const satisfies OptionTable

export const initTable = command({
  name: 'init',
  summary: 'write a working apitest.yaml for what is in this folder',
  argument: { usage: '[FOLDER]', description: 'default: this folder', max: 1 },
  options: initOptions,
  details: `Looks for a Flask, FastAPI, Express or Fastify app, a Dockerfile, a compose file, an OpenAPI document and a Postman
collection, and writes apitest.yaml, editor settings for it, and .gitignore entries. In an empty folder it also writes a
small service, so that \`apitest run\` is green at once. A file that exists is never overwritten.`,
  examples: [{ command: 'npx apitest init && npx apitest run', explanation: 'from an empty folder to the first green run' }],
  load: () => import('../commands/init.ts'),
})
