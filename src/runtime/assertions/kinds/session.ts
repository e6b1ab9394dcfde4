import { evaluate } from '../matchers/evaluate.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, results } from './expect-kind.ts'

/** Values of the session as they are at this moment; one that was never set, or is unset again, is not there. */
export const session: ExpectKind = (call) =>
  entriesOf(call).flatMap(([name, expected]) => {
    const kept = call.context.session?.(name)
    const findings = evaluate(
      {
        name: `session ${name}`,
        content: kept === undefined ? { kind: 'selection', values: [], listMatchers: new Set() } : { kind: 'value', value: kept.value },
        vocabulary: plainVocabulary(call.context.folder),
        ...(kept === undefined && { absentHint: `Nothing has set \`${name}\` so far` }),
      },
      expected,
    )
    return results(call, [name], findings)
  })
