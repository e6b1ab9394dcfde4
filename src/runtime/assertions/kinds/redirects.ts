import { evaluate } from '../matchers/evaluate.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { ExpectKind } from './expect-kind.ts'
import { result, results } from './expect-kind.ts'

/** How many redirects were followed, as a number or matchers; or where each led, as a list of locations. */
export const redirects: ExpectKind = (call) => {
  const { expected, response, context } = call
  const vocabulary = plainVocabulary(context.folder)
  const locations = response.redirects.map(({ location }) => location)
  if (!Array.isArray(expected)) {
    const findings = evaluate({ name: 'number of redirects', content: { kind: 'value', value: locations.length }, vocabulary }, expected)
    return results(
      call,
      [],
      findings.map((found) => (found.held || locations.length === 0 ? found : { ...found, hint: `They led to ${locations.join(', ')}` })),
    )
  }
  const count = { held: locations.length === expected.length, text: `redirects are ${expected.length}`, actual: locations }
  if (!count.held || expected.length === 0) {
    return [
      result(call, {
        ...count,
        ...(count.held
          ? {}
          : { message: `redirects: expected ${expected.length}, got ${locations.length}: ${locations.join(', ') || 'none'}` }),
      }),
    ]
  }
  return expected.flatMap((location, index) =>
    results(
      call,
      [index],
      evaluate({ name: `redirect ${index + 1}`, content: { kind: 'value', value: locations[index] }, vocabulary }, location),
    ),
  )
}
