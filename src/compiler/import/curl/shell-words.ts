import { rawText } from '../http/expressions.ts'

export interface ShellWords {
  readonly words: readonly string[]
  /** What came behind the command and is no part of it, such as `| jq`. */
  readonly rest: string | undefined
}

/** A line that no shell would take either. */
export class ShellMistake extends Error {}

/** Reads one command as a POSIX shell does; `variable` says what stands for `$NAME`. Nothing is run. */
export function shellWords(line: string, variable: (name: string) => string): ShellWords {
  const reader = new Reader(rawText(line).trim(), variable)
  const words: string[] = []
  for (;;) {
    reader.skipSpace()
    if (reader.atEnd) return { words, rest: undefined }
    if (reader.startsWith('#')) {
      reader.skipLine()
      continue
    }
    if (reader.stopsCommand) return { words, rest: reader.rest }
    words.push(reader.word())
  }
}

class Reader {
  rest: string
  readonly #variable: (name: string) => string

  constructor(text: string, variable: (name: string) => string) {
    this.rest = text
    this.#variable = variable
  }

  get atEnd(): boolean {
    return this.rest === ''
  }

  /** A new line, pipe, redirection or another command. */
  get stopsCommand(): boolean {
    return /^(?:[|;&<>()\r\n]|\d>)/.test(this.rest)
  }

  startsWith(text: string): boolean {
    return this.rest.startsWith(text)
  }

  skipSpace(): void {
    this.rest = this.rest.replace(/^(?:[ \t]|[\\^]\r?\n)+/, '')
  }

  skipLine(): void {
    this.rest = this.rest.replace(/^[^\n]*\n?/, '')
  }

  word(): string {
    let word = ''
    while (this.rest !== '' && !/^[\s|;&<>()]/.test(this.rest)) word += this.#piece()
    return word
  }

  #piece(): string {
    if (this.#take("$'")) return this.#ansi()
    if (this.#take("'")) return this.#until(/^[^']*/, "'")
    if (this.#take('"')) return this.#doubleQuoted()
    if (this.#take('\\\n')) return ''
    const [escaped] = /^\\[^]/.exec(this.rest) ?? []
    if (escaped !== undefined) {
      this.rest = this.rest.slice(2)
      return escaped[1]!
    }
    return this.#expansion() ?? this.#character()
  }

  #doubleQuoted(): string {
    let text = ''
    while (!this.#take('"')) {
      if (this.rest === '') throw new ShellMistake('a double quote is never closed')
      const [escaped] = /^\\[$`"\\\n]/.exec(this.rest) ?? []
      if (escaped === undefined) text += this.#expansion() ?? this.#character()
      else {
        this.rest = this.rest.slice(2)
        if (escaped !== '\\\n') text += escaped[1]!
      }
    }
    return text
  }

  /** `$'…'`, as browsers copy texts with special characters. */
  #ansi(): string {
    const [text = ''] = /^(?:\\[^]|[^'\\])*/.exec(this.rest) ?? []
    this.rest = this.rest.slice(text.length)
    if (!this.#take("'")) throw new ShellMistake("a quote that began with $' is never closed")
    const signs: Readonly<Record<string, string>> = {
      n: '\n',
      t: '\t',
      r: '\r',
      a: '\u0007',
      b: '\b',
      f: '\f',
      v: '\v',
      e: '\u001B',
      E: '\u001B',
    }
    return text.replaceAll(
      /\\(?:u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|([^]))/g,
      (_, short?: string, long?: string, hex?: string, octal?: string, other?: string) => {
        const code = short ?? long ?? hex
        if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff))
        if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8))
        return signs[other ?? ''] ?? other ?? ''
      },
    )
  }

  #expansion(): string | undefined {
    if (/^(?:\$\(|`)/.test(this.rest)) throw new ShellMistake('a command inside the command is never run; put its result there')
    const [whole, plain, braced] = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/.exec(this.rest) ?? []
    if (whole === undefined) return undefined
    this.rest = this.rest.slice(whole.length)
    return this.#variable(plain ?? braced ?? '')
  }

  #character(): string {
    const [character = ''] = this.rest
    this.rest = this.rest.slice(character.length)
    return character
  }

  #until(pattern: RegExp, end: string): string {
    const [text = ''] = pattern.exec(this.rest) ?? []
    this.rest = this.rest.slice(text.length)
    if (!this.#take(end)) throw new ShellMistake('a quote is never closed')
    return text
  }

  #take(text: string): boolean {
    if (!this.rest.startsWith(text)) return false
    this.rest = this.rest.slice(text.length)
    return true
  }
}
