import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

const token = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
/** Control characters; of them, HTTP allows the tab in a value. */
const forbidden = /(?!\t)\p{Cc}/u

/** Checks names and literal values of a map of headers. */
export function checkHeaders(headers: Cursor | undefined, tools: CheckTools): void {
  for (const header of headers?.entries() ?? []) {
    if (!checkHeaderName(header, tools)) continue
    const values = header.isList ? header.items() : [header]
    for (const value of values) {
      if (forbidden.test(value.text ?? '')) tools.report(problems.badHeaderValue(header.name), { cursor: value })
    }
  }
}

export function checkHeaderName(header: Cursor, tools: CheckTools): boolean {
  if (token.test(header.name)) return true
  tools.report(problems.badHeaderName(header.name), { cursor: header, at: 'key' })
  return false
}

/** Checks a text that names a header. */
export function checkHeaderText(header: Cursor, tools: CheckTools): void {
  const name = header.text ?? ''
  if (!token.test(name) && !hasTemplate(name)) tools.report(problems.badHeaderName(name), { cursor: header })
}
