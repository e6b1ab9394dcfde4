import { hasTemplate, parseTemplate, type TemplateArgument, type TemplateReference } from './parse-template.ts'

/** Every name in the `${…}` of a value, such as `fixtures.token`. */
export function* referencesIn(value: unknown): Generator<TemplateReference> {
  if (typeof value === 'string') {
    if (!hasTemplate(value)) return
    for (const part of parseTemplate(value).parts) if (typeof part !== 'string') yield* referencesOf(part)
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value)) yield* referencesIn(item)
  }
}

/** The names behind one scope, such as all `x` of `${fixtures.x}`. */
export function* namesIn(value: unknown, scope: string): Generator<string> {
  for (const { segments } of referencesIn(value)) {
    if (segments[0]?.value === scope && segments[1] !== undefined) yield String(segments[1].value)
  }
}

function* referencesOf(argument: TemplateArgument): Generator<TemplateReference> {
  if (argument.kind === 'reference') yield argument
  if (argument.kind === 'call') for (const inner of argument.arguments) yield* referencesOf(inner)
}
