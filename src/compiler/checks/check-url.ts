import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/** Checks the path of a request, or a whole URL, as far as it is known. */
export function checkUrl(cursor: Cursor | undefined, tools: CheckTools): void {
  const url = cursor?.text
  if (cursor === undefined || url === undefined) return
  const fragment = literalIndexOf(url, '#')
  if (fragment >= 0) {
    tools.report(
      problems.badUrl(url, 'has a fragment, which is never sent', 'Remove what begins with `#`, or write `%23` for the character itself'),
      {
        cursor,
        span: { start: fragment, end: url.length },
      },
    )
    return
  }
  const blank = /[\s\p{Cc}\\]/u.exec(outsideTemplates(url))
  if (blank !== null) {
    tools.report(
      problems.badUrl(
        url,
        'has a character that no URL can have',
        'Write it encoded, a space as `%20`; values for the query stand under `query`',
      ),
      {
        cursor,
        span: { start: blank.index, end: blank.index + 1 },
      },
    )
    return
  }
  if (/^https?:/.test(url) && !hasTemplate(url) && !URL.canParse(url)) {
    tools.report(problems.badUrl(url, 'is not a URL', 'Write it as `http://host:port/path`'), { cursor })
  }
}

/** `/items/{id}` and `{{id}}` are how others write a value; here they would be sent as they are. A query may hold JSON. */
export function hasNoBraces(cursor: Cursor, tools: CheckTools): boolean {
  const url = cursor.text ?? ''
  const [braces] = /\{\{[^{}]*\}\}|(?<=^[^?]*)\{[^{}]*\}/.exec(outsideTemplates(url)) ?? []
  if (braces === undefined) return true
  const start = outsideTemplates(url).indexOf(braces)
  const hint = 'A value is written as `${…}`, such as `${captures.id}`; the characters themselves as `%7B` and `%7D`'
  tools.report(problems.badUrl(url, 'has braces that stand for nothing', hint), { cursor, span: { start, end: start + braces.length } })
  return false
}

/** The text with every `${…}` made as many `x`. */
function outsideTemplates(text: string): string {
  return text.replaceAll(/\$\{[^}]*\}?/g, (template) => 'x'.repeat(template.length))
}

function literalIndexOf(text: string, character: string): number {
  return outsideTemplates(text).indexOf(character)
}
