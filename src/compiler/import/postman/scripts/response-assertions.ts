import type { AnyNode } from './parse-script.ts'
import { addMatcher, opposite, scalar } from './conditions.ts'
import type { ExpectMap } from './expect-map.ts'
import { readSchema } from './read-schema.ts'
import type { Names } from './symbol.ts'
import { symbolOf, textArgument } from './symbols.ts'
import { give } from './untranslatable.ts'
import { addLink, fillers, nestedPath } from './value-assertions.ts'
import type { Flags, Link } from './value-assertions.ts'

const statusClasses: Readonly<Record<string, unknown>> = {
  info: '1xx',
  success: '2xx',
  redirection: '3xx',
  clientError: '4xx',
  serverError: '5xx',
  ok: 200,
  accepted: 202,
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  notAcceptable: 406,
  rateLimited: 429,
}

/** `pm.response.to.…` */
export function addResponse(links: readonly Link[], into: ExpectMap, names: Names): void {
  const not = links.some(({ name, arguments: given }) => name === 'not' && given === undefined)
  const [last, ...others] = links.filter(({ name }) => name !== 'not' && !fillers.has(name)).toReversed()
  if (last === undefined) return give('an assertion without a condition, which can never fail')
  if (others.length > 0) return addResponseChain(others.toReversed(), last, { not, into, names })
  const { name, arguments: given } = last
  const at = (index: number): AnyNode => given?.[index] ?? give(`\`${name}\` without an argument`)
  if (given === undefined) {
    if (Object.hasOwn(statusClasses, name)) return into.add({ kind: 'status' }, opposite({ equals: statusClasses[name] }, !not))
    if (name === 'error') return into.add({ kind: 'status' }, not ? { not: { oneOf: ['4xx', '5xx'] } } : { oneOf: ['4xx', '5xx'] })
    if (name === 'withBody') return into.add({ kind: 'text' }, { empty: not })
    if (name === 'json') return not ? give('not json') : into.addEntry('jsonPath', '$', { exists: true })
    return give(`\`${name}\``)
  }
  switch (name) {
    case 'status': {
      const status = symbolOf(at(0), names)
      if (status.kind === 'variable' && !not) return into.add({ kind: 'status' }, { equals: scalar(status) })
      if (status.kind !== 'literal') return give('a status that is computed')
      if (typeof status.value === 'string')
        return addMatcher({ kind: 'reason' }, not ? give('not a reason phrase') : { equals: status.value }, into)
      return into.add({ kind: 'status' }, opposite({ equals: status.value }, !not))
    }
    case 'header': {
      const header = textArgument(at(0), names).toLowerCase()
      if (given[1] === undefined) return into.addEntry('headers', header, { exists: !not })
      return into.addEntry(
        'headers',
        header,
        not ? { optional: true, not: scalar(symbolOf(given[1], names)) } : { equals: scalar(symbolOf(given[1], names)) },
      )
    }
    case 'body':
      if (not) return give('not body()')
      return into.add({ kind: 'text' }, given[0] === undefined ? { empty: false } : { equals: textArgument(given[0], names) })
    case 'jsonBody': {
      if (not) return give('not jsonBody()')
      if (given[0] === undefined) return into.addEntry('jsonPath', '$', { exists: true })
      const path = nestedPath(textArgument(given[0], names))
      if (given[1] === undefined) return into.addPath(path, { exists: true })
      return into.addPath(path, { equals: scalar(symbolOf(given[1], names)) })
    }
    case 'jsonSchema':
      if (not) return give('not jsonSchema()')
      return into.set('jsonSchema', readSchema(symbolOf(at(0), names), 'ajv'))
    default:
      return give(`\`${name}()\``)
  }
}

/** `pm.response.to.have.responseTime.below(200)`; `to.be.ok.and.…` */
function addResponseChain(first: readonly Link[], last: Link, { not, into, names }: { not: boolean; into: ExpectMap; names: Names }): void {
  const [only] = first
  if (first.length === 1 && only?.name === 'responseTime' && only.arguments === undefined) {
    const flags: Flags = { not, deep: false, nested: false, include: false, any: false }
    return addLink({ kind: 'time' }, last, { flags, into, names })
  }
  if (not) return give('a chain with not')
  for (const link of [...first, last]) addResponse([link], into, names)
}
