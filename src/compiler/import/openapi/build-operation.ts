import { createHash } from 'node:crypto'
import type { ApiDocument } from '../../../openapi/api-document.ts'
import { isJsonType, operationName } from '../../../openapi/api-operations.ts'
import type { ApiContent, ApiOperation, ApiParameter } from '../../../openapi/api-operations.ts'
import { bundleSchema } from '../../../openapi/bundle-schema.ts'
import type { JsonSchema } from '../../../openapi/bundle-schema.ts'
import { literalText, literalValue } from '../plain-text.ts'
import { authOf } from './auth-of.ts'
import type { SchemeKeys } from './auth-of.ts'
import { fittingSample } from './fitting-sample.ts'
import { queryEntries, scalarOf } from './query-entries.ts'
import { definitionsOf, flatten, isKeywords, sampleSchema } from './sample-schema.ts'

/** A parameter's value, with the schema that it is to fit. */
export interface SampledParameter {
  readonly parameter: ApiParameter
  readonly schema: JsonSchema
  readonly value: unknown
}

export interface SampledBody {
  readonly key: 'json' | 'form' | 'multipart' | 'text'
  readonly value: unknown
  readonly schema: JsonSchema
  /** Sent with a text that is of another type than `text/plain`. */
  readonly type?: string | undefined
}

/** An operation with values for everything that it takes. */
export interface SampledOperation {
  readonly operation: ApiOperation
  readonly name: string
  readonly parameters: readonly SampledParameter[]
  readonly body: SampledBody | undefined
  readonly auth: SchemeKeys | undefined
  /** Keys of the JSON object that a successful answer is. */
  readonly answerKeys: readonly string[]
  /** Changes whenever anything of the operation does. */
  readonly fingerprint: string
}

export function sampleOperation(document: ApiDocument, operation: ApiOperation): SampledOperation {
  const parameters = operation.parameters.map((parameter) => sampleParameter(document, parameter))
  const body = sampleBody(document, operation)
  const answers = operation.responses.map(({ status, contents }) => [
    status,
    contents.map(({ type, schema }) => [type, schema && bundleSchema(document, schema, 'response')]),
  ])
  const { summary, id, tags, security } = operation
  return {
    operation,
    name: operationName(operation),
    parameters,
    body,
    auth: authOf(document, operation.security[0] ?? []),
    answerKeys: answerKeysOf(document, operation),
    fingerprint: createHash('sha256')
      .update(
        JSON.stringify([
          id,
          summary,
          tags,
          security,
          parameters.map(({ schema, parameter: { name, in: place, required, examples } }) => [name, place, required, schema, examples]),
          body,
          answers,
        ]),
      )
      .digest('hex')
      .slice(0, 16),
  }
}

function answerKeysOf(document: ApiDocument, { responses }: ApiOperation): readonly string[] {
  const answer = responses.find(({ status }) => /^20[01]$/.test(status))
  const schema = answer?.contents.find(({ type }) => isJsonType(type))?.schema
  if (schema === undefined) return []
  const bundle = bundleSchema(document, schema, 'response')
  return Object.keys(flatten(bundle, definitionsOf(bundle))['properties'] ?? {})
}

function sampleParameter(document: ApiDocument, parameter: ApiParameter): SampledParameter {
  const schema = parameter.schema === undefined ? true : bundleSchema(document, parameter.schema, 'request')
  const [example] = parameter.examples
  return { parameter, schema, value: exactNumbers(example ?? sampleSchema(schema, parameter.name)) }
}

/** The first content that the language has a body key for; JSON before others. */
function sampleBody(document: ApiDocument, { body }: ApiOperation): SampledBody | undefined {
  const contents = body?.contents ?? []
  const kinds: readonly (readonly [SampledBody['key'], (type: string) => boolean])[] = [
    ['json', (type) => isJsonType(type) || type === '*/*'],
    ['form', (type) => type.startsWith('application/x-www-form-urlencoded')],
    ['multipart', (type) => type.startsWith('multipart/')],
    ['text', (type) => type.startsWith('text/')],
  ]
  for (const [key, fits] of kinds) {
    const content = contents.find(({ type }) => fits(type.toLowerCase()))
    if (content !== undefined) return sampleContent(document, key, content)
  }
  const [other] = contents
  return other && sampleOther(document, other)
}

/** `undefined` for a form without fields, which sends nothing. */
function sampleContent(document: ApiDocument, key: SampledBody['key'], { schema: node, examples }: ApiContent): SampledBody | undefined {
  const schema = node === undefined ? true : bundleSchema(document, node, 'request')
  const value = exactNumbers(fittingSample(schema, { name: 'value', examples }))
  if (key === 'json') return { key, value: value ?? {}, schema }
  if (key === 'text') return { key, value: typeof value === 'string' ? value : 'text', schema }
  const fields = isKeywords(value) ? value : {}
  if (Object.keys(fields).length === 0) return undefined
  const properties = flatten(schema, definitionsOf(schema))['properties']
  const partOf = (name: string, field: unknown): unknown =>
    (key === 'multipart' && isKeywords(properties)
      ? filePart(name, flatten(properties[name], definitionsOf(schema)), schema)
      : undefined) ?? scalarOf(field)
  return { key, schema, value: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, partOf(name, field)])) }
}

