import { splitUrl } from '../http/convert-request.ts'
import type { HarEntry } from './read-har.ts'

export interface SelectedEntries {
  /** Scheme, host and port of the service. */
  readonly origin: string
  readonly entries: readonly HarEntry[]
  readonly left: { readonly files: number; readonly elsewhere: number; readonly unanswered: number }
}

const staticTypes =
  /^(?:image|font|audio|video)\/|^text\/(?:css|html|javascript)$|javascript|font|wasm|^application\/(?:manifest\+json|x-protobuffer)$/
const staticNames = /\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|eot|mp[34]|webm|wasm|webmanifest)$/i
const staticResources = new Set([
  'image',
  'stylesheet',
  'script',
  'font',
  'media',
  'manifest',
  'ping',
  'preflight',
  'websocket',
  'other',
  'texttrack',
])

/** The calls of one service: without files, preflights, other hosts, and what never got an answer. */
export function selectEntries(all: readonly HarEntry[]): SelectedEntries | undefined {
  const answered = all.filter(({ status }) => status > 0)
  const calls = answered.filter((entry) => !isStatic(entry))
  const counts = new Map<string, number>()
  for (const { request } of calls) counts.set(splitUrl(request.url).origin, (counts.get(splitUrl(request.url).origin) ?? 0) + 1)
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  if (most === undefined) return undefined
  const [origin] = most
  const entries = calls.filter(({ request }) => splitUrl(request.url).origin === origin)
  return {
    origin,
    entries,
    left: { files: answered.length - calls.length, elsewhere: calls.length - entries.length, unanswered: all.length - answered.length },
  }
}

function isStatic({ request, responseType, resource }: HarEntry): boolean {
  if (request.method === 'OPTIONS') return true
  if (resource === 'xhr' || resource === 'fetch') return false
  if (resource !== undefined && staticResources.has(resource)) return true
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return staticTypes.test(responseType) || staticNames.test(splitUrl(request.url).path)
}
