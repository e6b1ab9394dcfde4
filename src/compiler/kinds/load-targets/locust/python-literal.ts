/** A text of the user as a string of Python: nothing in it can end the literal or hide from a reader. Quotes as black prefers them. */
export function quote(text: string): string {
  const double = count(text, '"') > count(text, "'")
  const mark = double ? "'" : '"'
  return mark + escapeText(text).replaceAll(mark, `\\${mark}`) + mark
}

/** The constant part of an f-string; the marks are those around the whole. */
export function formatText(text: string): string {
  return escapeText(text).replaceAll('"', '\\"').replaceAll('{', '{{').replaceAll('}', '}}')
}

export function numberLiteral(value: number): string {
  return String(value)
}

/** A text of the user inside a comment or docstring: one line that ends neither. */
export function commentText(text: string): string {
  return escapeText(text.replaceAll(/\s+/g, ' ').trim()).replaceAll('"""', "'''")
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

function escapeText(text: string): string {
  return text.replaceAll(/[\\\n\r\t]|[\p{C}\p{Z}]/gu, (character) => named[character] ?? (character === ' ' ? ' ' : escaped(character)))
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
