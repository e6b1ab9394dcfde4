import type { SourcedExpectation } from '../../assertions/types.ts'
import { deepEqual } from '../../assertions/values/deep-equal.ts'
import { parseDuration } from '../../assertions/values/units.ts'
import type { Answer } from './answer.ts'
import type { Values } from './load-program.ts'
import { compileMatcher } from './compile-matcher.ts'
import { compileHeaderCheck } from './compile-header-check.ts'
import { compileSingularPath } from './singular-path.ts'
import type { SlotTracer } from './slot-tracer.ts'

/**
 * The quick answer to whether all expectations hold. It says yes only where the expectations themselves would; where it does not, they
 * are asked, and their word counts. So it may be simple, and there is one meaning of an expectation.
 */
export interface StepCheck {
  readonly needsBody: boolean
  holds(answer: Answer, values: Values): boolean
}

type Check = (answer: Answer, values: Values) => boolean

interface Compiled {
  readonly check: Check
  readonly needsBody: boolean
}

export function compileChecks(
  expectations: readonly SourcedExpectation[],
  { tracer, failIf }: { tracer: SlotTracer; failIf: boolean },
): StepCheck {
  const compiled = expectations.map(({ key, expected }) => compile(key, expected, tracer))
  if (!expectations.some(({ key }) => key === 'status')) compiled.unshift({ check: ({ status }) => status < 400, needsBody: false })
  // The cheap ones first.
  const checks = compiled.toSorted((a, b) => Number(a.needsBody) - Number(b.needsBody)).map(({ check }) => check)
  const [first, second] = checks
  const holds: Check =
    checks.length === 1 && first !== undefined
      ? first
      : checks.length === 2 && first !== undefined && second !== undefined
        ? (answer, values) => first(answer, values) && second(answer, values)
        : (answer, values) => checks.every((check) => check(answer, values))
  return { needsBody: failIf || compiled.some(({ needsBody }) => needsBody), holds: failIf ? () => false : guarded(holds) }
}

/** What cannot be read does not hold. */
function guarded(check: Check): Check {
  return (answer, values) => {
    try {
      return check(answer, values)
    } catch {
      return false
    }
  }
}

/** Asks the expectation itself each time. */
const unknown: Compiled = { check: () => false, needsBody: true }

function compile(key: string, expected: unknown, tracer: SlotTracer): Compiled {
  switch (key) {
    case 'status':
      return tracer.isOpen(expected) ? unknown : { check: statusCheck(expected), needsBody: false }
    case 'json':
      return { check: jsonCheck(expected, tracer), needsBody: true }
    case 'jsonPath':
      return { check: jsonPathCheck(expected, tracer), needsBody: true }
    case 'headers':
      return tracer.isOpen(expected) ? unknown : { check: compileHeaderCheck(expected), needsBody: false }
    case 'time':
      return { check: timeCheck(expected), needsBody: false }
    default:
      return unknown
  }
}

function statusCheck(expected: unknown): Check {
  if (expected === 'any') return () => true
  const accepted = new Set(Array.isArray(expected) ? expected : [expected])
  const [only] = accepted
  if (accepted.size === 1 && typeof only === 'number') return ({ status }) => status === only
  return ({ status }) => accepted.has(status) || accepted.has(`${Math.floor(status / 100)}xx`)
}

function jsonCheck(expected: unknown, tracer: SlotTracer): Check {
  if (!tracer.isOpen(expected)) return (answer) => deepEqual(expected, answer.json())
  return (answer, values) => deepEqual(tracer.resolve(expected, values), answer.json())
}

function jsonPathCheck(expected: unknown, tracer: SlotTracer): Check {
  const checks = Object.entries(expected ?? {}).map(([path, operand]): Check => {
    const read = compileSingularPath(path)
    if (read === undefined) return () => false
    if (tracer.isOpen(operand)) return (answer, values) => deepEqual(tracer.resolve(operand, values), read(answer.json()))
    const matches = compileMatcher(operand)
    return (answer) => {
      const value = read(answer.json())
      return value !== undefined && matches(value)
    }
  })
  return checks.length === 0 ? () => false : (answer, values) => checks.every((check) => check(answer, values))
}

function timeCheck(expected: unknown): Check {
  const entries = Object.entries(typeof expected === 'object' ? (expected ?? {}) : {})
  const bounds = entries.map(([key, limit]) => [key, typeof limit === 'string' ? parseDuration(limit) : undefined] as const)
  if (bounds.length === 0 || bounds.some(([key, limit]) => limit === undefined || (key !== 'lt' && key !== 'lte'))) return () => false
  return ({ durationMs }) => bounds.every(([, limit]) => durationMs < (limit as number))
}
