import type { Ajv, Options, ValidateFunction } from 'ajv'
import type { ApiDocument, ApiNode } from '../../openapi/api-document.ts'
import { bundleSchema } from '../../openapi/bundle-schema.ts'
import type { Direction } from '../../openapi/bundle-schema.ts'
import { ajvCode } from '../../openapi/pattern.ts'
import { withoutBigints } from '../assertions/json-schema/check-schema.ts'
import { renderViolation } from '../assertions/json-schema/render-violation.ts'
import { lazyModules } from '../assertions/lazy-modules.ts'

export interface FitSchema {
  readonly document: ApiDocument
  readonly schema: ApiNode
  readonly value: unknown
  readonly direction: Direction
  /** Texts count as the numbers and booleans that they spell, as in a query. @default false */
  readonly asText?: boolean
}

/** What of a value the schema forbids, one line each with its JSONPath; empty when it fits. */
export function fitSchema({ document, schema, value, direction, asText = false }: FitSchema): readonly string[] {
  const validators = validatorsOf(document)
  const key = JSON.stringify([direction, asText, schema.file, ...schema.path])
  let validate = validators.get(key)
  if (validate === undefined) {
    validate = compile(document, { schema, direction, asText })
    validators.set(key, validate)
  }
  if (typeof validate === 'string') return [validate]
  // coercing writes into what holds the value
  const subject = asText ? { value } : withoutBigints(value)
  if (validate(subject)) return []
  return [
    ...new Set(
      (validate.errors ?? []).map((violation) =>
        renderViolation(asText ? { ...violation, instancePath: violation.instancePath.replace(/^\/value/, '') } : violation),
      ),
    ),
  ]
}

type Validator = ValidateFunction | string

const cache = new WeakMap<ApiDocument, Map<string, Validator>>()

function validatorsOf(document: ApiDocument): Map<string, Validator> {
  const known = cache.get(document) ?? new Map<string, Validator>()
  cache.set(document, known)
  return known
}

const options: Options = { allErrors: true, strict: false, code: ajvCode, validateSchema: false, logger: false }

const instances = new Map<boolean, Ajv>()

function ajvFor(asText: boolean): Ajv {
  let ajv = instances.get(asText)
  if (ajv === undefined) {
    ajv = new (lazyModules.ajv2020())({ ...options, ...(asText && { coerceTypes: 'array' }) })
    lazyModules.ajvFormats()(ajv)
    instances.set(asText, ajv)
  }
  return ajv
}

function compile(
  document: ApiDocument,
  { schema, direction, asText }: Required<Pick<FitSchema, 'schema' | 'direction' | 'asText'>>,
): Validator {
  try {
    const bundle = bundleSchema(document, schema, direction)
    if (!asText) return ajvFor(false).compile(bundle)
    const { $defs, ...rest } = typeof bundle === 'boolean' ? {} : bundle
    return ajvFor(true).compile({
      properties: { value: typeof bundle === 'boolean' ? bundle : rest },
      ...($defs !== undefined && { $defs }),
    })
  } catch (error) {
    return `the schema at ${schema.path.join('/')} cannot be used: ${error instanceof Error ? error.message : String(error)}`
  }
}
