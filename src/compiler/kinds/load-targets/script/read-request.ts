import { durationMs } from '../../../checks/measure.ts'
import type { MapValue, PlannedStep, Value } from '../../../plan/plan.ts'
import { readBody } from './read-body.ts'
import { readChecks } from './read-checks.ts'
import { singularPath } from './json-path.ts'
import type { ScriptCapture, ScriptRequest } from './load-script.ts'
import { isNull, mergeLayers } from './merge-layers.ts'
import type { Merged } from './merge-layers.ts'
import { encodePath, isWhole } from './encode-path.ts'
import { written } from './written.ts'

export interface RequestSurroundings {
  readonly defaults: MapValue | undefined
  readonly requests: ReadonlyMap<string, MapValue>
  /** Services as written; the first is the one for requests that name none. */
  readonly services: ReadonlyMap<string, MapValue>
  readonly fixturePath: (name: string) => string | undefined
  /** Takes what no script can send. */
  readonly impossible: string[]
}

/** A step as it is sent: everything below it merged in. */
export function readRequest(step: PlannedStep & { kind: 'request' }, around: RequestSurroundings): ScriptRequest {
  const named = step.request === undefined ? undefined : around.requests.get(step.request)
  const own = [...(named === undefined ? [] : [named]), step.changes]
  const serviceName = textOf(mergeLayers(own).keys.get('service')) ?? [...around.services.keys()][0]
  const service = around.services.get(serviceName ?? '')
  const merged = mergeLayers([...(around.defaults === undefined ? [] : [around.defaults]), ...serviceLayer(service), ...own])
  around.impossible.push(...merged.impossible)
  const { method, path } = methodOf(merged)
  const whole = path.kind === 'literal' && isWhole(String(path.value))
  const basePath = textOf(service?.entries.find(([key]) => key === 'basePath')?.[1]) ?? ''
  const { checks, leftOut } = readChecks(merged.expected, merged.failIf)
  const auth = readAuth(merged.keys.get('auth'), around.impossible)
  const captures = readCaptures(merged, around.impossible)
  return {
    kind: 'request',
    name: step.name ?? textOf(merged.keys.get('name')) ?? step.request ?? written(path),
    method,
    service: whole ? undefined : serviceName,
    path: encodePath(path, whole ? '' : withSlash(basePath)),
    query: [...entriesOf(merged, 'query').filter(([, value]) => !isNull(value)), ...auth.query],
    headers: [...entriesOf(merged, 'headers').filter(([, value]) => !isNull(value)), ...auth.headers],
    cookies: entriesOf(merged, 'cookies').filter(([, value]) => !isNull(value)),
    login: auth.login,
    body: readBody(merged, around),
    timeoutMs: numberOf(merged.keys.get('timeout'), durationMs) ?? 30_000,
    redirects: numberOf(merged.keys.get('redirects'), (value) => (typeof value === 'number' ? value : undefined)) ?? 10,
    checks,
    captures,
    leftOut: [...leftOut, ...(['retry', 'poll'] as const).filter((key) => merged.keys.has(key))],
  }
}

/** What a service says about requests to it; the rest of it says how to start it. */
function serviceLayer(service: MapValue | undefined): MapValue[] {
  const entries = service?.entries.filter(([key]) => key === 'headers' || key === 'failIf') ?? []
  return entries.length === 0 ? [] : [{ kind: 'map', entries }]
}

function methodOf({ keys }: Merged): { method: string; path: Value } {
  for (const key of ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']) {
    const path = keys.get(key)
    if (path !== undefined) return { method: key.toUpperCase(), path }
  }
  return { method: textOf(keys.get('method')) ?? 'GET', path: keys.get('path') ?? { kind: 'literal', value: '/' } }
}

function withSlash(basePath: string): string {
  const path = basePath.replace(/\/+$/, '')
  return path === '' || path.startsWith('/') ? path : `/${path}`
}

function entriesOf({ keys }: Merged, name: string): readonly (readonly [string, Value])[] {
  const value = keys.get(name)
  return value?.kind === 'map' ? value.entries : []
}

interface ReadAuth {
  readonly headers: readonly (readonly [string, Value])[]
  readonly query: readonly (readonly [string, Value])[]
  readonly login: ScriptRequest['login']
}

const none: ReadAuth = { headers: [], query: [], login: undefined }

function readAuth(auth: Value | undefined, impossible: string[]): ReadAuth {
  const [kind, value] = (auth?.kind === 'map' ? auth.entries[0] : undefined) ?? []
  if (kind === undefined || value === undefined) return none
  const get = (name: string): Value => (value.kind === 'map' ? value.entries.find(([key]) => key === name)?.[1] : undefined) ?? empty
  if (kind === 'bearer') return { ...none, headers: [['authorization', bearer(value)]] }
  if (kind === 'apiKey' && value.kind === 'map') {
    const place = value.entries.find(([key]) => key === 'header' || key === 'query')
    const name = textOf(place?.[1])
    if (place !== undefined && name !== undefined) return { ...none, [place[0] === 'header' ? 'headers' : 'query']: [[name, get('value')]] }
  }
  if (kind === 'basic' || kind === 'digest') return { ...none, login: { kind, username: get('username'), password: get('password') } }
  impossible.push(`\`auth: ${kind}\``)
  return none
}

const empty: Value = { kind: 'literal', value: '' }

/** `Bearer ` in front of a value. */
function bearer(value: Value): Value {
  if (value.kind === 'literal') return { kind: 'literal', value: `Bearer ${String(value.value)}` }
  if (value.kind === 'text') return { kind: 'text', parts: ['Bearer ', ...value.parts] }
  return value.kind === 'expression' ? { kind: 'text', parts: ['Bearer ', value.expression] } : value
}

function readCaptures({ captures }: Merged, impossible: string[]): ScriptCapture[] {
  return captures.flatMap(([name, value]): ScriptCapture[] => {
    const [kind, text] = captureSource(value)
    const shown = `${kind} ${text}`
    if (kind === 'header') return [{ name, source: { kind, name: text.toLowerCase() }, written: shown }]
    if (kind === 'cookie') return [{ name, source: { kind, name: text }, written: shown }]
    if (kind === 'text') return [{ name, source: { kind: 'group', pattern: text }, written: `text /${text}/` }]
    const path = singularPath(text)
    if (path !== undefined) return [{ name, source: { kind: 'json', path }, written: text }]
    impossible.push(`the capture \`${name}: ${text}\``)
    return []
  })
}

function captureSource(value: Value): [kind: string, text: string] {
  if (value.kind !== 'map') return ['jsonPath', textOf(value) ?? '']
  const found = value.entries.find(([key]) => key !== 'secret')
  return [found?.[0] ?? 'jsonPath', textOf(found?.[1]) ?? '']
}

export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
}

function numberOf(value: Value | undefined, read: (value: unknown) => number | undefined): number | undefined {
  return value?.kind === 'literal' ? read(value.value) : undefined
}
