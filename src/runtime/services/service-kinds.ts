import { composeKind, containerKind } from './kinds/compose/compose-kind.ts'
import { nodeKind } from './kinds/node/node-kind.ts'
import { processKind } from './kinds/process/process-kind.ts'
import { pythonKind } from './kinds/python/python-kind.ts'
import { urlKind } from './kinds/url/url-kind.ts'
import type { ServiceDefinition } from './service-definition.ts'
import { serviceError } from './service-error.ts'
import type { ServiceKindName } from './service-handle.ts'
import type { ServiceKind } from './service-kind.ts'

export const serviceKinds: { readonly [Name in ServiceKindName]: ServiceKind<Name> } = {
  node: nodeKind,
  process: processKind,
  python: pythonKind,
  compose: composeKind,
  container: containerKind,
  url: urlKind,
}

/** The kind of a definition, told by its key. */
export function kindOf(name: string, definition: ServiceDefinition): ServiceKindName {
  const names = Object.keys(serviceKinds) as ServiceKindName[]
  const kind = names.find((key) => key in definition)
  if (kind !== undefined) return kind
  throw serviceError({ service: name, message: `Service \`${name}\` says no kind that can be run`, hint: `Kinds are ${names.join(', ')}` })
}
