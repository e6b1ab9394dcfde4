import { describeType, describeValue } from '../values/describe-value.ts'
import type { Matcher, MatcherName } from './matcher.ts'
import { simpleMatcher } from './simple-matcher.ts'

export const startsWith = edge('startsWith', ['starts with', 'to start with'], (text, part) => text.startsWith(part))
export const endsWith = edge('endsWith', ['ends with', 'to end with'], (text, part) => text.endsWith(part))

function edge(name: MatcherName, [states, expects]: readonly [string, string], test: (text: string, part: string) => boolean): Matcher {
  return simpleMatcher({
    states: (operand) => `${states} ${describeValue(operand)}`,
    expects: (operand) => `${expects} ${describeValue(operand)}`,
    test: (actual, operand) => {
      if (typeof operand !== 'string')
        return { cannot: `\`${name}\` needs a text, and ${describeValue(operand)} is ${describeType(operand)}` }
      if (operand === '') return { cannot: `every text ${states} an empty text` }
      if (typeof actual !== 'string') return { cannot: `\`${name}\` looks at texts, and this is ${describeType(actual)}` }
      return test(actual, operand)
    },
  })
}
