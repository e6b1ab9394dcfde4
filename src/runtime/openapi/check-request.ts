import type { ApiDocument, ApiNode } from '../../openapi/api-document.ts'
import { contentFor, isJsonType, operationName } from '../../openapi/api-operations.ts'
import type { ApiOperation, ApiParameter } from '../../openapi/api-operations.ts'
import { bundleSchema } from '../../openapi/bundle-schema.ts'
import type { MatchedOperation } from '../../openapi/match-operation.ts'
import { parseJson } from '../assertions/values/parse-json.ts'
import { fitSchema } from './fit-schema.ts'
import type { SentCall } from './sent-call.ts'
import { reworded, violation } from './violation.ts'
import type { Violation } from './violation.ts'

/** What of a request its operation forbids. */
export function checkRequest(document: ApiDocument, matched: MatchedOperation, call: SentCall): readonly Violation[] {
  return [...checkParameters(document, matched, call), ...checkBody(document, matched, call)]
}

/** These have their own places in a document, or none. */
const ownHeaders = new Set(['accept', 'content-type', 'authorization'])

function checkParameters(document: ApiDocument, { operation, params }: MatchedOperation, call: SentCall): readonly Violation[] {
  const query = new URLSearchParams(call.query)
  const cookies = readCookies(call.headers.get('cookie'))
  const violations = operation.parameters.flatMap((parameter) => {
    const { name, in: place } = parameter
    if (place === 'header' && ownHeaders.has(name.toLowerCase())) return []
    const raw =
      place === 'query'
        ? readQuery(document, parameter, query)
        : place === 'path'
          ? one(params[name])
          : place === 'header'
            ? one(call.headers.get(name.toLowerCase()))
            : one(cookies.get(name))
    if (raw === undefined)
      return parameter.required && !isSpread(parameter) ? [violation(`the ${place} parameter \`${name}\` is missing`, parameter.node)] : []
    return checkParameter(document, parameter, raw)
  })
  const known = operation.parameters.filter((parameter) => parameter.in === 'query')
  // `/items?beta=true` is no path of the specification, but of some documents
  const fixed = new URLSearchParams(/\?([^#]*)/.exec(operation.path)?.[1] ?? '')
  // an object may spread over any names
  if (known.some(isSpread)) return violations
  const strange = [...new Set(query.keys())].filter(
    (name) =>
      !known.some((parameter) => name === parameter.name || name.startsWith(`${parameter.name}[`)) &&
      !fixed.has(name) &&
      !isCredential(document, name),
  )
  const absent = [...fixed].flatMap(([name, value]) =>
    query.get(name) === value ? [] : [violation(`the query is without \`${name}=${value}\``)],
  )
  return [...violations, ...absent, ...strange.map((name) => violation(`${operationName(operation)} has no query parameter \`${name}\``))]
}

function isSpread({ in: place, style, explode, schema, contentType }: ApiParameter): boolean {
  const value = schema?.value
  return (
    place === 'query' &&
    style === 'form' &&
    explode &&
    contentType === undefined &&
    typeof value === 'object' &&
    value !== null &&
    (value as { type?: unknown }).type === 'object'
  )
}

/** Keys that security schemes put into the query. */
function isCredential(document: ApiDocument, name: string): boolean {
  return document
    .children(document.child(document.root, 'components', 'securitySchemes'))
    .some((scheme) => document.child(scheme, 'in')?.value === 'query' && document.child(scheme, 'name')?.value === name)
}

function one(value: string | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [value]
}

/** The texts that belong to a parameter; `undefined` when there are none. */
function readQuery(
  document: ApiDocument,
  parameter: ApiParameter,
  query: URLSearchParams,
): readonly string[] | Readonly<Record<string, string>> | undefined {
  if (parameter.style === 'deepObject') {
    const prefix = `${parameter.name}[`
    const entries = [...query]
      .filter(([name]) => name.startsWith(prefix) && name.endsWith(']'))
      .map(([name, value]) => [name.slice(prefix.length, -1), value] as const)
    return entries.length === 0 ? undefined : Object.fromEntries(entries)
  }
  const values = query.getAll(parameter.name)
  return values.length === 0 ? undefined : values
}

const separators: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

function checkParameter(
  document: ApiDocument,
  parameter: ApiParameter,
  raw: readonly string[] | Readonly<Record<string, string>>,
): readonly Violation[] {
  const { schema, contentType, style, explode, in: place, name } = parameter
  if (schema === undefined) return []
  const say = (violations: readonly Violation[]) => reworded(violations, (text) => `the ${place} parameter ${text.replace(/^\$/, name)}`)
  if (!Array.isArray(raw)) return say(fitSchema({ document, schema, value: raw, direction: 'request', asText: true }))
  if (contentType !== undefined) {
    if (!isJsonType(contentType)) return []
    const read = readJson(raw[0] ?? '')
    return 'problem' in read
      ? [violation(`the ${place} parameter ${name} is no JSON: ${read.problem}`, parameter.node)]
      : say(fitSchema({ document, schema, value: read.value, direction: 'request' }))
  }
  const types = typesOf(bundleSchema(document, schema, 'request'))
  if (types.has('object') && !types.has('array')) return []
  if (!types.has('array'))
    return say(fitSchema({ document, schema, value: raw.length > 1 ? raw : raw[0], direction: 'request', asText: true }))
  const list = place === 'query' && explode ? raw : raw.flatMap((text: string) => (text === '' ? [] : text.split(separators[style] ?? ',')))
  return say(fitSchema({ document, schema, value: list, direction: 'request', asText: true }))
}

/** The types that a schema names, also behind one reference. */
function typesOf(schema: unknown): ReadonlySet<string> {
  if (typeof schema !== 'object' || schema === null) return new Set()
  const { type, $ref, $defs } = schema as { type?: unknown; $ref?: string; $defs?: Readonly<Record<string, unknown>> }
  if (type === undefined && $ref !== undefined) return typesOf($defs?.[$ref.slice('#/$defs/'.length)])
  return new Set([type].flat().filter((name): name is string => typeof name === 'string'))
}

function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  return new Map(
    (header ?? '').split(/;\s*/).flatMap((pair) => {
      const at = pair.indexOf('=')
      return at < 1 ? [] : [[pair.slice(0, at), pair.slice(at + 1)] as const]
    }),
  )
}

function inBody(violations: readonly Violation[]): readonly Violation[] {
  return reworded(violations, (text) => `the body: ${text}`)
}

function checkBody(document: ApiDocument, { operation }: MatchedOperation, call: SentCall): readonly Violation[] {
  const { body } = operation
  if (!call.hasBody) return body?.required === true ? [violation(`${operationName(operation)} needs a body`, bodyOf(operation))] : []
  if (body === undefined) return [violation(`${operationName(operation)} takes no body`)]
  const type = call.headers.get('content-type') ?? ''
  const content = contentFor(body.contents, type)
  if (content === undefined)
    return [
      violation(
        `the body is ${type === '' ? 'of no type' : type.split(';')[0]}; ${operationName(operation)} takes ${body.contents.map((known) => known.type).join(', ')}`,
        bodyOf(operation),
      ),
    ]
  const { schema } = content
  if (schema === undefined) return []
  if (isJsonType(type)) {
    const text = call.text()
    if (text === undefined) return []
    const read = readJson(text)
    return 'problem' in read
      ? [violation(`the body is no JSON: ${read.problem}`, schema)]
      : inBody(fitSchema({ document, schema, value: read.value, direction: 'request' }))
  }
  if (call.fields !== undefined) return missingFields(document.child(schema, 'required'), call.fields)
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    const form = new URLSearchParams(call.text() ?? '')
    const value = Object.fromEntries(
      [...new Set(form.keys())].map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : form.get(name)]),
    )
    return inBody(fitSchema({ document, schema, value, direction: 'request', asText: true }))
  }
  return []
}

function bodyOf({ node }: ApiOperation): Violation['rule'] {
  return { file: node.file, path: [...node.path, 'requestBody'] }
}

function missingFields(required: ApiNode | undefined, fields: readonly string[]): readonly Violation[] {
  if (!Array.isArray(required?.value)) return []
  return required.value
    .filter((name) => !fields.includes(String(name)))
    .map((name) => violation(`the body: missing field \`${String(name)}\``, required))
}

export function readJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: parseJson(text) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
