import { checkHeaderText } from './check-headers.ts'
import { checkJsonPath } from './check-json-path.ts'
import { checkPattern } from './check-pattern.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/** Checks where a capture says that its value stands. */
export function checkCapture(capture: Cursor, tools: CheckTools): void {
  const path = capture.text === undefined ? capture.get('jsonPath') : capture
  if (path?.text !== undefined) checkJsonPath(path.text, { cursor: path }, tools)
  const header = capture.get('header')
  if (header !== undefined) checkHeaderText(header, tools)
  const pattern = capture.get('text')
  if (pattern !== undefined) checkPattern(pattern, tools, { groups: 1 })
}
