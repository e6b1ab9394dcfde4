import type { Markup } from '../markup.ts'
import { createMarkupTag } from '../markup.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
// oxlint-disable-next-line no-control-regex -- HTML forbids these characters
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** HTML in which every inserted string is escaped, for elements and for quoted attributes. */
export const html = createMarkupTag((text) =>
  text.replace(forbidden, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? character),
)

const verbatim = createMarkupTag((text) => text)

/** A style or script of our own, which HTML takes as it is. */
export function rawElement(name: 'style' | 'script', text: string): Markup {
  if (text.includes(`</${name}`)) throw new Error(`A ${name} must not hold its own end tag`)
  return verbatim`<${name}>${text}</${name}>`
}
