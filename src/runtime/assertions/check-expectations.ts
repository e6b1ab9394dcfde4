import type { ExpectKey } from './expect-kinds.ts'
import { expectKinds } from './expect-kinds.ts'
import type { KindCall } from './kinds/expect-kind.ts'
import { result } from './kinds/expect-kind.ts'
import { impliedStatus } from './kinds/status.ts'
import type { CheckContext, CheckResult, ReceivedResponse, SourcedExpectation } from './types.ts'

/**
 * Holds an answer against every expectation and says for each, in words, whether it held; none is left out because another failed.
 * `snapshot: false` and `openapi: false` take back what a level below asked for.
 * Where no status is expected, 400 and above is one more failure. An unknown key or matcher throws.
 */
export async function checkExpectations(
  response: ReceivedResponse,
  expectations: readonly SourcedExpectation[],
  context: CheckContext,
): Promise<CheckResult[]> {
  const asked = expectations.filter(({ key, expected }) => (key !== 'snapshot' && key !== 'openapi') || expected !== false)
  const outcomes = new Map<SourcedExpectation, CheckResult[]>()
  const implied = context.requestPlace !== undefined && !expectations.some(({ key }) => key === 'status')
  const first =
    implied && context.requestPlace
      ? await impliedStatus({ key: 'status', expected: undefined, place: context.requestPlace, response, context, heldSoFar: true })
      : []
  // Snapshots come last: one is written only when everything else held.
  const ordered = [...asked].sort((a, b) => Number(a.key === 'snapshot') - Number(b.key === 'snapshot'))
  let heldSoFar = first.every(({ held }) => held)
  for (const expectation of ordered) {
    const outcome = await checkOne({ ...expectation, response, context, heldSoFar })
    heldSoFar &&= outcome.every(({ held }) => held)
    outcomes.set(expectation, outcome)
  }
  return [...first, ...asked.flatMap((expectation) => outcomes.get(expectation) ?? [])]
}

async function checkOne(call: KindCall): Promise<CheckResult[]> {
  if (!Object.hasOwn(expectKinds, call.key))
    throw new Error(`Unknown expectation \`${call.key}\`; known are ${Object.keys(expectKinds).join(', ')}`)
  try {
    const outcomes = await expectKinds[call.key as ExpectKey](call)
    if (outcomes.length === 0) throw new Error(`\`expect: ${call.key}\` checked nothing`)
    return outcomes
  } catch (error) {
    // The stack overflows on values nested thousands of levels deep, which is the answer's doing.
    if (!(error instanceof RangeError)) throw error
    return [result(call, { held: false, text: call.key, message: `${call.key}: the answer is nested too deeply to be checked` })]
  }
}
