import addFormats from 'ajv-formats'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonSchema } from '../../../openapi/bundle-schema.ts'
import { ajvCode } from '../../../openapi/pattern.ts'

/** Whether values fit a bundled schema; a schema that cannot be used says nothing about any value. */
export function schemaTester(schema: JsonSchema): Tester | undefined {
  const key = JSON.stringify(schema)
  if (!testers.has(key)) {
    if (testers.size >= 500) testers.clear()
    testers.set(key, compile(schema))
  }
  return testers.get(key)
}

type Tester = (value: unknown) => boolean

/** Operations share their schemas, and compiling one takes longer than all else. */
const testers = new Map<string, Tester | undefined>()

function compile(schema: JsonSchema): Tester | undefined {
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    logger: false,
    // each is used for a handful of values, so making it takes longer than using it
    code: { ...ajvCode, optimize: false },
    inlineRefs: false,
  })
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
