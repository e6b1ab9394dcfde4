import type { Answer } from './answer.ts'
import { compileMatcher } from './compile-matcher.ts'

/** Headers that have one line in the answer, by the common matchers. Servers repeat their headers, so what was found out is remembered. */
export function compileHeaderCheck(expected: unknown): (answer: Answer) => boolean {
  const checks = Object.entries(expected ?? {}).map(([name, operand]) => {
    const matches = compileMatcher(operand)
    const line = new RegExp(`\\r\\n${name.replaceAll(/[^A-Za-z0-9-]/g, String.raw`\$&`)}:[ \\t]*([^\\r]*?)[ \\t]*(?=\\r\\n|$)`, 'gi')
    return (head: string): boolean => {
      const found = [...head.matchAll(line)]
      return found.length === 1 && matches(found[0]?.[1])
    }
  })
  const known = new Map<string, boolean>()
  return ({ head }) => {
    let holds = known.get(head)
    if (holds === undefined) {
      holds = checks.length > 0 && checks.every((check) => check(head))
      if (known.size >= 200) known.clear()
      known.set(head, holds)
    }
    return holds
  }
}
