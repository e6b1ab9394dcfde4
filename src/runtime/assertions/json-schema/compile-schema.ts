import type { Ajv, ValidateFunction } from 'ajv'
import { allowAnnotations, draftOf, knownDrafts, schemaOptions } from '../../../json-schema/schema-drafts.ts'
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

const drafts = { '2020-12': lazyModules.ajv2020, '2019-09': lazyModules.ajv2019, '07': lazyModules.ajv }

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

function createAjv(uri: unknown): Ajv {
  const draft = draftOf(uri)
  if (draft === undefined) throw new Error(`\`$schema\` names ${String(uri)}; known are the drafts ${knownDrafts}`)
  const ajv = new (drafts[draft]())(schemaOptions)
  lazyModules.ajvFormats()(ajv)
  allowAnnotations(ajv)
  return ajv
}
