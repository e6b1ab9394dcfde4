import type { ReceivedResponse, SourcedExpectation } from '../assertions/types.ts'
import { stringifyJson } from '../assertions/values/stringify-json.ts'
import { formatPlace } from '../../places/place.ts'
import { redact } from '../values/secrets.ts'
import type { CheckedAnswer } from './run-result.ts'

interface Checked {
  readonly response: ReceivedResponse
  readonly expectations: readonly SourcedExpectation[]
  readonly timeoutMs: number
}

/** Characters of what is expected. */
const longest = 64 * 1024

/** What was expected of an answer, so that it can be held against other answers later. */
export function checkedAnswer({ response, expectations, timeoutMs }: Checked): CheckedAnswer {
  return {
    timeoutMs,
    redirects: response.redirects.map(({ status, location }) => ({ status, location: redact(location) })),
    expectations: expectations.map(({ key, expected, place }) => ({ key, place: formatPlace(place), expected: withoutSecrets(expected) })),
  }
}

/** A number that is a secret leaves no JSON behind. */
function withoutSecrets(expected: unknown): unknown {
  const text = stringifyJson(expected)
  if (text === undefined || text.length > longest) return undefined
  const clean = redact(text)
  if (clean === text) return JSON.parse(text)
  try {
    return JSON.parse(clean)
  } catch {
    return undefined
  }
}
