import type { Write, WriteScope } from './check-entry.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { symbolOf, textArgument } from './symbols.ts'
import type { Names } from './symbol.ts'
import { give } from './untranslatable.ts'

const scopes: Readonly<Record<string, WriteScope>> = {
  'pm.environment': 'environment',
  'pm.globals': 'globals',
  'pm.collectionVariables': 'values',
  'pm.variables': 'local',
}

const legacy: Readonly<Record<string, { scope: WriteScope; unset: boolean }>> = {
  'postman.setEnvironmentVariable': { scope: 'environment', unset: false },
  'postman.setGlobalVariable': { scope: 'globals', unset: false },
  'postman.clearEnvironmentVariable': { scope: 'environment', unset: true },
  'postman.clearGlobalVariable': { scope: 'globals', unset: true },
}

/** A call that sets or removes a variable; `undefined` for any other. */
export function readWrite(node: AnyNode & { type: 'CallExpression' }, names: Names): Write | undefined {
  const target = writeTarget(node)
  if (target === undefined) return undefined
  const name = textArgument(node.arguments[0], names)
  if (target.unset) return { ...target, name, value: { kind: 'literal', value: null } }
  const value = node.arguments[1]
  return { ...target, name, value: value === undefined ? give('set() without a value') : symbolOf(value, names) }
}

export function writeTarget(node: AnyNode & { type: 'CallExpression' }): { scope: WriteScope; unset: boolean } | undefined {
  const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
  if (path === undefined) return undefined
  const old = Object.hasOwn(legacy, path.join('.')) ? legacy[path.join('.')] : undefined
  if (old !== undefined) return old
  const scope = scopes[path.slice(0, -1).join('.')]
  const method = path.at(-1)
  return scope === undefined || (method !== 'set' && method !== 'unset') ? undefined : { scope, unset: method === 'unset' }
}
