import { Ajv, type Options } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** As strict as the runtime: an unknown keyword or format would check nothing. */
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
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, () => new Ajv2020(options)],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, () => new Ajv2019(options)],
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, () => new Ajv(options)],
]

/** Why a JSON Schema cannot be used, if so. Import lazily: ajv is large. */
export function schemaMistake(schema: object | boolean): string | undefined {
  const draft: unknown = typeof schema === 'object' && '$schema' in schema ? schema.$schema : undefined
  const [, create] = drafts.find(([pattern]) => draft === undefined || (typeof draft === 'string' && pattern.test(draft))) ?? []
  if (create === undefined) return '`$schema` names no known draft; known are 2020-12 (the default), 2019-09 and 07'
  const ajv = create()
  // ajv-formats is CommonJS: what its types call a default export is the function itself.
  const add = addFormats as unknown as (target: Ajv) => void
  add(ajv)
  for (const keyword of ['example', 'xml', 'externalDocs']) ajv.addKeyword(keyword)
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
