/** A text of the user as a string of JavaScript: nothing in it can end the literal or hide from a reader. */
export function quote(text: string): string {
  const double = count(text, "'") > count(text, '"')
  const mark = double ? '"' : "'"
  return mark + escapeText(text).replaceAll(mark, `\\${mark}`) + mark
}

/** The text between two backticks. */
export function templateText(text: string): string {
  return escapeText(text).replaceAll('`', '\\`').replaceAll('${', '\\${')
}

export function numberLiteral(value: number): string {
  return String(value)
}

/** A key of an object. `__proto__` is computed, because otherwise it would set the prototype. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return isName(name) ? name : quote(name)
}

export function propertyAccess(name: string | number): string {
  if (typeof name === 'number') return `[${name}]`
  return isName(name) ? `.${name}` : `[${quote(name)}]`
}

/** A text of the user inside a comment: one line that does not end it. */
export function commentText(text: string): string {
  return escapeText(text.replaceAll(/\s+/g, ' ').trim()).replaceAll('*/', '*\\/')
}

function isName(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name)
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
  return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`
}
