import { placeholderEnd } from './placeholder-end.ts'
import type {
  Template,
  TemplateArgument,
  TemplateCall,
  TemplateExpression,
  TemplateMistake,
  TemplateReference,
  TemplateSegment,
} from './template.ts'

const namePattern = /[A-Za-z_][A-Za-z0-9_-]*/y
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const indexPattern = /0|[1-9][0-9]*/y
const blankPattern = /\s*/y
const keywords: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

class SyntaxMistake extends Error {
  readonly mistake: TemplateMistake
  constructor(mistake: TemplateMistake) {
    super(mistake.message)
    this.mistake = mistake
  }
}

/** Reads one text; `parseTemplate` is its only user. */
export class TemplateReader {
  readonly source: string
  position = 0

  constructor(source: string) {
    this.source = source
  }

  read(): Template {
    const parts: (string | TemplateExpression)[] = []
    const mistakes: TemplateMistake[] = []
    let text = ''
    const flush = () => {
      if (text !== '') parts.push(text)
      text = ''
    }
    while (this.position < this.source.length) {
      const dollar = this.source.indexOf('$', this.position)
      if (dollar < 0) {
        text += this.source.slice(this.position)
        break
      }
      text += this.source.slice(this.position, dollar)
      this.position = dollar
      if (this.source.startsWith('$${', dollar)) {
        text += '${'
        this.position += 3
      } else if (this.source.startsWith('${', dollar)) {
        flush()
        const part = this.readPlaceholder(mistakes)
        if (part !== undefined) parts.push(part)
      } else {
        text += '$'
        this.position += 1
      }
    }
    flush()
    return { parts, mistakes }
  }

  /** Goes on behind the closing brace after a mistake, so that one string shows all its mistakes. */
  private readPlaceholder(mistakes: TemplateMistake[]): TemplateExpression | undefined {
    const start = this.position
    const end = placeholderEnd(this.source, start + 2)
    if (end === undefined) {
      mistakes.push({
        message: '`${` has no closing `}`',
        hint: 'Add the `}`, or write `$${` for a literal `${`',
        start,
        end: this.source.length,
      })
      this.position = this.source.length
      return undefined
    }
    this.position = start + 2
    try {
      this.skipBlanks()
      if (this.position === end) {
        throw new SyntaxMistake({
          message: '`${}` names nothing',
          hint: 'Name a value, such as `${variables.region}`',
          start,
          end: end + 1,
        })
      }
      const expression = this.readExpression()
      this.skipBlanks()
      if (this.position !== end) throw this.unexpected(end)
      this.position = end + 1
      return expression
    } catch (error) {
      if (!(error instanceof SyntaxMistake)) throw error
      mistakes.push(error.mistake)
      this.position = end + 1
      return undefined
    }
  }

  private readExpression(): TemplateExpression {
    const name = this.readName()
    const afterName = this.position
    this.skipBlanks()
    if (this.source[this.position] === '(') return this.readCall(name)
    this.position = afterName
    return this.readReference(name)
  }

  private readReference(scope: TemplateSegment): TemplateReference {
    const segments = [scope]
    for (;;) {
      const character = this.source[this.position]
      if (character === '.') {
        this.position += 1
        segments.push(this.readName())
      } else if (character === '[') {
        segments.push(this.readIndex())
      } else {
        return { kind: 'reference', segments, start: scope.start, end: this.position }
      }
    }
  }

  private readIndex(): TemplateSegment {
    this.position += 1
    this.skipBlanks()
    const start = this.position
    const quote = this.source[start]
    const value = quote === '"' || quote === "'" ? this.readString() : this.match(indexPattern)
    if (value === undefined) throw this.unexpected(start, 'a number such as `[0]` or a key such as `["my key"]`')
    const end = this.position
    this.skipBlanks()
    if (this.source[this.position] !== ']') throw this.unexpected(this.position, '`]`')
    this.position += 1
    return { value: quote === '"' || quote === "'" ? value : Number(value), start, end }
  }

  private readCall(name: TemplateSegment): TemplateCall {
    this.position += 1
    const found: TemplateArgument[] = []
    this.skipBlanks()
    while (this.source[this.position] !== ')') {
      if (found.length > 0) {
        if (this.source[this.position] !== ',') throw this.unexpected(this.position, '`,` or `)`')
        this.position += 1
        this.skipBlanks()
      }
      found.push(this.readArgument())
      this.skipBlanks()
    }
    this.position += 1
    return { kind: 'call', name, arguments: found, start: name.start, end: this.position }
  }

  private readArgument(): TemplateArgument {
    const start = this.position
    const character = this.source[start]
    if (character === '"' || character === "'") {
      return { kind: 'literal', value: this.readString(), start, end: this.position }
    }
    const number = this.match(numberPattern)
    if (number !== undefined) return { kind: 'literal', value: Number(number), start, end: this.position }
    const expression = this.readExpression()
    if (expression.kind === 'reference' && expression.segments.length === 1) {
      const keyword = keywords.get(String(expression.segments[0]?.value))
      if (keyword !== undefined) return { kind: 'literal', value: keyword, start, end: this.position }
    }
    return expression
  }

  private readString(): string {
    const quote = this.source[this.position]
    let value = ''
    for (let index = this.position + 1; index < this.source.length; index += 1) {
      const character = this.source[index] ?? ''
      if (character === quote) {
        this.position = index + 1
        return value
      }
      if (character === '\\') index += 1
      value += character === '\\' ? (this.source[index] ?? '') : character
    }
    throw new SyntaxMistake({ message: `Text in quotes has no closing \`${quote}\``, start: this.position, end: this.source.length })
  }

  private readName(): TemplateSegment {
    const start = this.position
    const value = this.match(namePattern)
    if (value === undefined) throw this.unexpected(start, 'a name')
    return { value, start, end: this.position }
  }

  private skipBlanks(): void {
    this.match(blankPattern)
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.source)?.[0]
    if (found !== undefined) this.position = pattern.lastIndex
    return found
  }

  private unexpected(at: number, expected?: string): SyntaxMistake {
    const start = Math.min(at, this.position)
    const character = String.fromCodePoint(this.source.codePointAt(start) ?? 125)
    return new SyntaxMistake({
      message: expected === undefined ? `\`${character}\` is not understood here` : `Expected ${expected}, found \`${character}\``,
      hint: syntaxHint(character),
      start,
      end: start + character.length,
    })
  }
}

const syntaxHint = (character: string): string =>
  /[+*/%<>=!?|&-]/.test(character)
    ? '`${…}` names a value or calls a function; it does not calculate'
    : 'A name is followed by `.part`, `[0]` or `["key"]`; a key that is no plain word goes into `["…"]`'
