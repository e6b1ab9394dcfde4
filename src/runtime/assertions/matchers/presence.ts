import { isMap } from '../values/deep-equal.ts'
import { absent, describeType, describeValue } from '../values/describe-value.ts'
import { simpleMatcher } from './simple-matcher.ts'

/** Whether there is a value at all; `null` is one. */
export const exists = simpleMatcher({
  takesAbsent: true,
  states: (operand) => (operand === false ? 'does not exist' : 'exists'),
  expects: (operand) => (operand === false ? 'nothing' : 'to exist'),
  test: (actual, operand) => {
    if (typeof operand !== 'boolean') return { cannot: `\`exists\` is true or false, not ${describeValue(operand)}` }
    return (actual !== absent) === operand
  },
})

/** The value may be absent; the matchers beside it speak of one that is there. */
export const optional = simpleMatcher({
  takesAbsent: true,
  states: (operand) => (operand === true ? 'may be absent' : 'is present'),
  expects: (operand) => (operand === true ? 'anything or nothing' : 'to exist'),
  test: (actual, operand) => {
    if (typeof operand !== 'boolean') return { cannot: `\`optional\` is true or false, not ${describeValue(operand)}` }
    return operand || actual !== absent
  },
})

/** A text, list or map without content. */
export const empty = simpleMatcher({
  states: (operand) => (operand === false ? 'is not empty' : 'is empty'),
  expects: (operand) => (operand === false ? 'some content' : 'to be empty'),
  test: (actual, operand) => {
    if (typeof operand !== 'boolean') return { cannot: `\`empty\` is true or false, not ${describeValue(operand)}` }
    const length = lengthOf(actual)
    return length === undefined
      ? { cannot: `\`empty\` looks at texts, lists and objects, and this is ${describeType(actual)}` }
      : (length === 0) === operand
  },
})

/** Characters of a text, elements of a list, keys of a map, bytes; `undefined` for values that have no size. */
export function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string') return countCharacters(value)
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length
  return isMap(value) ? Object.keys(value).length : undefined
}

/** Code points, as JSON Schema counts them: an emoji is one character. */
function countCharacters(text: string): number {
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index) ?? 0
    if (code > 0xffff) index++
    count++
  }
  return count
}
