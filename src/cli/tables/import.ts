import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'

export const importOptions = {
  output: { type: 'text', short: 'o', value: 'FOLDER', description: 'where to write; default: this folder' },
  environment: { type: 'text', short: 'e', value: 'FILE', description: 'postman: the environment' },
  globals: { type: 'text', short: 'g', value: 'FILE', description: 'postman: the globals' },
  data: { type: 'text', short: 'd', value: 'FILE', description: 'postman: rows to run with, as CSV or JSON' },
  scripts: {
    type: 'text',
    value: 'HOW',
    choices: ['hybrid', 'keep'],
    description: 'postman: translate what can be (hybrid, the default), or keep all',
  },
  'fold-similar': { type: 'flag', description: 'postman: requests that differ little become cases of one test' },
  update: { type: 'flag', description: 'openapi: bring a changed document into the specification; what you wrote stays' },
  check: { type: 'flag', description: 'openapi: only compare, and exit with 3 where --update would change anything' },
  force: { type: 'flag', description: 'overwrite files that an earlier import wrote' },
} as const satisfies OptionTable

export const importTable = command({
  name: 'import',
  summary: 'write an apitest.yaml from what another tool has',
  argument: {
    usage: 'postman|openapi|har FILE',
    description: 'the source, and its file; `curl` takes the command itself, or reads it from standard input',
    max: 2,
    min: 1,
  },
  options: importOptions,
  details: `From a Postman collection (v2.0 or v2.1) come apitest.yaml, the scripts that could not be translated, and
postman-import.md, which tells of every check what became of it. Nothing of the collection is run. Where something had to
be left out the exit code is 1.

From an OpenAPI document (3.0 or 3.1) come a request, a test and cases of what is refused for each operation. --update
brings a changed document in and keeps what you wrote.`,
  examples: [
    { command: 'apitest import postman shop.postman_collection.json -e staging.json -o tests/api', explanation: 'with an environment' },
    { command: 'apitest import postman shop.json --fold-similar', explanation: 'nineteen validation requests as one table' },
    { command: 'apitest import openapi openapi.yaml', explanation: 'tests for every operation' },
    { command: 'apitest import openapi openapi.yaml --check', explanation: 'in CI: does the specification still follow the document?' },
    { command: "apitest import curl 'curl -X POST https://shop.example.com/items -d name=chair'", explanation: 'one request' },
    { command: 'apitest import har session.har -o tests/session', explanation: 'what a browser recorded' },
  ],
  load: () => import('../commands/import.ts'),
})
