import { deepEqual, isNumeric } from '../values/deep-equal.ts'
import { describeValue } from '../values/describe-value.ts'
import type { Unit } from '../values/units.ts'
import type { Vocabulary } from './matcher.ts'
import { readNumber } from './read-number.ts'

/** Values of JSON, written as JSON. */
export function plainVocabulary(folder: string): Vocabulary {
  return { folder, literal: (expected) => describeValue(expected), received: (actual) => describeValue(actual), equals: deepEqual }
}

/** Numbers that expectations write with a unit. */
export function unitVocabulary(folder: string, unit: Unit): Vocabulary {
  return {
    folder,
    unit,
    literal: (expected) => (typeof expected === 'string' ? expected : describeValue(expected)),
    received: (actual) => (typeof actual === 'number' ? unit.format(actual) : describeValue(actual)),
    equals: (expected, actual) => {
      const value = readNumber(expected, { unit })
      return isNumeric(value) ? value === actual : value
    },
  }
}
