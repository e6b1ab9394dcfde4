import type { MapValue, Value } from '../plan/plan.ts'
import type { Scope } from './emit-expression.ts'
import { emitValue } from './emit-value.ts'
import { inspectValues } from './inspect-value.ts'
import type { Needs } from './inspect-value.ts'
import { arrow, object } from './typescript/code.ts'
import type { Code, Entry } from './typescript/code.ts'
import { propertyKey } from './typescript/literal.ts'

const byEntry = new Set(['headers', 'query', 'cookies'])

/** The entries of `defaults` or a service; a value that needs a fixture made while tests run becomes a function that each request calls. */
export function emitWithLateValues({ entries }: MapValue, scope: Scope): Entry[] {
  return entries.map(([key, value]) => ({
    key: propertyKey(key),
    value:
      byEntry.has(key) && value.kind === 'map'
        ? object(value.entries.map(([name, item]) => ({ key: propertyKey(name), value: emitLate(item, scope) })))
        : key === 'auth'
          ? emitLate(value, scope)
          : emitValue(value, scope),
  }))
}

/** What the code needs that stands around those functions. */
export function inspectAroundLateValues({ entries }: MapValue): Needs {
  const values = entries.flatMap(([key, value]) =>
    byEntry.has(key) && value.kind === 'map' ? value.entries.map(([, item]) => item) : [value],
  )
  const around = inspectValues(values.filter((value) => !isLate(value)))
  const { port, services, stubs } = inspectValues(values.filter(isLate))
  return {
    ...around,
    port: around.port || port,
    services: around.services || services,
    stubs: around.stubs || stubs,
    dynamic: around.dynamic || port || services || stubs,
  }
}

function emitLate(value: Value, scope: Scope): Code {
  const code = emitValue(value, scope)
  return isLate(value) ? arrow('async (api) =>', code) : code
}

function isLate(value: Value): boolean {
  return inspectValues([value]).state
}
