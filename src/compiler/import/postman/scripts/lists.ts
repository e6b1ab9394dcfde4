import type { AnyNode } from './parse-script.ts'
import { eachItem } from './symbol.ts'
import type { Names, Symbol, Test } from './symbol.ts'
import { give } from './untranslatable.ts'

/** What a function of one item gives back, and the names that it knows; `undefined` where it is another kind of function. */
export function callbackOf(
  list: Symbol,
  callback: AnyNode | undefined,
  names: Names,
): { readonly node: AnyNode; readonly names: Names } | undefined {
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return undefined
  const [param] = callback.params
  if (param?.type !== 'Identifier' || callback.async) return undefined
  const node = callback.body.type === 'BlockStatement' ? returned(callback.body.body) : callback.body
  if (node === undefined || node === null) return undefined
  return { node, names: { ...names, values: new Map([...names.values, [param.name, { kind: 'item', list, path: [] }]]) } }
}

function returned([only, ...more]: readonly AnyNode[]): AnyNode | null | undefined {
  return only?.type === 'ReturnStatement' && more.length === 0 ? only.argument : undefined
}

/** `list.map((item) => item.id)` */
export function mapped(list: Symbol, item: Symbol | undefined, names: Names): Symbol {
  if (list.kind !== 'body' || item?.kind !== 'item') return give('.map()')
  demandList(list, names)
  return { kind: 'body', path: [...list.path, eachItem, ...item.path] }
}

/** `list.find((item) => item.id === 1)` */
export function found(list: Symbol, test: Test | undefined, names: Names): Symbol {
  if (list.kind !== 'body' || test?.kind !== 'compare' || !test.operator.startsWith('==')) return give('.find()')
  const [item, value] = test.left.kind === 'item' ? [test.left, test.right] : [test.right, test.left]
  if (item.kind !== 'item' || (value.kind !== 'literal' && value.kind !== 'variable')) return give('.find()')
  if (test.operator === '==' && value.kind === 'variable') return give('.find() with ==')
  demandList(list, names)
  return { kind: 'found', list: list.path, by: item.path, value, path: [] }
}

/** `list.filter((item) => item.id === 1)` */
export function filtered(list: Symbol, test: Test | undefined, names: Names): Symbol {
  const one = found(list, test, names)
  if (one.kind !== 'found' || (test?.kind === 'compare' && test.operator !== '===')) return give('.filter()')
  return { kind: 'filtered', list: one.list, by: one.by, value: one.value }
}

/** `list.pop()`: the last item, and at the next call the one before it. */
export function popped(list: Symbol, call: AnyNode, names: Names): Symbol {
  if (list.kind !== 'body' || list.path.includes(eachItem) || names.popped === undefined) return give('.pop()')
  demandList(list, names)
  const key = JSON.stringify(list.path)
  const calls = names.popped.get(key) ?? []
  // a statement may be read twice
  if (!calls.includes(call)) calls.push(call)
  names.popped.set(key, calls)
  return { kind: 'body', path: [...list.path, -1 - calls.indexOf(call)] }
}

/** A list that `pop` has shortened is no longer that of the answer. */
export function whole(value: Symbol, names: Names): Symbol {
  return value.kind === 'body' && names.popped?.has(JSON.stringify(value.path)) === true ? give('a list that pop() has shortened') : value
}

/** `list.every((item) => item.id > 0)`, and `some` */
export function quantified(kind: 'every' | 'some', list: Symbol, test: Test | undefined, names: Names): Test {
  if (test === undefined || list.kind !== 'body') return give(`.${kind}`)
  demandList(list, names)
  return { kind, of: list, item: { kind: 'item', list, path: [] }, test }
}

/** Going through a part of the body demands that it is a list, unless the script has an empty one for what is missing. */
function demandList(list: Symbol & { kind: 'body' }, names: Names): void {
  if (list.soft === true) return give('a list that may be missing')
  names.onList(list.path)
}
