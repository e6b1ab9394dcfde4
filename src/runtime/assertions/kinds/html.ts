import type { HTMLElement } from 'node-html-parser'
import { lazyModules } from '../lazy-modules.ts'
import { evaluate } from '../matchers/evaluate.ts'
import type { MatcherName } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import type { ReceivedResponse } from '../types.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, results } from './expect-kind.ts'

/**
 * Elements by CSS selector, compared by their text (white space collapsed), or by an attribute behind `::attr(name)`:
 * `a.next::attr(href)`. Plain lists and `size any each unique empty` speak of all selected elements, everything else of the one
 * selected element.
 */
export const html: ExpectKind = (call) => {
  const document = parseHtml(call.response)
  return entriesOf(call).flatMap(([key, expected]) => {
    const { selector, attribute } = split(key)
    const elements = document.querySelectorAll(selector)
    const values =
      attribute === undefined
        ? elements.map(textOf)
        : elements.map((element) => element.getAttribute(attribute)).filter((value) => value !== undefined)
    const missingAttribute = elements.length > 0 && attribute !== undefined
    const findings = evaluate(
      {
        name: key,
        content: { kind: 'selection', values, names: values.map((_, index) => `${key} (${index + 1})`), listMatchers },
        vocabulary: plainVocabulary(call.context.folder),
        absentHint: missingAttribute
          ? `${count(elements.length)} found, without the attribute ${attribute}`
          : 'The selector finds no element',
      },
      expected,
    )
    return results(call, [key], findings)
  })
}

const listMatchers: ReadonlySet<MatcherName> = new Set(['size', 'any', 'each', 'unique', 'empty'])
const parsed = new WeakMap<ReceivedResponse, HTMLElement>()

/** Never fails: whatever is no element is text, as in a browser. */
export function parseHtml(response: ReceivedResponse): HTMLElement {
  let document = parsed.get(response)
  if (document === undefined) {
    document = lazyModules.htmlParser().parse(response.text())
    parsed.set(response, document)
  }
  return document
}

function split(key: string): { selector: string; attribute: string | undefined } {
  const [, selector, attribute] = /^(.*)::attr\(\s*([^()\s]+)\s*\)$/s.exec(key) ?? []
  return { selector: selector ?? key, attribute }
}

function textOf(element: HTMLElement): string {
  return element.textContent.replace(/\s+/g, ' ').trim()
}

function count(elements: number): string {
  return elements === 1 ? '1 element' : `${elements} elements`
}
