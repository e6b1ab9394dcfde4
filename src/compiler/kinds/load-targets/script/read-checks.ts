import { durationMs } from '../../../checks/measure.ts'
import type { MapValue, Value } from '../../../plan/plan.ts'
import type { Check, Condition, Source, Test } from './check.ts'
import { describeTest } from './describe.ts'
import { singularPath } from './json-path.ts'
import { readCondition } from './read-condition.ts'

export interface ReadChecks {
  readonly checks: readonly Check[]
  /** What scripts cannot check: `expect: xpath`. */
  readonly leftOut: readonly string[]
}

/** Expectations, already merged; where none speaks of the status, 400 and above is a failure. */
export function readChecks(expected: readonly (readonly [key: string, value: Value])[], failIf: readonly MapValue[]): ReadChecks {
  const tests: Test[] = []
  const leftOut: string[] = []
  if (!expected.some(([key]) => key === 'status')) tests.push({ source: { kind: 'status' }, condition: below400 })
  for (const [key, value] of expected) readExpectation(key, value, { tests, leftOut: (what) => leftOut.push(`expect: ${what}`) })
  const checks = tests.map(({ source, condition }): Check => ({
    title: describeTest(source, condition),
    tests: [{ source, condition }],
    negated: false,
  }))
  for (const failure of failIf) {
    const found: Test[] = []
    let whole = true
    for (const [key, value] of failure.entries) {
      readExpectation(key, value, {
        tests: found,
        leftOut: (what) => {
          whole = false
          leftOut.push(`failIf: ${what}`)
        },
      })
    }
    // Half of a failIf would fail answers that are fine.
    if (whole && found.length > 0)
      checks.push({
        title: `not: ${found.map(({ source, condition }) => describeTest(source, condition)).join(' and ')}`,
        tests: found,
        negated: true,
      })
  }
  return { checks, leftOut }
}

const below400: Condition = { kind: 'compare', operator: '<', value: { kind: 'literal', value: 400 } }

interface Sink {
  readonly tests: Test[]
  readonly leftOut: (what: string) => void
}

function readExpectation(key: string, value: Value, { tests, leftOut }: Sink): void {
  const add = (source: Source, expected: Value, unit?: (text: string) => number | undefined): void => {
    const condition = readCondition(expected, unit)
    if ('cannot' in condition) leftOut(`${key}: ${condition.cannot}`)
    else tests.push({ source, condition })
  }
  if (key === 'status') {
    const condition = readStatus(value)
    if (condition !== 'any') tests.push({ source: { kind: 'status' }, condition })
  } else if (key === 'json') tests.push({ source: { kind: 'body' }, condition: { kind: 'equals', value } })
  else if (key === 'jsonLike') tests.push({ source: { kind: 'body' }, condition: { kind: 'part', value } })
  else if (key === 'text') add({ kind: 'text' }, value)
  else if (key === 'time') add({ kind: 'time' }, value, durationMs)
  else if ((key === 'headers' || key === 'jsonPath') && value.kind === 'map') {
    for (const [name, expected] of value.entries) {
      const source = key === 'headers' ? ({ kind: 'header', name: name.toLowerCase() } as const) : jsonSource(name)
      if (source === undefined) leftOut(`jsonPath: ${name}`)
      else add(source, expected)
    }
  } else leftOut(key)
}

function jsonSource(path: string): Source | undefined {
  const steps = singularPath(path)
  return steps && { kind: 'json', path: steps }
}

function readStatus(value: Value): Condition | 'any' {
  if (value.kind === 'literal' && value.value === 'any') return 'any'
  if (value.kind === 'list') return { kind: 'one-of', items: value.items.map(statusCondition) }
  if (value.kind !== 'map') return statusCondition(value)
  const condition = readCondition(value)
  return 'cannot' in condition ? below400 : condition
}

function statusCondition(value: Value): Condition {
  const text = value.kind === 'literal' ? String(value.value) : ''
  return /^[1-5]xx$/.test(text) ? { kind: 'class', first: Number(text[0]) } : { kind: 'equals', value }
}
