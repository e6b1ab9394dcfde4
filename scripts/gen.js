// Writes what is generated from schema/apitest.schema.json: the types of a spec, its validator and the reference page. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import { emitReference } from './gen/emit-reference.js'
import { emitTypes } from './gen/emit-types.js'
import { emitValidator } from './gen/emit-validator.js'

const root = new URL('../', import.meta.url)
const schema = JSON.parse(readFileSync(new URL('schema/apitest.schema.json', root), 'utf8'))
const files = {
  'src/spec/types.gen.ts': await emitTypes(schema),
  ...(await emitValidator(schema)),
  'docs/reference.md': emitReference(schema),
}

const stale = Object.entries(files).filter(([path, text]) => readIfThere(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} does not match schema/apitest.schema.json`)
  if (stale.length > 0) console.error('Run `npm run gen`')
  process.exitCode = stale.length > 0 ? 1 : 0
} else {
  for (const [path, text] of stale) writeFileSync(new URL(path, root), text)
  console.log(stale.length === 0 ? 'Nothing to do' : stale.map(([path]) => `Wrote ${path}`).join('\n'))
}

function readIfThere(path) {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
