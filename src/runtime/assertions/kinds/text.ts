import { evaluate } from '../matchers/evaluate.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { ExpectKind } from './expect-kind.ts'
import { results } from './expect-kind.ts'

/** The body as text, whatever its content type. */
export const text: ExpectKind = (call) =>
  results(
    call,
    [],
    evaluate(
      { name: 'text', content: { kind: 'value', value: call.response.text() }, vocabulary: plainVocabulary(call.context.folder) },
      call.expected,
    ),
  )
