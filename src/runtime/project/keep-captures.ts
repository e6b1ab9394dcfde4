import type { ReceivedResponse } from '../assertions/types.ts'
import { reportSecrets } from './report-secrets.ts'
import type { SourcedCapture } from './merge-request.ts'
import type { Problem } from './request-failure.ts'
import type { TestSession } from './test-session.ts'
import { isSecret, takeCapture } from './take-captures.ts'

/** Takes the captures that can be taken and tells of the others. */
export async function keepCaptures(
  session: TestSession,
  response: ReceivedResponse,
  captures: readonly SourcedCapture[],
): Promise<readonly Problem[]> {
  const problems: Problem[] = []
  for (const { name, capture, place } of captures) {
    const taken = takeCapture(response, capture)
    const shared = session.run.shared
    if (taken.kind === 'nothing') {
      // an older value must not be taken for the one that this answer lacks
      if (shared?.declares(name) === true && taken.reason.includes('selects nothing')) shared.void(name)
      problems.push({ kind: 'capture', message: `capture \`${name}\`: ${taken.reason}`, place })
      continue
    }
    if (isSecret(capture)) await reportSecrets(taken.value)
    if (shared?.declares(name) === true) shared.set(name, taken.value)
    else session.captured.set(name, taken.value)
  }
  return problems
}
