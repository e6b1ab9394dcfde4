import { evaluate } from '../matchers/evaluate.ts'
import type { Subject, Vocabulary } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import { isMap } from '../values/deep-equal.ts'
import { describeValue } from '../values/describe-value.ts'
import type { ExpectKind } from './expect-kind.ts'
import { result, results } from './expect-kind.ts'

/** A number, a class such as `2xx`, a list of both, `any`, or matchers. */
export const status: ExpectKind = (call) => {
  const { expected, response, context } = call
  if (expected === 'any')
    return [result(call, { held: true, text: `status may be any, and is ${response.status}`, actual: response.status })]
  const subject: Subject = {
    name: 'status',
    content: { kind: 'value', value: response.status },
    vocabulary: statusVocabulary(context.folder),
  }
  if (!Array.isArray(expected)) return results(call, [], evaluate(subject, expected))
  if (expected.length === 0 || expected.includes('any'))
    throw new Error('A list of expected statuses holds numbers and classes, at least one')
  return results(
    call,
    [],
    evaluate(subject, { oneOf: expected }).map((found) => ({ ...found, path: [] })),
  )
}

/** Where the spec says nothing about the status, 400 and above is a failure. */
export const impliedStatus: ExpectKind = (call) => {
  const { status: actual } = call.response
  const text = 'status is below 400'
  if (actual < 400) return [result(call, { held: true, text, actual, expected: undefined })]
  return [
    result(call, {
      held: false,
      text,
      message: `status: expected below 400, got ${actual}`,
      actual,
      expected: undefined,
      hint: `Where no status is expected, 400 and above is a failure; \`expect: { status: ${actual} }\` expects it, \`status: any\` accepts all`,
    }),
  ]
}

function statusVocabulary(folder: string): Vocabulary {
  return {
    ...plainVocabulary(folder),
    literal: (expected) => (typeof expected === 'string' ? expected : describeValue(expected)),
    equals: (expected, actual) => {
      if (typeof expected === 'number') return expected === actual
      if (typeof expected === 'string' && /^[1-5]xx$/.test(expected)) return Math.floor(Number(actual) / 100) === Number(expected[0])
      return {
        cannot: isMap(expected)
          ? 'a status is a number or a class such as 2xx'
          : `${describeValue(expected)} is neither a number nor a class such as 2xx`,
      }
    },
  }
}
