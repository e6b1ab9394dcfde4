import type { Cursor } from '../checks/cursor.ts'
import { fixtureKinds } from './fixtures/fixture-kinds.ts'
import type { FixtureKind } from './fixtures/fixture-kind.ts'
import { serviceKinds } from './services/service-kinds.ts'
import type { ServiceKind } from './services/service-kind.ts'

/** The kind of a service or fixture is the one key of its kinds that it has; the schema sees to that. */
export function serviceKindOf(service: Cursor): { readonly name: string; readonly kind: ServiceKind } {
  return kindOf<ServiceKind>(service, serviceKinds)
}

export function fixtureKindOf(fixture: Cursor): { readonly name: string; readonly kind: FixtureKind } {
  return kindOf<FixtureKind>(fixture, fixtureKinds)
}

function kindOf<Kind>(cursor: Cursor, kinds: Readonly<Record<string, Kind>>): { name: string; kind: Kind } {
  for (const [name, kind] of Object.entries(kinds)) if (cursor.has(name)) return { name, kind }
  throw new Error(`${cursor.name} has no kind, which the schema forbids`)
}
