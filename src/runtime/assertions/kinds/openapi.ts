import type { ApiNode } from '../../../openapi/api-document.ts'
import { operationName } from '../../../openapi/api-operations.ts'
import { checkAnswer } from '../../openapi/check-answer.ts'
import { checkRequest } from '../../openapi/check-request.ts'
import { loadApi } from '../../openapi/load-api.ts'
import { matchCall } from '../../openapi/match-call.ts'
import { violation } from '../../openapi/violation.ts'
import type { Violation } from '../../openapi/violation.ts'
import type { CheckResult } from '../types.ts'
import type { ExpectKind } from './expect-kind.ts'
import { result } from './expect-kind.ts'

const mostShown = 12

/**
 * Request and answer keep to the OpenAPI document of the project. A request that it forbids is only a failure when the service took it:
 * with a 4xx answer, that was the point of the test.
 */
export const openapi: ExpectKind = async (call) => {
  const { openapi: contract, folder } = call.context
  if (contract === undefined) throw new Error('`expect: openapi` needs `openapi: FILE` in the project')
  const api = loadApi(folder, contract.file)
  const { document } = api
  const { sent } = contract
  const matched = matchCall(api, sent)
  const judge = async (text: string, violations: readonly Violation[], operation?: ApiNode): Promise<CheckResult> => {
    if (violations.length === 0) return result(call, { held: true, text })
    const shown = violations.slice(0, violations.length <= mostShown ? mostShown : mostShown - 1)
    const lines = await Promise.all(shown.map((broken) => renderViolation(broken, { folder, operation })))
    if (violations.length === 1) return result(call, { held: false, text, message: `openapi: ${lines[0]}` })
    const diff = shown.length === violations.length ? lines : [...lines, `… and ${violations.length - shown.length} more`]
    return result(call, { held: false, text, message: `openapi: not as ${contract.file} says in ${violations.length} places`, diff })
  }
  if ('methods' in matched) {
    const path = `${sent.method} ${sent.path}`
    const known = matched.methods.length === 0 ? '' : `; that path takes ${matched.methods.join(', ')}`
    return [await judge(`${contract.file} describes ${path}`, [violation(`${contract.file} describes no ${path}${known}`)])]
  }
  const name = operationName(matched.operation)
  const { node } = matched.operation
  const refused = call.response.status >= 400 && call.response.status < 500
  return [
    ...(refused ? [] : [await judge(`request keeps to ${name}`, checkRequest(document, matched, sent), node)]),
    await judge(`answer keeps to ${name}`, checkAnswer(document, matched.operation, call.response), node),
  ]
}

/** `$.id: must be integer (openapi.yaml:34:7)`: what is wrong, and what of the document says so. */
async function renderViolation(
  { message, rule }: Violation,
  { folder, operation }: { readonly folder: string; readonly operation: ApiNode | undefined },
): Promise<string> {
  const { file, path } = rule ?? operation ?? {}
  if (file === undefined || path === undefined) return message
  // YAML is only needed where something failed
  const { readSpecPlace } = await import('../../../places/read-spec-place.ts')
  const place = await readSpecPlace(folder, { file, path })
  return place === undefined ? message : `${message} (${place.file}:${place.line}:${place.column})`
}
