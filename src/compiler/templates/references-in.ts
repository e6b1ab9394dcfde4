import { hasTemplate, parseTemplate } from './parse-template.ts'
import type { TemplateArgument, TemplateReference } from './template.ts'

/** True when any text in a value holds a `${…}`; most values do not, and need no closer look. */
export function containsTemplate(value: unknown): boolean {
  if (typeof value === 'string') return hasTemplate(value)
  if (typeof value !== 'object' || value === null) return false
  const map = value as Readonly<Record<string, unknown>>
  for (const key of Object.keys(map)) if (containsTemplate(map[key]) || hasTemplate(key)) return true
  return false
}

/** Every name in the `${…}` of a value, such as `fixtures.token`. */
export function referencesIn(value: unknown): readonly TemplateReference[] {
  const found: TemplateReference[] = []
  collect(value, found)
  return found
}

/** The names behind one scope, such as all `x` of `${fixtures.x}`. */
export function namesIn(value: unknown, scope: string): readonly string[] {
  return referencesIn(value).flatMap(({ segments: [first, second] }) =>
    first?.value === scope && second !== undefined ? String(second.value) : [],
  )
}

function collect(value: unknown, found: TemplateReference[]): void {
  if (typeof value === 'string') {
    if (!hasTemplate(value)) return
    for (const part of parseTemplate(value).parts) if (typeof part !== 'string') collectFrom(part, found)
  } else if (typeof value === 'object' && value !== null) {
    const map = value as Readonly<Record<string, unknown>>
    for (const key of Object.keys(map)) collect(map[key], found)
  }
}

function collectFrom(argument: TemplateArgument, found: TemplateReference[]): void {
  if (argument.kind === 'reference') found.push(argument)
  if (argument.kind === 'call') for (const inner of argument.arguments) collectFrom(inner, found)
}
