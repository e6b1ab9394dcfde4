import { createHash } from 'node:crypto'
import { bodyJson } from '../kinds/body-json.ts'
import { compileJsonPath } from '../json-path-query.ts'
import type { ReceivedResponse } from '../types.ts'
import { isMap } from '../values/deep-equal.ts'
import { describeType } from '../values/describe-value.ts'
import { stringifyJson } from '../values/stringify-json.ts'

export interface RenderedSnapshot {
  readonly extension: 'json' | 'txt'
  readonly text: string
}

/** The body in a form that reads well in a review: JSON indented, text as it is, other bytes by their size and hash. */
export function renderSnapshot(response: ReceivedResponse, ignore: readonly string[]): RenderedSnapshot {
  const isText = /json|text|xml|html|yaml|csv|javascript|urlencoded/i.test(response.contentType ?? 'text')
  const body = isText ? bodyJson(response) : { problem: '' }
  if ('value' in body) return { extension: 'json', text: `${stringifyJson(withoutIgnored(body.value, ignore), 2)}\n` }
  if (ignore.length > 0) throw new Error('`snapshot: ignore` holds JSONPaths, and the body is not JSON')
  if (isText) return { extension: 'txt', text: response.text() }
  return {
    extension: 'txt',
    text: `${response.body.byteLength} bytes, sha256 ${createHash('sha256').update(response.body).digest('hex')}\n`,
  }
}

/** A copy in which `<a string>` and the like stand for values that change from run to run. */
function withoutIgnored(value: unknown, ignore: readonly string[]): unknown {
  if (ignore.length === 0) return value
  const root = { value: structuredClone(value) }
  for (const path of ignore) {
    for (const selected of compileJsonPath(path).select(root.value))
      replace(root, ['value', ...selected.path], `<${describeType(selected.value)}>`)
  }
  return root.value
}

function replace(root: unknown, path: readonly (string | number)[], value: string): void {
  let target = root
  for (const part of path.slice(0, -1))
    target = isMap(target) || Array.isArray(target) ? (target as Record<string | number, unknown>)[part] : undefined
  const last = path.at(-1)
  if (last !== undefined && typeof target === 'object' && target !== null) (target as Record<string | number, unknown>)[last] = value
}
