import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Spot } from './reporter.ts'

/** `$.items[0].name` and its like need no library. */
const simple = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[(?:0|[1-9][0-9]{0,8})\]|\[\*\]|\.\*|\['[^'\\\p{Cc}]*'\])*$/u

/** Checks a JSONPath by the library that will read it (RFC 9535). */
export function checkJsonPath(path: string, spot: Spot, tools: CheckTools): void {
  if (simple.test(path) || hasTemplate(path)) return
  tools.later(async () => {
    const { compile } = await import('json-p3')
    try {
      compile(path)
    } catch (error) {
      const { reason, offset } = partsOf(error)
      const start = Math.min(offset ?? 0, path.length - 1)
      const end = offset === undefined ? path.length : start + 1
      tools.report(problems.badJsonPath(reason), { ...spot, span: { start, end } })
    }
  })
}

/** The library writes `unclosed bracketed selection ('$.items[':8)`, with the offset at the end. */
function partsOf(error: unknown): { reason: string; offset: number | undefined } {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''
  const [, reason = message, offset] = /^(.*?)\s*\('.*':(\d+)\)$/.exec(message) ?? []
  return { reason, offset: offset === undefined ? undefined : Number(offset) }
}
