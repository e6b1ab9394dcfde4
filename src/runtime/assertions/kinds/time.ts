import { evaluate } from '../matchers/evaluate.ts'
import { unitVocabulary } from '../matchers/vocabulary.ts'
import { duration } from '../values/units.ts'
import type { ExpectKind } from './expect-kind.ts'
import { results } from './expect-kind.ts'

/** From sending the request to the last byte of the answer. */
export const time: ExpectKind = (call) => {
  const subject = {
    name: 'time',
    content: { kind: 'value', value: call.response.durationMs } as const,
    vocabulary: unitVocabulary(call.context.folder, duration),
  }
  return results(call, [], evaluate(subject, call.expected))
}
