import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Spot } from './reporter.ts'

/** `$.items[0].name` and its like need no library. */
const simple = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:0|[1-9][0-9]{0,8})\]|\[\*\]|\.\*|\['[^'\\\u0000-\u001f]*'\])*$/

/** Checks a JSONPath by the library that will read it (RFC 9535). */
export function checkJsonPath(path: string, spot: Spot, tools: CheckTools): void {
  if (simple.test(path) || hasTemplate(path)) return
  tools.later(async () => {
    const { compile } = await import('json-p3')
    try {
      compile(path)
    } catch (error) {
      tools.report(problems.badJsonPath(reasonOf(error)), spot)
    }
  })
}

/** The first line of the library's message, without the position in it, which the range shows better. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return (message.split('\n')[0] ?? message).replace(/\s*\([^()]*:\d+\)$/, '')
}
