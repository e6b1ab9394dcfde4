import { operationName } from '../../../openapi/api-operations.ts'
import { checkAnswer } from '../../openapi/check-answer.ts'
import { checkRequest } from '../../openapi/check-request.ts'
import { loadApi } from '../../openapi/load-api.ts'
import { matchCall } from '../../openapi/match-call.ts'
import type { CheckResult } from '../types.ts'
import type { ExpectKind } from './expect-kind.ts'
import { result } from './expect-kind.ts'

/**
 * Request and answer keep to the OpenAPI document of the project. A request that it forbids is only a failure when the service took it:
 * with a 4xx answer, that was the point of the test.
 */
export const openapi: ExpectKind = (call) => {
  const { openapi: contract, folder } = call.context
  if (contract === undefined) throw new Error('`expect: openapi` needs `openapi: FILE` in the project')
  const api = loadApi(folder, contract.file)
  const { document } = api
  const { sent } = contract
  const matched = matchCall(api, sent)
  const fail = (text: string, violations: readonly string[]): CheckResult[] => {
    const [first] = violations
    if (first === undefined) return [result(call, { held: true, text })]
    if (violations.length === 1) return [result(call, { held: false, text, message: `openapi: ${first}` })]
    const diff = violations.length <= 12 ? violations : [...violations.slice(0, 11), `… and ${violations.length - 11} more`]
    return [result(call, { held: false, text, message: `openapi: not as ${contract.file} says in ${violations.length} places`, diff })]
  }
  if ('methods' in matched) {
    const path = `${sent.method} ${sent.path}`
    const known = matched.methods.length === 0 ? '' : `; that path takes ${matched.methods.join(', ')}`
    return fail(`${contract.file} describes ${path}`, [`${contract.file} describes no ${path}${known}`])
  }
  const name = operationName(matched.operation)
  const refused = call.response.status >= 400 && call.response.status < 500
  return [
    ...(refused ? [] : fail(`request keeps to ${name}`, checkRequest(document, matched, sent))),
    ...fail(`answer keeps to ${name}`, checkAnswer(document, matched.operation, call.response)),
  ]
}
