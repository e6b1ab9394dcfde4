import type { ErrorObject } from 'ajv'
import { describeValue } from '../values/describe-value.ts'
import { formatPath } from '../values/json-path.ts'

/** `$.items[0].price: must be number`, with the names and values that ajv keeps beside its message. */
export function renderViolation({ instancePath, keyword, message, params }: ErrorObject): string {
  return `${formatPointer(instancePath)}: ${describe(keyword, params as Readonly<Record<string, unknown>>) ?? message ?? `violates \`${keyword}\``}`
}

function describe(keyword: string, params: Readonly<Record<string, unknown>>): string | undefined {
  if (keyword === 'additionalProperties') return `unexpected key ${describeValue(params['additionalProperty'])}`
  if (keyword === 'unevaluatedProperties') return `unexpected key ${describeValue(params['unevaluatedProperty'])}`
  if (keyword === 'required') return `missing key ${describeValue(params['missingProperty'])}`
  if (keyword === 'enum' && Array.isArray(params['allowedValues']))
    return `must be one of ${params['allowedValues'].map((value) => describeValue(value)).join(', ')}`
  if (keyword === 'const') return `must be ${describeValue(params['allowedValue'])}`
  return undefined
}

/** `/items/0/price` as a JSONPath. A key of digits reads like an index, which is right in almost every body. */
function formatPointer(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return formatPath(
    parts.map((part) => (/^(?:0|[1-9][0-9]*)$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~'))),
  )
}
