import { compileJsonPath } from '../assertions/json-path-query.ts'
import type { ReceivedResponse } from '../assertions/types.ts'
import { describeType } from '../assertions/values/describe-value.ts'
import { deepFreeze } from '../values/deep-freeze.ts'
import type { Capture } from './request-types.ts'

export type Taken = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'nothing'; readonly reason: string }

/** The part of an answer that a capture names; one that selects nothing, or more than one value, says why. */
export function takeCapture(response: ReceivedResponse, capture: Capture): Taken {
  if (typeof capture === 'string') return fromJson(response, capture)
  const { jsonPath, header, cookie, text } = capture
  if (jsonPath !== undefined) return fromJson(response, jsonPath)
  if (header !== undefined) return first(response.headers.get(header.toLowerCase())?.[0], `the answer has no header \`${header}\``)
  if (cookie !== undefined)
    return first(response.cookies.findLast(({ name }) => name === cookie)?.value, `the answer sets no cookie \`${cookie}\``)
  if (text !== undefined) return fromText(response, text)
  return nothing('it needs one of jsonPath, header, cookie and text')
}

export function isSecret(capture: Capture): boolean {
  return typeof capture !== 'string' && capture.secret === true
}

function fromJson(response: ReceivedResponse, path: string): Taken {
  let data: unknown
  try {
    data = response.json()
  } catch (error) {
    return nothing(`the body is not JSON (${error instanceof Error ? error.message : String(error)})`)
  }
  const query = compileJsonPath(path)
  const selected = query.select(data)
  const [only] = selected
  if (selected.length === 1 && only !== undefined) return { kind: 'value', value: deepFreeze(only.value) }
  if (selected.length > 1) return nothing(`\`${path}\` selects ${selected.length} values, a capture takes exactly one`)
  const end = query.whereItEnds(data)
  return nothing(
    `\`${path}\` selects nothing${end === undefined ? '' : `: \`${end.path}\` is ${describeType(end.value)} without ${typeof end.step === 'number' ? `item ${end.step}` : `\`${end.step}\``}`}`,
  )
}

function fromText(response: ReceivedResponse, pattern: string): Taken {
  const match = new RegExp(pattern, 'u').exec(response.text())
  if (match === null) return nothing(`the body does not match /${pattern}/`)
  if (match.length !== 2) return nothing(`/${pattern}/ has ${match.length - 1} groups, a capture takes exactly one`)
  return first(match[1], `the group of /${pattern}/ matched nothing`)
}

function first(value: string | undefined, reason: string): Taken {
  return value === undefined ? nothing(reason) : { kind: 'value', value }
}

function nothing(reason: string): Taken {
  return { kind: 'nothing', reason }
}
