import { evaluate } from '../matchers/evaluate.ts'
import { unitVocabulary } from '../matchers/vocabulary.ts'
import { size as sizeUnit } from '../values/units.ts'
import type { ExpectKind } from './expect-kind.ts'
import { results } from './expect-kind.ts'

/** Bytes of the body after decompression. */
export const size: ExpectKind = (call) => {
  const subject = {
    name: 'size',
    content: { kind: 'value', value: call.response.sizeBytes } as const,
    vocabulary: unitVocabulary(call.context.folder, sizeUnit),
  }
  return results(call, [], evaluate(subject, call.expected))
}
