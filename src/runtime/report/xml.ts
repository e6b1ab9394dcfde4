import { createMarkupTag } from './markup.ts'

// oxlint-disable-next-line no-control-regex -- XML 1.0 allows no other character than these
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
  '\u0085': '&#133;',
  '\u2028': '&#8232;',
}

/** Text in XML, in elements and in quoted attributes alike; characters that XML cannot hold become `�`. */
export const xml = createMarkupTag((text) => escape(text, /[&<>"'\n\r\t\u0085\u2028]/g))

/** The same for elements only: line breaks and tabs stay readable. */
export const xmlText = createMarkupTag((text) => escape(text, /[&<>\r\u0085\u2028]/g))

function escape(text: string, special: RegExp): string {
  return text.replace(forbidden, '\ufffd').replace(special, (character) => entities[character] ?? character)
}
