/** A body that is not JSON, with the position of the first mistake; lines and columns count from 1. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError'
  readonly line: number
  readonly column: number

  constructor(reason: string, text: string, offset: number) {
    const before = text.slice(0, offset)
    const line = before.split('\n').length
    const column = offset - before.lastIndexOf('\n')
    super(`${reason} at line ${line}, column ${column}`)
    this.line = line
    this.column = column
  }
}

/**
 * Reads JSON exactly as `JSON.parse` does, except that an integer which a double cannot hold becomes a bigint instead of its
 * neighbour, and that a mistake is reported with line and column.
 */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) {
    try {
      return JSON.parse(text)
    } catch {
      // The own parser below finds the place.
    }
  }
  return new Parser(text).document()
}

const longNumber = /[0-9]{16}/
const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
// oxlint-disable-next-line no-control-regex -- JSON forbids them unescaped
const plain = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

class Parser {
  readonly text: string
  offset = 0

  constructor(text: string) {
    this.text = text
  }

  document(): unknown {
    const value = this.value()
    this.space()
    if (this.offset < this.text.length) this.fail(`Unexpected ${this.found()} behind the end of the JSON`)
    return value
  }

  value(): unknown {
    this.space()
    const character = this.text[this.offset]
    if (character === '{') return this.map()
    if (character === '[') return this.list()
    if (character === '"') return this.string()
    for (const [word, value] of words) {
      if (this.text.startsWith(word, this.offset)) {
        this.offset += word.length
        return value
      }
    }
    return this.number()
  }

  map(): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    this.offset += 1
    this.space()
    if (this.take('}')) return map
    for (;;) {
      this.space()
      if (this.text[this.offset] !== '"') this.fail(`Expected a key in double quotes, found ${this.found()}`)
      const key = this.string()
      this.space()
      if (!this.take(':')) this.fail(`Expected \`:\` behind a key, found ${this.found()}`)
      // Not an assignment: the key `__proto__` is data like any other.
      Object.defineProperty(map, key, { value: this.value(), enumerable: true, writable: true, configurable: true })
      this.space()
      if (this.take('}')) return map
      if (!this.take(',')) this.fail(`Expected \`,\` or \`}\`, found ${this.found()}`)
    }
  }

  list(): unknown[] {
    const list: unknown[] = []
    this.offset += 1
    this.space()
    if (this.take(']')) return list
    for (;;) {
      list.push(this.value())
      this.space()
      if (this.take(']')) return list
      if (!this.take(',')) this.fail(`Expected \`,\` or \`]\`, found ${this.found()}`)
    }
  }

  string(): string {
    let value = ''
    this.offset += 1
    for (;;) {
      value += this.match(plain)
      if (this.take('"')) return value
      if (!this.take('\\')) this.fail(this.offset < this.text.length ? 'Unescaped control character in a string' : 'Unterminated string')
      value += this.escape()
    }
  }

  escape(): string {
    const character = this.text[this.offset]
    if (character === 'u') {
      const digits = this.text.slice(this.offset + 1, this.offset + 5)
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail('Expected four hexadecimal digits behind `\\u`')
      this.offset += 5
      return String.fromCharCode(Number.parseInt(digits, 16))
    }
    const value = character === undefined ? undefined : escapes[character]
    if (value === undefined) this.fail(`Unknown escape \`\\${character ?? ''}\` in a string`)
    this.offset += 1
    return value
  }

  number(): number | bigint {
    const start = this.offset
    const digits = this.match(number)
    if (digits === '') this.fail(this.text === '' ? 'The body is empty' : `Unexpected ${this.found()}`)
    const value = Number(digits)
    if (!/[.eE]/.test(digits) && !Number.isSafeInteger(value)) return BigInt(this.text.slice(start, this.offset))
    return value
  }

  match(pattern: RegExp): string {
    pattern.lastIndex = this.offset
    const found = pattern.exec(this.text)?.[0] ?? ''
    this.offset += found.length
    return found
  }

  take(character: string): boolean {
    if (this.text[this.offset] !== character) return false
    this.offset += 1
    return true
  }

  space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.offset)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.offset += 1
    }
  }

  found(): string {
    const code = this.text.codePointAt(this.offset)
    return code === undefined ? 'the end of the text' : JSON.stringify(String.fromCodePoint(code))
  }

  fail(reason: string): never {
    throw new JsonSyntaxError(reason, this.text, this.offset)
  }
}

const words: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
]
