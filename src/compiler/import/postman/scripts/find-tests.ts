import { memberPath, parseScript, walk } from './parse-script.ts'
import type { AnyNode } from './parse-script.ts'

export interface FoundTest {
  /** As written; `undefined` where it is computed. */
  readonly name: string | undefined
  readonly line: number
}

/** Every `pm.test` and `tests[…] =` of a script, in the order of the text. */
export function findTests(code: string): readonly FoundTest[] {
  const parsed = parseScript(code)
  if ('mistake' in parsed)
    return [...code.matchAll(/\bpm\.test(?:\.skip)?\s*\(\s*(["'`])(.*?)\1/g)].map((match) => ({
      name: match[2],
      line: lineOf(code, match.index),
    }))
  const found: FoundTest[] = []
  walk(parsed.program, (node) => {
    if (node.type === 'CallExpression' && node.callee.type !== 'Super') {
      const path = memberPath(node.callee)?.join('.')
      if (path === 'pm.test' || path === 'pm.test.skip') found.push({ name: literal(node.arguments[0]), line: lineOf(code, node.start) })
    } else if (
      node.type === 'AssignmentExpression' &&
      node.left.type === 'MemberExpression' &&
      node.left.object.type === 'Identifier' &&
      node.left.object.name === 'tests'
    )
      found.push({ name: node.left.computed ? literal(node.left.property) : memberPath(node.left)?.at(-1), line: lineOf(code, node.start) })
  })
  return found
}

function literal(node: AnyNode | undefined): string | undefined {
  if (node?.type === 'Literal') return String(node.value)
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined
}

function lineOf(code: string, offset: number): number {
  return code.slice(0, offset).split('\n').length
}
