import { refText } from '../references.ts'
import type { Names, Symbol } from './symbol.ts'
import { give } from './untranslatable.ts'

/** What `pm.environment` and its like have of their own. */
export const scopeMethods = new Set(['get', 'set', 'unset', 'has', 'clear', 'toObject', 'replaceIn', 'name', 'toJSON', 'values'])

export const getters = new Set(['environment', 'globals', 'variables', 'collectionVariables', 'iterationData'])

export function identifier(name: string, { values }: Names): Symbol {
  const known = values.get(name)
  if (known !== undefined) return known
  if (name === 'undefined') return { kind: 'literal', value: undefined }
  if (name === 'tv4') return { kind: 'validator' }
  if (name === 'responseBody') return { kind: 'text' }
  if (name === 'responseTime') return { kind: 'time' }
  return give(`the name \`${name}\``)
}

export function property(owner: Symbol, key: string | number, names: Names): Symbol {
  if (owner.kind === 'item') {
    if (key === 'length') return { kind: 'length', of: owner }
    return { ...owner, path: [...owner.path, key] }
  }
  if (owner.kind === 'literal' && typeof owner.value === 'object' && owner.value !== null && Object.hasOwn(owner.value, key))
    return { kind: 'literal', value: (owner.value as Record<string | number, unknown>)[key] }
  if (key === 'length' && (owner.kind === 'body' || owner.kind === 'text' || owner.kind === 'keys')) {
    if (owner.kind === 'body' && owner.soft !== true) names.onDeref(owner.path)
    return { kind: 'length', of: owner }
  }
  if (owner.kind === 'found') return { ...owner, path: [...owner.path, key] }
  if (owner.kind === 'validator' && key === 'errors') return { kind: 'literal', value: null }
  if (owner.kind === 'response') return named(['pm', 'response', String(key)])
  if (owner.kind !== 'body') return give(`\`.${key}\` of ${owner.kind}`)
  if (owner.soft !== true) names.onDeref(owner.path)
  return { kind: 'body', path: [...owner.path, key] }
}

export function named(path: readonly string[]): Symbol {
  const text = path.join('.')
  const fixed: Readonly<Record<string, Symbol>> = {
    'pm.response.code': { kind: 'status' },
    'pm.response.responseTime': { kind: 'time' },
    'pm.response.responseSize': { kind: 'bodySize' },
    'pm.response.status': { kind: 'reason' },
    'responseCode.code': { kind: 'status' },
    'responseCode.name': { kind: 'reason' },
    'pm.response': { kind: 'response' },
  }
  const found = Object.hasOwn(fixed, text) ? fixed[text] : undefined
  if (found !== undefined) return found
  return give(`\`${text}\``)
}

export function body(names: Names): Symbol {
  names.onJson()
  return { kind: 'body', path: [] }
}

export function variable(name: string, { known, written, onUnset }: Names): Symbol {
  if (!known.has(name)) onUnset(name)
  return { kind: 'variable', text: refText(name), names: [name], whole: true, ...(written.has(name) && { stale: true }) }
}

export function isReader(path: readonly string[]): boolean {
  return (
    /^(?:pm\.response\.(?:json|text|reason)|pm\.response\.headers\.get|postman\.get\w+|JSON\.parse|Object\.keys)$/.test(path.join('.')) ||
    (path[0] === 'pm' && getters.has(path[1] ?? '') && path[2] === 'get')
  )
}
