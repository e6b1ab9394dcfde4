import type { AnyNode } from './parse-script.ts'
import type { ExpectMap } from './expect-map.ts'
import type { Names, Symbol } from './symbol.ts'
import { symbolOf } from './symbols.ts'
import { give } from './untranslatable.ts'

/** `expect(() => pm.response.json()).to.not.throw()` */
export function addNoThrow(subject: Symbol, { not, into, names }: { not: boolean; into: ExpectMap; names: Names }): void {
  if (subject.kind !== 'thunk' || !not) return give('an assertion on what a function throws')
  for (const statement of subject.body) {
    if (statement.type === 'VariableDeclaration') for (const { init } of statement.declarations) addRead(init ?? undefined)
    else if (statement.type === 'ReturnStatement') addRead(statement.argument ?? undefined)
    else if (statement.type === 'ExpressionStatement') addRead(statement.expression)
    else return give('a function of statements')
  }

  function addRead(node: AnyNode | undefined): void {
    if (node === undefined) return give('a function of statements')
    const assigned =
      node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier' ? node.left.name : undefined
    const read = symbolOf(node.type === 'AssignmentExpression' ? node.right : node, names)
    if (read.kind !== 'body') return give('a function that reads something else')
    into.addPath(read.path, { exists: true })
    if (node.type === 'AssignmentExpression') names.assign(assigned ?? give('an assignment to a property'), read)
  }
}
