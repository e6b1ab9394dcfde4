import type { StubCounts } from '../../stubs/stub-calls.ts'
import { evaluate } from '../matchers/evaluate.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import { isMap } from '../values/deep-equal.ts'
import type { CheckResult } from '../types.ts'
import type { ExpectKind, KindCall } from './expect-kind.ts'
import { entriesOf, result, results } from './expect-kind.ts'

/** How often routes of stubs were called since the test began, by stub and route. */
export const stubs: ExpectKind = async (call) => {
  const counts = await call.context.stubCounts?.()
  if (counts === undefined) throw new Error('`expect: stubs` needs stubs, and none are running here')
  return entriesOf(call).flatMap(([stub, routes]) =>
    entriesOf({ ...call, key: `stubs: ${stub}`, expected: routes }).flatMap(([route, expected]) =>
      checkRoute(call, counts, { stub, route, expected }),
    ),
  )
}

function checkRoute(
  call: KindCall,
  { calls, unmatched, shared }: StubCounts,
  { stub, route, expected }: { stub: string; route: string; expected: unknown },
): CheckResult[] {
  if (!isMap(expected) || !('calls' in expected)) throw new Error('`expect: stubs` asks for `calls`')
  const name = `calls of ${route} at ${stub}`
  const path = [stub, route, 'calls']
  if (shared) {
    const message = `${name}: other tests ran at the same time, so nobody knows which calls are this test's`
    return [
      result(call, {
        held: false,
        text: name,
        message,
        path,
        hint: 'Write `serial: true` for the test, or take `parallel` from its suite',
      }),
    ]
  }
  const routes = calls[stub] ?? {}
  const subject = {
    name,
    content: { kind: 'value', value: routes[route] ?? 0 } as const,
    vocabulary: plainVocabulary(call.context.folder),
  }
  const got = [...Object.entries(routes).map(([other, times]) => `${other} (${times})`), ...(unmatched[stub] ?? [])]
  const hint = got.length === 0 ? `\`${stub}\` was not called at all` : `\`${stub}\` was called with ${got.join(', ')}`
  return results(
    call,
    path,
    evaluate(subject, expected['calls']).map((found) => (found.held ? found : { ...found, hint: found.hint ?? hint })),
  )
}
