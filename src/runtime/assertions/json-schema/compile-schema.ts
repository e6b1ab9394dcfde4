import type { Ajv, Options, ValidateFunction } from 'ajv'
import { lazyModules } from '../lazy-modules.ts'
import { isMap } from '../values/deep-equal.ts'
import { describeType } from '../values/describe-value.ts'
import { identify } from '../values/identify.ts'
import { loadSchemaFiles } from './load-schema-files.ts'

export type CompiledSchema = { readonly validate: ValidateFunction } | { readonly problem: string }

/** Compiles a schema once: schemas in place are recognised by their content, files by their path. */
export function compileSchema(schema: unknown, folder: string): CompiledSchema {
  const key = typeof schema === 'string' ? `${folder}\n${schema}` : identify(schema)
  let entry = compiled.get(key)
  if (entry === undefined) {
    entry = compile(schema, folder)
    if (compiled.size >= 500) compiled.clear()
    compiled.set(key, entry)
  }
  return entry
}

const compiled = new Map<string, CompiledSchema>()

// An unknown keyword or format is a mistake that would otherwise check nothing; the other strict rules are matters of taste.
const options: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  logger: false,
}

const drafts: readonly (readonly [pattern: RegExp, create: () => Ajv])[] = [
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, () => new (lazyModules.ajv2020())(options)],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, () => new (lazyModules.ajv2019())(options)],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, () => new (lazyModules.ajv())(options)],
]

function compile(schema: unknown, folder: string): CompiledSchema {
  try {
    const files = loadSchemaFiles(schema, folder)
    const [root] = files
    if (root === undefined || (!isMap(root.schema) && typeof root.schema !== 'boolean')) {
      return { problem: `a JSON Schema is a map, true or false, and this is ${describeType(root?.schema)}` }
    }
    const ajv = createAjv(isMap(root.schema) ? root.schema['$schema'] : undefined)
    for (const file of files.slice(1)) ajv.addSchema(file.schema as object, file.uri)
    if (root.uri === undefined) return { validate: ajv.compile(root.schema) }
    ajv.addSchema(root.schema as object, root.uri)
    const validate = ajv.getSchema(root.uri)
    return validate === undefined ? { problem: 'the schema could not be compiled' } : { validate: validate as ValidateFunction }
  } catch (error) {
    return { problem: `the schema cannot be used: ${error instanceof Error ? error.message : String(error)}` }
  }
}

function createAjv(draft: unknown): Ajv {
  const [, create] = drafts.find(([pattern]) => draft === undefined || (typeof draft === 'string' && pattern.test(draft))) ?? []
  if (create === undefined)
    throw new Error(`\`$schema\` names ${String(draft)}; known are the drafts 2020-12 (the default), 2019-09 and 07`)
  const ajv = create()
  lazyModules.ajvFormats()(ajv)
  // Annotations of OpenAPI that check nothing.
  for (const keyword of ['example', 'xml', 'externalDocs']) ajv.addKeyword(keyword)
  return ajv
}
