import type { CheckResult } from '../types.ts'
import { describeValue } from '../values/describe-value.ts'
import type { ExpectKind, KindCall } from './expect-kind.ts'
import { result } from './expect-kind.ts'

/**
 * A function of the hooks file, by name, or a list of them. It gets the response and the test's context; it fails by throwing or by
 * returning `false`. Any other result than `undefined` and `true` fails too, because it was probably meant to say something.
 */
export const hook: ExpectKind = async (call) => {
  if (!Array.isArray(call.expected)) return [await run(call, call.expected, [])]
  if (call.expected.length === 0) throw new Error('`expect: hook` is an empty list, which checks nothing')
  const outcomes: CheckResult[] = []
  for (const [index, name] of call.expected.entries()) outcomes.push(await run(call, name, [index]))
  return outcomes
}

async function run(call: KindCall, expected: unknown, path: readonly number[]): Promise<CheckResult> {
  const { hooks } = call.context
  const name = typeof expected === 'function' ? expected.name : String(expected)
  const check = typeof expected === 'function' ? expected : hooks !== undefined && Object.hasOwn(hooks, name) ? hooks[name] : undefined
  if (typeof check !== 'function') throw new Error(`The hooks file exports no function \`${name}\``)
  const text = `hook ${name} accepts the answer`
  try {
    const outcome: unknown = await check(call.response, call.context.hookContext)
    if (outcome === undefined || outcome === true) return result(call, { held: true, text, path, expected: name })
    return result(call, {
      held: false,
      text,
      message: `hook ${name} returned ${describeValue(outcome)}`,
      path,
      expected: name,
      actual: outcome,
    })
  } catch (error) {
    const failed = result(call, {
      held: false,
      text,
      message: `hook ${name}: ${error instanceof Error ? error.message : describeValue(error)}`,
      path,
      ...comparedBy(error),
    })
    return isMistake(error) ? { ...failed, mistake: error } : failed
  }
}

/** What the language itself throws; a check that fails throws something of its own. */
function isMistake(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError || error instanceof SyntaxError
}

/** Assertion errors of node:assert, chai and vitest carry what they compared. */
function comparedBy(error: unknown): { expected?: unknown; actual?: unknown } {
  if (!(error instanceof Error) || !('expected' in error) || !('actual' in error)) return {}
  return { expected: error.expected, actual: error.actual }
}
