import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/** Checks a regular expression as the runtime will compile it: JavaScript, no flags. */
export function checkPattern(cursor: Cursor, tools: CheckTools, { groups }: { groups?: number } = {}): void {
  const source = cursor.text
  if (source === undefined || hasTemplate(source)) return
  try {
    const found = countGroups(source)
    if (groups !== undefined && found !== groups) tools.report(problems.captureWithoutGroup(found), { cursor })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tools.report(problems.badPattern(lowerFirst(message.slice(message.lastIndexOf(': ') + 2))), { cursor })
  }
}

/** An alternative that matches the empty text shows how many groups there are. */
function countGroups(source: string): number {
  return (new RegExp(`${new RegExp(source).source}|`).exec('')?.length ?? 1) - 1
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
