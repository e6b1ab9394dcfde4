import { Ajv } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { allowAnnotations, draftOf, knownDrafts, schemaOptions } from '../../json-schema/schema-drafts.ts'

const drafts = { '2020-12': Ajv2020, '2019-09': Ajv2019, '07': Ajv }

/** Why a JSON Schema cannot be used, if so. Import lazily: ajv is large. */
export function schemaMistake(schema: object | boolean): string | undefined {
  const draft = draftOf(typeof schema === 'object' && '$schema' in schema ? schema.$schema : undefined)
  if (draft === undefined) return `\`$schema\` names no known draft; known are ${knownDrafts}`
  const ajv = new drafts[draft](schemaOptions)
  // ajv-formats is CommonJS: what its types call a default export is the function itself.
  const add = addFormats as unknown as (target: Ajv) => void
  add(ajv)
  allowAnnotations(ajv)
  try {
    ajv.compile(plainCopy(schema))
    return undefined
  } catch (error) {
    return (error instanceof Error ? error.message : String(error))
      .replace(/^(?:schema is invalid|strict mode): /, '')
      .replaceAll('data/', '`/')
      .replaceAll(/`(\/\S+)/g, '`$1`')
  }
}

/** Maps of the spec have no prototype, which ajv does not expect. */
function plainCopy(schema: object | boolean): object | boolean {
  return JSON.parse(JSON.stringify(schema)) as object | boolean
}
