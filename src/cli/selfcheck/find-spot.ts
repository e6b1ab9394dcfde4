import type { Exchange } from '../../runtime/report/run-result.ts'
import { hidden } from '../../runtime/values/secrets.ts'
import type { Answer } from './answer.ts'
import { receive } from './answer.ts'
import { cookieSpot } from './cookie-spot.ts'
import { htmlSpot } from './html-spot.ts'
import { bodySpot, jsonPathSpot, subsetSpot } from './json-spots.ts'
import { headerSpot, redirectsSpot, sizeSpot, statusSpot, textSpot, timeSpot } from './plain-spots.ts'
import type { Part } from './split-expectation.ts'
import type { Spot } from './spot.ts'
import { xpathSpot } from './xpath-spot.ts'

/** A secret that stood in the answer is the likeliest reason where the run itself went well. */
export function withSecret(reason: string, answer: Answer): string {
  const texts = [receive(answer).text(), ...answer.headers.map(([, value]) => value)]
  return texts.some((text) => text.includes(hidden)) ? `${reason}, in which secrets are replaced by ${hidden}` : reason
}

export interface Recorded {
  readonly exchange: Exchange
  readonly answer: Answer
  /** Why its body is not what came. */
  readonly bodyProblem?: string
}

/** Where a part of an expectation looks, or why that cannot be said. */
export function findSpot({ key, name = '', claim }: Part, { exchange, answer, bodyProblem }: Recorded): Spot | string {
  if (key === 'status') return statusSpot(answer)
  if (key === 'time') return timeSpot(answer, exchange.checked?.timeoutMs ?? 30_000)
  if (key === 'size') return sizeSpot(answer, answer.sizeBytes ?? 0)
  if (key === 'headers') return headerSpot(answer, name)
  if (key === 'cookies') return cookieSpot(answer, name)
  if (key === 'redirects') return redirectsSpot(answer, claim.operand)
  const other = notRecorded[key]
  if (other !== undefined) return other
  if (bodyProblem !== undefined) return bodyProblem
  const response = receive(answer)
  if (key === 'text') return textSpot(answer, response.text())
  if (key === 'html') return htmlSpot(answer, { key: name, text: response.text() })
  if (key === 'xpath') return xpathSpot(answer, name) ?? withSecret('the body is no XML in the record', answer)
  let json: unknown
  try {
    json = response.json()
  } catch {
    return key === 'snapshot' ? textSpot(answer, response.text()) : withSecret('the body is no JSON in the record', answer)
  }
  if (key === 'jsonPath') return jsonPathSpot(answer, { path: name, json })
  if (key === 'jsonLike') return subsetSpot(answer, { path: claim.path ?? [], json })
  return ofWholeBody.has(key) ? bodySpot(answer, json) : `\`${key}\` is not judged`
}

const ofWholeBody: ReadonlySet<string> = new Set(['json', 'jsonSchema', 'snapshot'])

const notRecorded: Readonly<Record<string, string>> = {
  hook: 'it is code, which may look at more than the answer',
  mocks: 'calls of mocks are not recorded',
  stubs: 'calls of stubs are not recorded',
}
