import { html } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { generationColours } from './chart-style.ts'
import type { Box } from './plot.ts'

const NAMED = 6

/** Above the picture, right: which colour is what. */
export function legend(names: readonly string[], box: Box): Markup {
  const named = names.slice(0, NAMED).map((text, order) => ({ colour: generationColours[order % generationColours.length]!, text }))
  const more = names.length - named.length
  const entries = more > 0 ? [...named, { colour: 'none', text: `and ${more} more` }] : named
  let right = box.left + box.width
  return html`${entries.toReversed().map(({ colour, text }) => {
    right -= text.length * 6.2 + 26
    return html`<rect x="${right}" y="${box.top - 35}" width="10" height="10" rx="2" fill="${colour}"/><text class="label" x="${right + 14}" y="${box.top - 26}">${text}</text>`
  })}`
}
