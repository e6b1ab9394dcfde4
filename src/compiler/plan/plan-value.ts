import { hasTemplate, parseTemplate } from '../templates/parse-template.ts'
import type { TemplateArgument, TemplateExpression, TemplateSegment } from '../templates/template.ts'
import type { Argument, Expression, FunctionName, Path, Value } from './plan.ts'

/** Which names mean what, as far as `${…}` alone does not tell. */
export interface Meaning {
  /** True for a fixture that exists only while tests run. */
  isAsynchronous(fixture: string): boolean
  /** `${captures.NAME.…}` is a capture of this flow. */
  isFlow(name: string): boolean
}

/** Reads the `${…}` of a value; the resolve stage has made sure that every one leads somewhere. */
export function planValue(value: unknown, meaning: Meaning): Value {
  if (typeof value === 'string') return planText(value, meaning)
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => planValue(item, meaning)) }
  if (typeof value === 'object' && value !== null) {
    return { kind: 'map', entries: Object.entries(value).map(([key, item]) => [key, planValue(item, meaning)]) }
  }
  return { kind: 'literal', value: value as number | boolean | null }
}

export function planText(text: string, meaning: Meaning): Value {
  return hasTemplate(text) ? planParts(parseTemplate(text).parts, meaning) : { kind: 'literal', value: text }
}

/** Text and `${…}` in turn, such as a template or a word of a command. */
export function planParts(parts: readonly (string | TemplateExpression)[], meaning: Meaning): Value {
  if (parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join('') }
  const [only, ...others] = parts
  if (only !== undefined && typeof only !== 'string' && others.length === 0)
    return { kind: 'expression', expression: planExpression(only, meaning) }
  return { kind: 'text', parts: parts.map((part) => (typeof part === 'string' ? part : planExpression(part, meaning))) }
}

function planExpression(expression: TemplateExpression, meaning: Meaning): Expression {
  if (expression.kind === 'call') {
    // The resolve stage has refused every other name.
    const name = expression.name.value as FunctionName
    return { kind: 'call', function: name, arguments: expression.arguments.map((argument) => planArgument(argument, meaning)) }
  }
  const [scope, ...segments] = expression.segments
  return expressions[String(scope?.value)]?.(segments, meaning) ?? unknownScope(String(scope?.value))
}

function planArgument(argument: TemplateArgument, meaning: Meaning): Argument {
  if (argument.kind === 'literal') return { kind: 'literal', value: argument.value }
  return { kind: 'expression', expression: planExpression(argument, meaning) }
}

const expressions: Readonly<Record<string, (segments: readonly TemplateSegment[], meaning: Meaning) => Expression>> = {
  env: (segments) => ({ kind: 'env', name: nameOf(segments) }),
  variables: (segments) => ({ kind: 'variable', name: nameOf(segments), path: pathOf(segments, 1) }),
  fixtures: (segments, meaning) => ({
    kind: 'fixture',
    name: nameOf(segments),
    path: pathOf(segments, 1),
    asynchronous: meaning.isAsynchronous(nameOf(segments)),
  }),
  captures: (segments, meaning) => {
    let length = 1
    while (length < segments.length && meaning.isFlow(String(segments[length - 1]?.value))) length += 1
    return { kind: 'capture', name: segments.slice(0, length).map(({ value }) => String(value)), path: pathOf(segments, length) }
  },
  session: (segments) => ({ kind: 'session', name: nameOf(segments), path: pathOf(segments, 1) }),
  row: (segments) => ({ kind: 'row', path: pathOf(segments, 0) }),
  params: (segments) => ({ kind: 'param', name: nameOf(segments), path: pathOf(segments, 1) }),
  services: (segments) => ({ kind: 'service', name: nameOf(segments), property: propertyOf(segments) }),
  stubs: (segments) => ({ kind: 'stub', name: nameOf(segments), property: propertyOf(segments) }),
  port: () => ({ kind: 'port' }),
  path: (segments) => ({ kind: 'path', name: nameOf(segments) }),
  request: (segments) => ({ kind: 'request', path: pathOf(segments, 0) }),
}

function nameOf(segments: readonly TemplateSegment[]): string {
  return String(segments[0]?.value)
}

function pathOf(segments: readonly TemplateSegment[], from: number): Path {
  return segments.slice(from).map(({ value }) => value)
}

function propertyOf(segments: readonly TemplateSegment[]): 'url' | 'host' | 'port' {
  return segments[1]?.value as 'url' | 'host' | 'port'
}

function unknownScope(name: string): never {
  throw new Error(`\${${name}…} reached the plan, which the resolve stage forbids`)
}
