import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../../../openapi/bundle-schema.ts'

/** Whether values fit a bundled schema; a schema that cannot be used says nothing about any value. */
export function schemaTester(schema: JsonSchema): ((value: unknown) => boolean) | undefined {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateSchema: false, logger: false })
  // ajv-formats is CommonJS: what its types call a default export is the function itself.
  const add = addFormats as unknown as (target: Ajv2020) => void
  add(ajv)
  try {
    const validate = ajv.compile(schema)
    return (value) => validate(value)
  } catch {
    return undefined
  }
}
