import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import type { ApiDocument, ApiNode } from '../../openapi/api-document.ts'
import { bundleSchema, originOf, withOrigin } from '../../openapi/bundle-schema.ts'
import type { Direction } from '../../openapi/bundle-schema.ts'
import { ajvCode } from '../../openapi/pattern.ts'
import { withoutBigints } from '../assertions/json-schema/check-schema.ts'
import { renderViolation } from '../assertions/json-schema/render-violation.ts'
import { lazyModules } from '../assertions/lazy-modules.ts'
import { violation } from './violation.ts'
import type { Violation } from './violation.ts'

export interface FitSchema {
  readonly document: ApiDocument
  readonly schema: ApiNode
  readonly value: unknown
  readonly direction: Direction
  /** Texts count as the numbers and booleans that they spell, as in a query. @default false */
  readonly asText?: boolean
}

/** What of a value the schema forbids, each with its JSONPath; empty when it fits. */
export function fitSchema({ document, schema, value, direction, asText = false }: FitSchema): readonly Violation[] {
  const validators = validatorsOf(document)
  const key = JSON.stringify([direction, asText, schema.file, ...schema.path])
  let validate = validators.get(key)
  if (validate === undefined) {
    validate = compile(document, { schema, direction, asText })
    validators.set(key, validate)
  }
  if (typeof validate === 'string') return [violation(validate, schema)]
  // coercing writes into what holds the value
  const subject = asText ? { value } : withoutBigints(value)
  if (validate(subject)) return []
  // alternatives of one schema often say the same
  const found = new Map<string, Violation>()
  for (const error of validate.errors ?? []) {
    const message = renderViolation(asText ? { ...error, instancePath: error.instancePath.replace(/^\/value/, '') } : error)
    if (!found.has(message)) found.set(message, violation(message, ruleOf(error)))
  }
  return [...found.values()]
}

/** The keyword that was broken, where the document has it. */
function ruleOf({ parentSchema, keyword }: ErrorObject): Violation['rule'] {
  const origin = parentSchema && originOf(parentSchema)
  return origin && { file: origin.file, path: [...origin.path, keyword] }
}

type Validator = ValidateFunction | string

const cache = new WeakMap<ApiDocument, Map<string, Validator>>()

function validatorsOf(document: ApiDocument): Map<string, Validator> {
  const known = cache.get(document) ?? new Map<string, Validator>()
  cache.set(document, known)
  return known
}

// verbose: errors bring the part of the schema that they come from
const options: Options = { allErrors: true, verbose: true, strict: false, code: ajvCode, validateSchema: false, logger: false }

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
      properties: { value: typeof bundle === 'boolean' ? bundle : withOrigin(rest, schema) },
      ...($defs !== undefined && { $defs }),
    })
  } catch (error) {
    return `the schema at ${schema.path.join('/')} cannot be used: ${error instanceof Error ? error.message : String(error)}`
  }
}
