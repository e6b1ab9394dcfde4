/** A string of the user as a string of the program: nothing in it can end the literal or hide from a reader. */
export function quote(text: string): string {
  if (!unusual.test(text)) return `'${text}'`
  const double = count(text, "'") > count(text, '"')
  const mark = double ? '"' : "'"
  return mark + escapeInvisible(text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`)) + mark
}

/** Anything but printable ASCII, and what may need an escape in it. */
const unusual = /[^ !#-&(-?A-[\]-~]|sourceMapping/

/** The text between two backticks; `lines: 'kept'` leaves line breaks as they are, for texts of several lines. */
export function templateText(text: string, { lines }: { lines: 'kept' | 'escaped' }): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  if (lines === 'escaped') return escapeInvisible(escaped)
  // a space at the end of a line would fall victim to editors
  return escaped
    .replaceAll(/ (?=\n)/g, '\\x20')
    .split('\n')
    .map(escapeInvisible)
    .join('\n')
}

/** True for texts that read better as a template literal over several lines. */
export function hasLines(text: string): boolean {
  const first = text.indexOf('\n')
  return first >= 0 && text.indexOf('\n', first + 1) >= 0
}

/** A key of an object literal. `__proto__` is computed, because otherwise it would set the prototype instead of a property. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return isIdentifierName(name) ? name : quote(name)
}

/** `.name`, `['x-y']` or `[0]` behind an expression. */
export function propertyAccess(name: string | number): string {
  if (typeof name === 'number') return `[${name}]`
  return isIdentifierName(name) ? `.${name}` : `[${quote(name)}]`
}

export function isIdentifierName(name: string): boolean {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return true
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && escapeInvisible(name) === name
}

/** As formatters write numbers: no `+` in the exponent. */
export function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'Number.NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e')
}

/** Milliseconds as `10_000`: numbers of five digits and more are grouped. */
export function groupedNumber(value: number): string {
  return Number.isInteger(value) && value >= 10_000 && value < 1e21
    ? String(value).replaceAll(/\B(?=(\d{3})+$)/g, '_')
    : numberLiteral(value)
}

/**
 * Escapes what an editor does not show or what ends a line: control characters, invisible and direction-changing ones, lone
 * surrogates. The list is fixed, not `\p{…}`, so that every version of Node writes the same bytes. Two texts that vitest and
 * vite look for anywhere in a file are broken up too.
 */
export function escapeInvisible(text: string): string {
  if (!special.test(text) && !text.includes('sourceMappingURL')) return text
  return text
    .replaceAll(invisible, escapeCharacter)
    .replaceAll(/@(?=(?:vitest|jest)-environment)/g, '\\x40')
    .replaceAll('sourceMappingURL=', 'sourceMappingURL\\x3d')
}

/** Anything but printable ASCII, and `@`. */
const special = /[^ -?A-~]/
const invisible =
  // oxlint-disable-next-line no-control-regex, no-misleading-character-class -- these are the ones to find
  /[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3164\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

function escapeCharacter(character: string): string {
  const short = shortEscapes.get(character)
  if (short !== undefined) return short
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint > 0xffff) return `\\u{${codePoint.toString(16)}}`
  return codePoint < 0x100 ? `\\x${codePoint.toString(16).padStart(2, '0')}` : `\\u${codePoint.toString(16).padStart(4, '0')}`
}

function count(text: string, character: string): number {
  let found = 0
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1
  return found
}
