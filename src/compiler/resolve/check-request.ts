import { checkCapture } from '../checks/check-capture.ts'
import { checkDurationOrder } from '../checks/check-duration-order.ts'
import { checkHeaders, checkHeaderText } from '../checks/check-headers.ts'
import { checkJsonPath } from '../checks/check-json-path.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import { checkUrl } from '../checks/check-url.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import { bodyKinds, bodyNames } from '../kinds/bodies/body-kinds.ts'
import { checkExpect } from './check-expect.ts'
import { checkTexts } from './check-text.ts'
import type { Scope } from './scope.ts'

/** Keys that name things or belong to the test around a request; their texts are no values. */
const plainKeys = new Set([
  ...['name', 'description', 'request', 'flow', 'service'],
  ...['tags', 'skip', 'only', 'retries', 'serial', 'mocks', 'with', 'cases', 'cleanup', 'steps', 'weight'],
])

const methodKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options', 'path']

export interface RequestSite {
  readonly scope: Scope
  readonly tools: CheckTools
  /** The named request that this one starts from. */
  readonly base?: Cursor
}

/** Checks a request, or changes to one: in `requests`, a step, a test, a case or a task. */
export function checkRequest(request: Cursor, { scope, tools, base }: RequestSite): void {
  for (const entry of request.entries()) if (!plainKeys.has(entry.name)) checkTexts(entry, scope, tools)
  for (const key of methodKeys) checkUrl(request.get(key), tools)
  checkHeaders(request.get('headers'), tools)
  const apiKeyHeader = request.get('auth')?.get('apiKey')?.get('header')
  if (apiKeyHeader !== undefined) checkHeaderText(apiKeyHeader, tools)
  for (const name of bodyNames) {
    const body = request.get(name)
    if (body !== undefined) bodyKinds[name].check(body, tools)
  }
  checkChanges(request, base, tools)
  checkExpect(request.get('expect'), tools)
  for (const capture of request.get('capture')?.entries() ?? []) {
    checkCapture(capture, tools)
    if (tools.names.has('flows', capture.name)) tools.report(problems.captureNamedLikeFlow(capture.name), { cursor: capture, at: 'key' })
  }
  const poll = request.get('poll')
  if (poll === undefined) return
  checkDurationOrder(poll, tools, { inner: { key: 'every', default: '0ms' }, outer: { key: 'for', default: '0ms' } })
  if (!request.has('expect') && base?.has('expect') !== true) tools.report(problems.pollWithoutExpect(), { cursor: poll, at: 'key' })
}

/** `patch` as a map and `unset` change the json body of this request or of the one it starts from. */
function checkChanges(request: Cursor, base: Cursor | undefined, tools: CheckTools): void {
  const patch = request.get('patch')
  const paths = patch?.isMap === true ? patch : undefined
  for (const path of paths?.entries() ?? []) checkJsonPath(path.name, { cursor: path, at: 'key' }, tools)
  const unset = request.get('unset')
  for (const path of unset?.items() ?? []) checkJsonPath(path.text ?? '', { cursor: path }, tools)
  const change = paths ?? unset
  if (change === undefined) return
  const own = bodyNames.find((name) => request.has(name))
  const body = own ?? bodyNames.find((name) => base?.has(name) === true)
  if (body !== 'json') tools.report(problems.patchWithoutJson(change.name), { cursor: change, at: 'key' })
}

