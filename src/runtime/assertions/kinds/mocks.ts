import type { MockCall, MockRecord } from '../../mocks/mock-definition.ts'
import { evaluate } from '../matchers/evaluate.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { CheckResult } from '../types.ts'
import { deepEqual, isMap } from '../values/deep-equal.ts'
import { describeValue } from '../values/describe-value.ts'
import { findDifferences, renderDifferences } from '../values/json-difference.ts'
import { nearestName } from '../values/nearest-name.ts'
import type { ExpectKind, KindCall } from './expect-kind.ts'
import { entriesOf, result, results } from './expect-kind.ts'

/**
 * How mocks were called in this test so far. `with` is about the last call: a list holds all its arguments, none of which was given by
 * name; a map holds all of them by name, whether they were given so or by position.
 */
export const mocks: ExpectKind = async (call) => {
  const outcomes: CheckResult[] = []
  for (const [target, expected] of entriesOf(call)) outcomes.push(...(await checkMock(call, target, expected)))
  return outcomes
}

async function checkMock(call: KindCall, target: string, expected: unknown): Promise<CheckResult[]> {
  const { calls, with: given } = readExpected(target, expected)
  const known = call.context.mocks?.targets() ?? []
  const record = known.includes(target) ? await call.context.mocks?.record(target) : undefined
  if (record === undefined) return [notMocked(call, target, known)]
  const counted = calls === undefined ? [] : checkCount(call, record, calls)
  if (given === undefined) return counted
  const isExplained = record.calls.length === 0 && counted.some(({ held }) => !held)
  return [...counted, checkArguments(call, isExplained ? { ...record, elsewhere: [] } : record, given)]
}

function readExpected(target: string, expected: unknown): { calls?: unknown; with?: unknown } {
  const strange = isMap(expected) ? Object.keys(expected).filter((key) => key !== 'calls' && key !== 'with') : ['']
  if (isMap(expected) && strange.length === 0 && Object.keys(expected).length > 0) return expected
  throw new Error(`\`expect: mocks\` of ${target} needs \`calls\` or \`with\`, and nothing else`)
}

function notMocked(call: KindCall, target: string, known: readonly string[]): CheckResult {
  const nearest = nearestName(target, known)
  const hint = known.length === 0 ? 'This test mocks nothing' : `Mocked are ${known.map((name) => `\`${name}\``).join(', ')}`
  return result(call, {
    held: false,
    text: `${target} is mocked`,
    message: `${target} is not mocked in this test`,
    path: [target],
    hint: nearest === undefined ? hint : `Did you mean \`${nearest}\`? ${hint}`,
  })
}

function checkCount(call: KindCall, record: MockRecord, expected: unknown): CheckResult[] {
  const subject = {
    name: `calls of ${record.target}`,
    content: { kind: 'value', value: record.calls.length },
    vocabulary: plainVocabulary(call.context.folder),
  } as const
  const hint = explain(record)
  const findings = evaluate(subject, expected).map((found) => (found.held || hint === undefined ? found : { ...found, hint }))
  return results(call, [record.target, 'calls'], findings)
}

function checkArguments(call: KindCall, record: MockRecord, expected: unknown): CheckResult {
  const { target, calls } = record
  const last = calls.at(-1)
  const about = { text: `${target} was called with ${describeValue(expected)}`, path: [target, 'with'], expected }
  if (last === undefined) return result(call, { ...about, held: false, message: `${target} was not called`, hint: explain(record) })
  const isNamed = isMap(expected)
  const actual = isNamed ? (last.bound ?? last.kwargs) : last.args
  const complete = isNamed ? last.bound !== undefined || last.args.length === 0 : Object.keys(last.kwargs).length === 0
  if (complete && deepEqual(expected, actual)) return result(call, { ...about, held: true, actual })
  if (isNamed && last.args.length === 0 && deepEqual(expected, last.kwargs)) return result(call, { ...about, held: true, actual })
  const differences = complete ? findDifferences(expected, actual) : []
  const count = calls.length === 1 ? '' : `, the last of ${calls.length} times,`
  return result(call, {
    ...about,
    held: false,
    message: `${target}: expected ${describeArguments(expected)}, but it was called${count} with ${describeCall(last)}`,
    actual,
    diff: differences.length > 1 ? renderDifferences(differences) : undefined,
    hint: complete ? undefined : otherForm(last, isNamed),
  })
}

function otherForm({ bound, args, kwargs }: MockCall, isNamed: boolean): string {
  if (isNamed) return `Its arguments have no names: write them as a list, \`with: ${describeValue(args)}\``
  return `Some of its arguments were given by name: write all of them so, \`with: ${describeValue(bound ?? kwargs)}\``
}

function describeArguments(expected: unknown): string {
  return isMap(expected)
    ? describeCall({ args: [], kwargs: expected, bound: undefined })
    : describeCall({ args: expected as unknown[], kwargs: {}, bound: undefined })
}

/** `("abc", top=3)`. */
function describeCall({ args, kwargs }: MockCall): string {
  const named = Object.entries(kwargs).map(([name, value]) => `${name}=${describeValue(value)}`)
  return `(${[...args.map((value) => describeValue(value)), ...named].join(', ')})`
}

function explain({ target, calls, elsewhere }: MockRecord): string | undefined {
  if (calls.length > 0) return `It was called with ${calls.slice(0, 5).map(describeCall).join(', ')}${calls.length > 5 ? ' …' : ''}`
  if (elsewhere.length === 0) return undefined
  const others = elsewhere.map((name) => `\`${name}\``).join(' and ')
  return `\`${target}\` was replaced, and the same function is found as ${others}: mock it where your code looks it up`
}
