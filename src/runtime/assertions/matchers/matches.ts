import { describeType, describeValue } from '../values/describe-value.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** A JavaScript regular expression that is found anywhere in the text; `^` and `$` tie it down. */
export const matches = simpleMatcher({
  states: (operand) => `matches ${describePattern(operand)}`,
  expects: (operand) => `to match ${describePattern(operand)}`,
  test: (actual, operand) => {
    if (typeof operand !== 'string')
      return { cannot: `\`matches\` needs a regular expression, and ${describeValue(operand)} is ${describeType(operand)}` }
    if (operand === '') return { cannot: 'an empty regular expression matches every text' }
    if (typeof actual !== 'string') return { cannot: `\`matches\` looks at texts, and this is ${describeType(actual)}` }
    const pattern = compile(operand)
    return pattern instanceof RegExp ? pattern.test(actual) : { cannot: pattern.problem }
  },
})

const compiled = new Map<string, RegExp | { readonly problem: string }>()

function compile(source: string): RegExp | { readonly problem: string } {
  let pattern = compiled.get(source)
  if (pattern === undefined) {
    try {
      pattern = new RegExp(source)
    } catch (error) {
      pattern = { problem: error instanceof Error ? error.message : String(error) }
    }
    if (compiled.size > 1000) compiled.clear()
    compiled.set(source, pattern)
  }
  return pattern
}

function describePattern(operand: unknown): string {
  return typeof operand === 'string' ? `/${operand}/` : describeValue(operand)
}
