import type { Expression, MapValue, Value } from '../plan/plan.ts'
import { emitExpression, expressionText } from './emit-expression.ts'
import type { Scope } from './emit-expression.ts'
import { arrow, atom, awaited, call, list, object, stringLiteral } from './typescript/code.ts'
import type { Code, Entry } from './typescript/code.ts'
import { hasLines, numberLiteral, propertyAccess, propertyKey, templateText } from './typescript/literal.ts'

/** A value of the spec as a TypeScript expression. Whatever the user wrote as text stays text. */
export function emitValue(value: Value, scope: Scope): Code {
  switch (value.kind) {
    case 'literal':
      return emitLiteral(value.value)
    case 'list':
      return list(value.items.map((item) => emitValue(item, scope)))
    case 'map':
      return emitMap(value, scope)
    case 'text':
      return emitText(value.parts, scope)
    case 'expression':
      return emitExpression(value.expression, scope)
    case 'module':
      return emitModule(value)
  }
}

/** Imported when it is called, by whoever runs it and nobody else. */
function emitModule({ from, name, called }: Value & { kind: 'module' }): Code {
  const access = awaited(call('import', [stringLiteral(from)]), [propertyAccess(name)])
  return arrow('async () =>', called ? atom(`${access.flat}()`, 'chain') : access)
}

export function emitLiteral(value: string | number | boolean | null): Code {
  if (typeof value === 'string')
    return hasLines(value) ? atom(`\`${templateText(value, { lines: 'kept' })}\``, 'template') : stringLiteral(value)
  if (typeof value === 'number') return atom(numberLiteral(value), 'number')
  return atom(String(value), value === null ? 'other' : 'template')
}

export function emitMap(map: MapValue, scope: Scope): Code {
  return object(emitEntries(map, scope))
}

export function emitEntries({ entries }: MapValue, scope: Scope): Entry[] {
  return entries.map(([key, value]) => ({ key: propertyKey(key), value: emitValue(value, scope) }))
}

/** The keys of a request: what `before` sets is computed when it is its turn. */
export function emitRequestEntries(request: MapValue, scope: Scope): Entry[] {
  return request.entries.map(([key, value]) => ({
    key: propertyKey(key),
    value: key === 'before' && value.kind === 'list' ? list(value.items.map((step) => emitBefore(step, scope))) : emitValue(value, scope),
  }))
}

function emitBefore(step: Value, scope: Scope): Code {
  if (step.kind !== 'map') return emitValue(step, scope)
  return object(
    step.entries.map(([key, value]) => ({ key, value: key === 'set' ? arrow('() =>', emitValue(value, scope)) : emitValue(value, scope) })),
  )
}

/** A request, or changes to one: one key shares the line of the call, more stand below each other. */
export function emitRequest(entries: readonly Entry[]): Code {
  return object(entries, { expanded: entries.length > 1 })
}

function emitText(parts: readonly (string | Expression)[], scope: Scope): Code {
  const lines = hasLines(parts.filter((part) => typeof part === 'string').join('')) ? 'kept' : 'escaped'
  const inner = joinTexts(parts).map((part) =>
    typeof part === 'string' ? templateText(part, { lines }) : `\${${expressionText(part, scope)}}`,
  )
  return atom(`${scope.module.use('apitest', 'text')}\`${inner.join('')}\``, 'template')
}

/** Texts side by side become one, so that a `$` of one and a `{` of the next never meet unseen. */
function joinTexts(parts: readonly (string | Expression)[]): (string | Expression)[] {
  const joined: (string | Expression)[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part
    else joined.push(part)
  }
  return joined
}
