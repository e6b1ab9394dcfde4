import type { Place } from '../../places/place.ts'
import { prepareRequest } from '../http/prepare-request.ts'
import type { PreparedRequest } from '../http/prepare-request.ts'
import { RequestError } from '../http/request-error.ts'
import { anywhere } from '../report/find-place.ts'
import { computeLateValues } from './late-values.ts'
import { findUndefined } from './find-undefined.ts'
import { below, mergeRequest } from './merge-request.ts'
import type { Layer, LayerKeys, MergedRequest } from './merge-request.ts'
import type { RequestDefinition } from './request-types.ts'
import { accessService } from './service-access.ts'
import type { ServiceAccess } from './service-access.ts'
import type { TestSession } from './test-session.ts'

/** A request that can be sent, once or more often. */
export interface Ready {
  readonly merged: MergedRequest
  readonly prepared: PreparedRequest
  readonly service: ServiceAccess | undefined
  readonly name: string | undefined
}

/** Puts defaults and the service below a request and prepares it; starts the service where it is not running. */
export async function makeReady(session: TestSession, layers: readonly Layer[]): Promise<Ready> {
  const { project, mocks, concurrent } = session.run
  const { request } = mergeRequest(layers)
  const services = project.services ?? {}
  const name = request.service ?? Object.keys(services)[0]
  const service = isAbsolute(request) ? undefined : await accessService(services, name ?? needService())
  if (service !== undefined && !concurrent) await mocks.use(service)
  const defaults = typeof project.defaults === 'function' ? project.defaults() : project.defaults
  const lower: Layer[] = [{ definition: (defaults ?? {}) as LayerKeys, place: anywhere('defaults') }]
  if (service !== undefined) {
    const { headers, failIf } = service.definition
    lower.push({ definition: { ...(headers && { headers }), ...(failIf ? { failIf } : {}) }, place: anywhere('services', service.name) })
  }
  const all = mergeRequest([...lower, ...layers])
  const merged = { ...all, request: await computeLateValues(all.request, session) }
  const missing =
    findUndefined(merged.request) ??
    findUndefined(Object.fromEntries(merged.expectations.map(({ key, expected }) => [`expect: ${key}`, expected])))
  if (missing !== undefined) throw new RequestError('request', `\`${missing}\` has no value (undefined)`)
  try {
    const prepared = await prepareRequest({
      request: merged.request,
      changes: merged.jsonChanges,
      folder: project.folder,
      base: service?.address.url,
      basePath: service?.definition.basePath,
    })
    return { merged, prepared, service, name: merged.request.name }
  } catch (error) {
    throw error instanceof RequestError ? new UnfitRequest(error, [...lower, ...layers]) : error
  }
}

/** A request that cannot be sent, and the place of the key that is to blame. */
export class UnfitRequest extends RequestError {
  readonly place: Place | undefined

  constructor({ kind, message, hint, key, cause }: RequestError, layers: readonly Layer[]) {
    super(kind, message, { hint, key, cause })
    const [map = '', name = ''] = key ?? []
    const layer = layers.findLast(({ definition }) => Object.hasOwn(Object(definition[map as keyof typeof definition]), name))
    this.place = layer && key && below(layer.place, ...key)
  }
}

function needService(): never {
  throw new RequestError('request', 'The project has no services, so a request needs a whole URL')
}

function isAbsolute({ get, head, post, put, patch, delete: remove, options, path }: RequestDefinition): boolean {
  return [get, head, post, put, patch, remove, options, path].some((text) => typeof text === 'string' && /^https?:\/\//i.test(text))
}
