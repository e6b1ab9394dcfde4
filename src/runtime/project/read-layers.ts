import { anywhere } from '../report/find-place.ts'
import { below } from './merge-request.ts'
import type { Layer } from './merge-request.ts'
import { isNamedRequest } from './request.ts'
import type { SendRequest } from './send-request.ts'
import { caseIndexOf } from './table.ts'

/** The levels of a request above its service: the named one, then changes. */
export async function readLayers({ session, place, request, changes }: SendRequest): Promise<Layer[]> {
  const layers: Layer[] = []
  if (typeof request === 'function') {
    layers.push({ definition: await request(session), place })
  } else if (isNamedRequest(request)) {
    const { name, definition, given } = request
    const keys = typeof definition === 'function' ? await definition(session, { row: given.row, params: given.params }) : definition
    layers.push({ definition: keys, place: anywhere('requests', name) })
  } else {
    layers.push({ definition: request, place })
  }
  for (const change of changes) {
    const index = caseIndexOf(change)
    layers.push({
      definition: typeof change === 'function' ? await change(session) : change,
      place: index === undefined ? place : below(session.run.place, 'cases', index),
    })
  }
  // A named request without changes is still sent from here.
  if (layers.length === 1 && typeof request !== 'function' && isNamedRequest(request)) layers.push({ definition: {}, place })
  return layers
}
