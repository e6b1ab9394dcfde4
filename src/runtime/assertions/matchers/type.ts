import { isMap, isNumeric } from '../values/deep-equal.ts'
import { describeType, describeValue } from '../values/describe-value.ts'
import { simpleMatcher } from './simple-matcher.ts'

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: isNumeric,
  integer: (value) => typeof value === 'bigint' || Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: isMap,
  null: (value) => value === null,
}

/** A type of JSON, or a list of allowed ones. */
export const type = simpleMatcher({
  states: (operand) => `is ${describe(operand)}`,
  expects: (operand) => describe(operand),
  test: (actual, operand) => {
    const names = list(operand)
    if (names.length === 0) return { cannot: 'the list of `type` is empty' }
    for (const name of names) {
      if (typeof name !== 'string' || !Object.hasOwn(types, name))
        return { cannot: `${describeValue(name)} is not a type; the types are ${Object.keys(types).join(', ')}` }
    }
    return names.some((name) => types[String(name)]?.(actual) === true)
  },
  explain: (actual, operand) => ({ message: `expected ${describe(operand)}, got ${withType(actual)}` }),
})

function withType(actual: unknown): string {
  return actual === null ? 'null' : `${describeValue(actual)} (${describeType(actual)})`
}

function describe(operand: unknown): string {
  return list(operand)
    .map((name) => (name === 'null' ? 'null' : /^[aeiou]/.test(String(name)) ? `an ${name}` : `a ${String(name)}`))
    .join(' or ')
}

function list(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? operand : [operand]
}
