import { literalText, literalValue, titleText } from '../plain-text.ts'
import { UniqueNames } from '../postman/names.ts'
import { pathText } from './build-operation.ts'
import type { RequestNames, SampledOperation } from './build-operation.ts'
import { queryEntries } from './query-entries.ts'
import { definitionsOf, flatten, isKeywords } from './sample-schema.ts'
import { schemaTester } from './schema-tester.ts'
import { wrongValues } from './wrong-values.ts'

export interface OperationTests {
  readonly title: string
  readonly happy: Record<string, unknown>
  /** Absent where the document describes no answer for what is wrong. */
  readonly refused: Record<string, unknown> | undefined
}

type Case = Readonly<Record<string, unknown>> & { readonly name: string }

/** As many as are read before they are skipped over. */
const mostCases = 12

export function testsOf(sampled: SampledOperation, names: RequestNames): OperationTests {
  const { operation } = sampled
  // summaries are sentences, and a title goes on: `…, refused`
  const title = titleText(operation.summary ?? sampled.name).replace(/\.$/, '')
  const cases = casesOf(sampled, names)
  return {
    title: title === '' ? sampled.name : title,
    happy: { request: names.request, expect: { status: happyStatus(sampled) }, ...(isRedirect(sampled) && { redirects: 0 }) },
    refused: cases.length === 0 ? undefined : { request: names.request, cases },
  }
}

function happyStatus({ operation }: SampledOperation): unknown {
  const statuses = operation.responses.map(({ status }) => status)
  const good = statuses.filter((status) => /^2\d\d$/.test(status)).map(Number)
  if (good.length > 0) return good.length === 1 ? good[0] : good
  const other = statuses.find((status) => /^2XX$|^3(?:\d\d|XX)$/.test(status))
  return other === undefined ? '2xx' : /XX/.test(other) ? other.toLowerCase() : Number(other)
}

function isRedirect({ operation }: SampledOperation): boolean {
  const statuses = operation.responses.map(({ status }) => status)
  return statuses.some((status) => status.startsWith('3')) && !statuses.some((status) => status.startsWith('2'))
}

function casesOf(sampled: SampledOperation, names: RequestNames): readonly Case[] {
  const documented = new Set(sampled.operation.responses.map(({ status }) => status))
  const refused = refusedStatus(documented)
  const unique = new UniqueNames((number) => ` (${number})`)
  const wrong =
    refused === undefined
      ? []
      : [...bodyCases(sampled), ...parameterCases(sampled, names)]
          .slice(0, mostCases)
          .map((found) => ({ ...found, expect: { status: refused } }))
  const named = [...wrong, ...loginCases(sampled, documented), ...unknownCases(sampled, names, documented)]
  return named.map((found) => ({ ...found, name: unique.claim(titleText(found.name)) }))
}

function refusedStatus(documented: ReadonlySet<string>): unknown {
  const exact = ['400', '422'].filter((status) => documented.has(status)).map(Number)
  if (exact.length > 0) return exact.length === 1 ? exact[0] : exact
  return documented.has('4XX') || documented.has('default') ? '4xx' : undefined
}

/** Changes to one key of the body, each tried on the schema: only what it forbids is a case. */
function bodyCases({ body }: SampledOperation): readonly Case[] {
  if (body?.key !== 'json' || !isKeywords(body.value)) return []
  const { value, schema } = body
  const fits = schemaTester(schema)
  if (fits === undefined || !fits(value)) return []
  const definitions = definitionsOf(schema)
  const flat = flatten(schema, definitions)
  const properties = isKeywords(flat['properties']) ? flat['properties'] : {}
  const required = Array.isArray(flat['required']) ? flat['required'].map(String) : []
  const missing = required
    .filter((name) => Object.hasOwn(value, name))
    .map((name) => ({ name: `no ${name}`, changed: withoutKey(value, name), change: { unset: [literalText(keyPath(name))] } }))
  const wrong = Object.keys(value).flatMap((name) => {
    if (!Object.hasOwn(properties, name)) return []
    return wrongValues(name, flatten(properties[name], definitions)).map((found) => ({
      name: found.name,
      changed: { ...value, [name]: found.value },
      change: { patch: { [keyPath(name)]: literalValue(found.value) } },
    }))
  })
  const strange = { name: 'a key that nobody knows', changed: { ...value, unexpected: true }, change: { patch: { '$.unexpected': true } } }
  return [...missing, ...wrong, strange].filter(({ changed }) => !fits(changed)).map(({ name, change }) => ({ name, ...change }))
}

