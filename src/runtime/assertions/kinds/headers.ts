import { evaluate } from '../matchers/evaluate.ts'
import type { MatcherName } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import { isMap, isNumeric } from '../values/deep-equal.ts'
import { nearestName } from '../values/nearest-name.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, results } from './expect-kind.ts'

/**
 * Headers by name in any case. Several lines of a header are one value joined by `, `, as RFC 9110 reads them; a plain list, `any` and
 * `each` look at the lines. Lines of `set-cookie` are never joined.
 */
export const headers: ExpectKind = (call) => {
  const { response, context } = call
  return entriesOf(call).flatMap(([name, expected]) => {
    const lines = response.headers.get(name.toLowerCase()) ?? []
    const findings = evaluate(
      {
        name: `header ${name}`,
        content: {
          kind: 'selection',
          values: speaksOfLines(name, expected) || lines.length < 2 ? lines : [lines.join(', ')],
          listMatchers,
        },
        vocabulary: plainVocabulary(context.folder),
        ...(lines.length === 0 ? { absentHint: explainAbsence(name, [...response.headers.keys()]) } : {}),
      },
      expected,
    )
    return results(
      call,
      [name],
      findings.map((found) => (found.held || found.hint !== undefined ? found : { ...found, hint: explainType(expected) })),
    )
  })
}

const listMatchers: ReadonlySet<MatcherName> = new Set(['any', 'each', 'unique'])

function speaksOfLines(name: string, expected: unknown): boolean {
  if (name.toLowerCase() === 'set-cookie' || Array.isArray(expected)) return true
  if (!isMap(expected)) return false
  return Object.entries(expected).some(
    ([key, operand]) => listMatchers.has(key as MatcherName) || ((key === 'equals' || key === 'not') && speaksOfLines(name, operand)),
  )
}

function explainType(expected: unknown): string | undefined {
  const operand = isMap(expected) ? Object.values(expected).find(isNumeric) : expected
  return isNumeric(operand) ? `The value of a header is text; write it in quotes: "${operand}"` : undefined
}

function explainAbsence(name: string, names: readonly string[]): string {
  const nearest = nearestName(name.toLowerCase(), names)
  return nearest === undefined ? `The answer has the headers ${names.join(', ')}` : `Did you mean \`${nearest}\`?`
}
