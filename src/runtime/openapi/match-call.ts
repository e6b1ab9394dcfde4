import type { MatchedOperation } from '../../openapi/match-operation.ts'
import { checkRequest } from './check-request.ts'
import type { LoadedApi } from './load-api.ts'
import type { SentCall } from './sent-call.ts'

/** The operation that a call belongs to; of several for one path, the one that its request breaks least. */
export function matchCall({ document, index }: LoadedApi, sent: SentCall): MatchedOperation | { readonly methods: readonly string[] } {
  const matched = index.match(sent)
  if ('methods' in matched || matched.variants.length < 2) return matched
  const [best] = matched.variants
    .map((operation) => ({ ...matched, operation }))
    .map((variant) => ({ variant, violations: checkRequest(document, variant, sent).length }))
    .toSorted((a, b) => a.violations - b.violations)
  return best?.variant ?? matched
}