function withoutKey(value: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))
}

function keyPath(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `$.${name}` : `$['${name.replaceAll(/['\\]/g, String.raw`\$&`)}']`
}

function parameterCases(sampled: SampledOperation, names: RequestNames): readonly Case[] {
  return sampled.parameters.flatMap(({ parameter, schema, value }): Case[] => {
    const { name, in: place, required } = parameter
    const flat = flatten(schema, definitionsOf(schema))
    const isList = flat['type'] === 'array' || flat['type'] === 'object' || parameter.contentType !== undefined
    const wrong = isList ? [] : wrongValues(name, flat).filter((found) => !Array.isArray(found.value) && found.value !== '')
    if (place === 'query') {
      const names = queryEntries(parameter, value).map(([key]) => key)
      // the keys of an object that is spread over the query are no longer told from others
      const isSpread = names.some((key) => key !== name && !key.startsWith(`${name}[`))
      const absent = required && !isSpread ? [{ name: `no ${name}`, query: Object.fromEntries(names.map((key) => [key, null])) }] : []
      return [
        ...absent,
        ...wrong
          .filter((found) => found.value !== '~ ~' || flat['pattern'] === undefined)
          .map((found) => ({ name: found.name, query: { [name]: found.value } })),
      ]
    }
    // lengths and forms of a path are often a matter of routing, and answered with 404
    if (place !== 'path' || !['integer', 'number'].includes(String(flat['type']))) return []
    return wrong
      .filter((found) => found.value === 'many')
      .map((found) => ({ name: found.name, [sampled.operation.method]: withParameter(sampled, names, { name, text: 'many' }) }))
  })
}

function withParameter({ operation }: SampledOperation, names: RequestNames, changed: { name: string; text: string }): string {
  return pathText(operation.path, (name) =>
    name === changed.name ? literalText(changed.text) : `\${variables.${names.variables.get(name) ?? name}}`,
  )
}

function loginCases({ auth }: SampledOperation, documented: ReadonlySet<string>): readonly Case[] {
  const status = ['401', '403'].find((code) => documented.has(code))
  if (auth === undefined || status === undefined || !('auth' in auth.keys)) return []
  return [{ name: 'without credentials', auth: null, expect: { status: Number(status) } }]
}

function unknownCases(sampled: SampledOperation, names: RequestNames, documented: ReadonlySet<string>): readonly Case[] {
  const last = sampled.parameters.findLast(({ parameter }) => parameter.in === 'path')
  if (!documented.has('404') || last === undefined) return []
  const flat = flatten(last.schema, definitionsOf(last.schema))
  const text = unknownValue(flat)
  if (text === undefined) return []
  const { name } = last.parameter
  return [{ name: `unknown ${name}`, [sampled.operation.method]: withParameter(sampled, names, { name, text }), expect: { status: 404 } }]
}

function unknownValue({ type, format, pattern, enum: values, maximum, maxLength }: Readonly<Record<string, unknown>>): string | undefined {
  if (Array.isArray(values)) return undefined
  if (type === 'integer' || type === 'number') return typeof maximum === 'number' && maximum < 999_999_999 ? undefined : '999999999'
  if (format === 'uuid') return '00000000-0000-4000-8000-000000000000'
  if (pattern !== undefined || (format !== undefined && format !== 'string') || (typeof maxLength === 'number' && maxLength < 12))
    return undefined
  return 'no-such-one'
}
