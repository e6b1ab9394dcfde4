import { checkCapture } from '../checks/check-capture.ts'
import { checkFile } from '../checks/check-file.ts'
import { checkDurationOrder } from '../checks/check-duration-order.ts'
import { checkHeaders, checkHeaderText } from '../checks/check-headers.ts'
import { checkJsonPath } from '../checks/check-json-path.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import { checkUrl, hasNoBraces } from '../checks/check-url.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import { bodyKinds, bodyNames } from '../kinds/bodies/body-kinds.ts'
import { checkExpect } from './check-expect.ts'
import { checkPlainText, checkTexts } from './check-text.ts'
import { checkOperation } from './check-operation.ts'
import type { Scope } from './scope.ts'

/** Keys that name things or belong to the test around a request; their texts are no values. */
const plainKeys = new Set([
  'name',
  'description',
  'request',
  'flow',
  'service',
  'tags',
  'skip',
  'only',
  'retries',
  'serial',
  'mocks',
  'with',
  'cases',
  'cleanup',
  'steps',
  'weight',
])

export interface RequestSite {
  readonly scope: Scope
  readonly tools: CheckTools
  /** The named request that this one starts from. */
  readonly base?: Cursor
}

/** Checks a request, or changes to one: in `requests`, a step, a test, a case or a task. */
export function checkRequest(request: Cursor, site: RequestSite): void {
  for (const entry of request.entries()) {
    if (entry.name === 'name') checkPlainText({ cursor: entry }, site.tools)
    if (plainKeys.has(entry.name)) continue
    checkTexts(entry, site.scope, site.tools)
    keyChecks.get(entry.name)?.(entry, { ...site, request })
  }
  checkOperation(request, site)
}

interface KeySite extends RequestSite {
  readonly request: Cursor
}

const checkPath = (path: Cursor, { tools }: KeySite) => {
  if (hasNoBraces(path, tools)) checkUrl(path, tools)
}

const keyChecks: ReadonlyMap<string, (entry: Cursor, site: KeySite) => void> = new Map([
  ...['get', 'head', 'post', 'put', 'delete', 'options', 'path'].map((key) => [key, checkPath] as const),
  ['patch', (patch, site) => (patch.isMap ? checkPatch(patch, site) : checkPath(patch, site))],
  ['unset', checkUnset],
  ['headers', (headers, { tools }) => checkHeaders(headers, tools)],
  ['auth', checkAuth],
  ...bodyNames.map((name) => [name, (body: Cursor, { tools }: KeySite) => bodyKinds[name].check(body, tools)] as const),
  ['expect', (expect, { tools }) => checkExpect(expect, tools)],
  ['before', checkBefore],
  ['checks', checkChecks],
  ['capture', checkCaptures],
  ['poll', checkPoll],
])

function checkAuth(auth: Cursor, { tools }: KeySite): void {
  const header = auth.get('apiKey')?.get('header')
  if (header !== undefined) checkHeaderText(header, tools)
}

function checkCaptures(captures: Cursor, { tools }: KeySite): void {
  for (const capture of captures.entries()) {
    checkCapture(capture, tools)
    if (tools.names.has('flows', capture.name)) tools.report(problems.captureNamedLikeFlow(capture.name), { cursor: capture, at: 'key' })
  }
}

function checkBefore(before: Cursor, { tools }: KeySite): void {
  for (const step of before.items()) {
    const script = step.get('script')
    if (script !== undefined) checkFile(script, tools)
  }
}

function checkChecks(checks: Cursor, site: KeySite): void {
  for (const check of checks.items()) {
    for (const condition of [check, ...(check.get('conditions')?.items() ?? [])]) {
      for (const key of ['when', 'unless', 'expect']) checkExpect(condition.get(key), site.tools)
      const capture = condition.get('capture')
      if (capture !== undefined) checkCaptures(capture, site)
    }
    const script = check.get('script')
    if (script !== undefined) checkFile(script, site.tools)
  }
}

function checkPoll(poll: Cursor, site: KeySite): void {
  const { request, base, tools } = site
  checkDurationOrder(poll, tools, { inner: { key: 'every', default: '0ms' }, outer: { key: 'for', default: '0ms' } })
  if (hasUnknownBase(site)) return
  const expecting = request.has('expect') || request.has('cases') || base?.has('expect') === true
  if (!expecting) tools.report(problems.pollWithoutExpect(), { cursor: poll, at: 'key' })
}

function checkPatch(patch: Cursor, site: KeySite): void {
  for (const path of patch.entries()) checkJsonPath(path.name, { cursor: path, at: 'key' }, site.tools)
  checkHasJson(patch, site)
}

function checkUnset(unset: Cursor, site: KeySite): void {
  for (const path of unset.items()) checkJsonPath(path.text ?? '', { cursor: path }, site.tools)
  if (site.request.get('patch')?.isMap !== true) checkHasJson(unset, site)
}

/** `patch` as a map and `unset` change the json body of this request or of the one it starts from. */
function checkHasJson(change: Cursor, site: KeySite): void {
  const { request, base, tools } = site
  if (hasUnknownBase(site)) return
  const own = bodyNames.find((name) => request.has(name))
  const body = own ?? bodyNames.find((name) => base?.has(name) === true)
  if (body !== 'json') tools.report(problems.patchWithoutJson(change.name), { cursor: change, at: 'key' })
}

/** A misspelt request has been reported; what it would have brought along must not be missed as well. */
function hasUnknownBase({ request, base, tools }: KeySite): boolean {
  const name = request.get('request')?.text ?? base?.get('request')?.text
  return name !== undefined && !tools.names.has('requests', name)
}
