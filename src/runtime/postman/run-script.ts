import { readFile } from 'node:fs/promises'
import { STATUS_CODES } from 'node:http'
import type { ReceivedResponse } from '../assertions/types.ts'
import { performRequest } from '../http/perform-request.ts'
import { prepareRequest } from '../http/prepare-request.ts'
import type { RequestDefinition } from '../project/request-types.ts'
import { accessService } from '../project/service-access.ts'
import type { TestSession } from '../project/test-session.ts'
import type { CheckRecord } from '../session/checks.ts'
import type { SharedSession } from '../session/shared-session.ts'
import { projectFile } from '../values/project-file.ts'
import { callStore } from './cookie-store.ts'
import { changesOf, fromPostman, toPostman } from './postman-request.ts'
import { execute } from './sandbox.ts'
import type { ExecutionResult, ScopeJson } from './sandbox.ts'

export interface RunScript {
  readonly session: TestSession
  /** Relative to the project's folder. */
  readonly file: string
  readonly listen: 'prerequest' | 'test'
  readonly request: RequestDefinition
  readonly response?: ReceivedResponse | undefined
}

export interface ScriptOutcome {
  readonly checks: readonly CheckRecord[]
  /** What ended the script early. */
  readonly mistake: string | undefined
  /** Changes to the request that is about to be sent. */
  readonly request: RequestDefinition | undefined
  readonly skipped: boolean
}

/** Runs a script of Postman around a request, with the values of the session as its variables. */
export async function runScript({ session, file, listen, request, response }: RunScript): Promise<ScriptOutcome> {
  const { run } = session
  const shared = run.shared
  if (shared === undefined) throw new Error('Scripts of Postman need the `session` of the spec')
  const code = await readFile(projectFile(file, run.project.folder), 'utf8')
  const base = await baseOf(session, request)
  const given = toPostman(request, base)
  const checks: CheckRecord[] = []
  let skipped = false
  const { result, mistake } = await execute({
    code,
    listen,
    name: run.item,
    iteration: { index: shared.iteration, count: Math.max(1, shared.rows.length) },
    context: {
      environment: { ...toScope(shared, 'environment'), name: run.project.sessionName ?? run.project.name },
      globals: toScope(shared, 'globals'),
      collectionVariables: toScope(shared, 'values'),
      _variables: toScope(shared, 'local'),
      data: Object.fromEntries(shared.scope('data')),
      cookies: cookiesOf(shared, response?.url ?? given.url),
      request: given,
      ...(listen === 'test' && response !== undefined && { response: responseJson(response) }),
    },
    onAssertion: ({ name, passed, skipped: left, error }) =>
      void checks.push({ name: String(name), state: left ? 'skipped' : passed ? 'passed' : 'failed', message: error?.message }),
    onSkip: () => (skipped = true),
    onRequest: (definition) => sendForScript(session, definition),
    onCookies: (method, args) => callStore(shared.jar, method, args),
  })
  if (result !== undefined) keepScopes(shared, result)
  const next = result?.return
  if (next !== undefined && 'nextRequest' in next) shared.next = next.nextRequest
  const changes = listen === 'prerequest' && result?.request !== undefined ? changesOf(given, result.request) : undefined
  return { checks, mistake, request: changes && (fillAll(changes, shared) as RequestDefinition), skipped }
}

async function baseOf(session: TestSession, request: RequestDefinition): Promise<string> {
  const services = session.run.project.services ?? {}
  const name = request.service ?? Object.keys(services)[0]
  if (name === undefined || JSON.stringify(request).includes('"http')) return ''
  return (await accessService(services, name)).address.url
}

const scopeKeys = [
  ['environment', 'environment'],
  ['globals', 'globals'],
  ['collectionVariables', 'values'],
  ['_variables', 'local'],
] as const

function toScope(shared: SharedSession, scope: 'environment' | 'globals' | 'values' | 'local'): ScopeJson {
  return {
    values: [
      ...[...shared.scope(scope)].map(([key, value]) => ({
        key,
        value: typeof value === 'function' ? shared.read(key) : value,
        type: 'any',
      })),
      ...shared.nulls(scope).map((key) => ({ key, value: null, type: 'any' })),
    ],
  }
}

function keepScopes(shared: SharedSession, result: ExecutionResult): void {
  for (const [key, scope] of scopeKeys) {
    const kept = result[key]
    if (kept === undefined) continue
    const values = shared.scope(scope)
    const nulls = new Set(shared.nulls(scope))
    values.clear()
    for (const { key: name, value, disabled } of kept.values) {
      const untouched = nulls.has(name) && (value === null || value === undefined)
      if (disabled !== true && !untouched) values.set(name, value ?? null)
    }
  }
}

function cookiesOf(shared: SharedSession, url: string): unknown {
  try {
    const { hostname } = new URL(url)
    return shared.jar.cookiesFor(new URL(url)).map(([name, value]) => ({ name, value, domain: hostname, path: '/' }))
  } catch {
    return []
  }
}

function responseJson(response: ReceivedResponse): unknown {
  return {
    code: response.status,
    status: STATUS_CODES[response.status] ?? '',
    header: response.rawHeaders.map(([key, value]) => ({ key, value })),
    stream: { type: 'Base64', data: Buffer.from(response.body).toString('base64') },
    responseTime: Math.round(response.durationMs),
  }
}

async function sendForScript({ run, signal }: TestSession, definition: unknown): Promise<unknown> {
  const shared = run.shared
  const request = fillAll(fromPostman(definition), shared) as RequestDefinition
  const path = request.path ?? request.get ?? ''
  const whole = /^https?:\/\//i.test(path)
    ? request
    : { ...request, ...(request.get === undefined ? { path: `http://${path}` } : { get: `http://${path}` }) }
  const prepared = await prepareRequest({ request: whole, changes: [], folder: run.project.folder, base: undefined, basePath: undefined })
  const response = await performRequest({ request: prepared, jar: run.jar, signal, onSend: () => undefined })
  return responseJson(response)
}

/** Replaces `{{name}}` in every text. */
function fillAll(value: unknown, shared: SharedSession | undefined): unknown {
  if (typeof value === 'string') return shared?.fill(value) ?? value
  if (Array.isArray(value)) return value.map((item) => fillAll(item, shared))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [shared?.fill(key) ?? key, fillAll(item, shared)]))
}