/** A part that is a file: `format: binary` in 3.0, `contentMediaType` in 3.1. */
function filePart(name: string, property: Readonly<Record<string, unknown>>, schema: JsonSchema): unknown {
  if (property['type'] === 'array') {
    const part = filePart(name, flatten(property['items'], definitionsOf(schema)), schema)
    return part === undefined ? undefined : [part]
  }
  const type = property['contentMediaType']
  const isFile = property['format'] === 'binary' || (typeof type === 'string' && !isJsonType(type))
  if (!isFile) return undefined
  return { text: name, filename: `${name}.txt`, contentType: typeof type === 'string' ? type : 'application/octet-stream' }
}

/** Bytes, XML and the like: the document's example where it is a text. */
function sampleOther(document: ApiDocument, { type, schema, examples }: ApiContent): SampledBody {
  const [example] = examples
  return {
    key: 'text',
    value: typeof example === 'string' ? example : 'text',
    schema: schema === undefined ? true : bundleSchema(document, schema, 'request'),
    type: type.includes('*') ? 'application/octet-stream' : type,
  }
}

/** Whole numbers beyond what JSON keeps exactly came rounded already, and a spec may not hold them. */
function exactNumbers(value: unknown): unknown {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return Math.sign(value) * Number.MAX_SAFE_INTEGER
  if (Array.isArray(value)) return value.map(exactNumbers)
  return isKeywords(value) ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, exactNumbers(part)])) : value
}

export interface RequestNames {
  readonly request: string
  /** The fixture of the body. */
  readonly fixture: string | undefined
  /** The variable of each path parameter. */
  readonly variables: ReadonlyMap<string, string>
}

/** The request as an entry of `requests`. */
export function requestOf(
  { operation, parameters, body, auth }: SampledOperation,
  names: RequestNames,
  { authDefault }: { authDefault: string },
): Record<string, unknown> {
  const own = JSON.stringify(auth?.keys ?? {})
  const { summary, description } = operation
  const about = operation.id === undefined || summary === undefined ? undefined : summary === '' ? description : summary
  const optional = (place: string) =>
    parameters.filter(
      ({ parameter, value }) => parameter.in === place && (parameter.required || parameter.examples.length > 0) && value !== undefined,
    )
  const query = optional('query').flatMap(({ parameter, value }) => queryEntries(parameter, value))
  const headers = optional('header').filter(({ parameter }) => !/^(?:accept|content-type|authorization)$/i.test(parameter.name))
  const cookies = optional('cookie')
  const sent = [
    ...headers.map(({ parameter, value }) => [parameter.name, headerText(value)] as const),
    ...(body?.type === undefined ? [] : [['content-type', body.type] as const]),
  ]
  return {
    ...(about !== undefined && { description: literalText(about.replaceAll(/\s+/g, ' ').trim()) }),
    [operation.method]: pathText(operation.path, (name) => `\${variables.${names.variables.get(name) ?? name}}`),
    ...(query.length > 0 && { query: literalValue(Object.fromEntries(query)) }),
    ...(sent.length > 0 && { headers: literalValue(Object.fromEntries(sent)) }),
    ...(cookies.length > 0 && {
      cookies: literalValue(Object.fromEntries(cookies.map(({ parameter, value }) => [parameter.name, headerText(value)]))),
    }),
    ...(own !== authDefault && (auth === undefined ? (authDefault.includes('"auth"') ? { auth: null } : {}) : auth.keys)),
    ...(body !== undefined && { [body.key]: names.fixture === undefined ? literalValue(body.value) : `\${fixtures.${names.fixture}}` }),
  }
}

/** A path of the document with its parameters filled in; what a URL cannot hold as it is, is encoded, and what stands behind `#` is only a name. */
export function pathText(path: string, fill: (name: string) => string): string {
  return path
    .replace(/#.*/s, '')
    .split(/(\{[^{}]+\})/)
    .map((part) =>
      /^\{.+\}$/.test(part) ? fill(part.slice(1, -1)) : literalText(part.replaceAll(/\s/g, (character) => encodeURIComponent(character))),
    )
    .join('')
}

function headerText(value: unknown): string {
  const text = Array.isArray(value) ? value.map(String).join(',') : String(scalarOf(value))
  // oxlint-disable-next-line no-control-regex -- no header can carry them
  return text.replaceAll(/[\u0000-\u001f\u007f]+/g, ' ').trim()
}
