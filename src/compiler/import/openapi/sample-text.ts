import { patternOf } from '../../../openapi/pattern.ts'

/** A text that matches a pattern, where the pattern is simple enough; whoever uses it tries whether it does. */
export function sampleOfPattern(pattern: string): string | undefined {
  const reader = new PatternReader(pattern)
  const text = reader.alternatives()
  return reader.rest === '' && patternOf(pattern)?.test(text) === true ? text : undefined
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', n: '\n', t: '\t' }

class PatternReader {
  rest: string

  constructor(pattern: string) {
    this.rest = pattern
  }

  /** The first of `a|b`; the others are only read over. */
  alternatives(): string {
    const first = this.#sequence()
    while (this.#take('|')) this.#sequence()
    return first
  }

  #sequence(): string {
    let text = ''
    while (this.rest !== '' && !/^[|)]/.test(this.rest)) {
      const atom = this.#atom()
      text += atom.repeat(this.#times())
    }
    return text
  }

  #atom(): string {
    if (this.#take('^') || this.#take('$')) return ''
    const group = /^\((?:\?:|\?<\w+>)?(?!\?)/.exec(this.rest)
    if (group !== null) {
      this.rest = this.rest.slice(group[0].length)
      const inner = this.alternatives()
      this.#take(')')
      return inner
    }
    const set = /^\[(\^?)((?:\\.|[^\]\\])+)\]/.exec(this.rest)
    if (set !== null) {
      this.rest = this.rest.slice(set[0].length)
      return ofSet(set[2] ?? '', set[1] === '^')
    }
    const [whole, escaped] = /^\\(.)/s.exec(this.rest) ?? []
    const character = whole === undefined ? this.rest[0]! : (classes[escaped!] ?? (/[bB]/.test(escaped!) ? '' : escaped!))
    const isDot = this.rest[0] === '.'
    this.rest = this.rest.slice(whole?.length ?? 1)
    return isDot ? 'a' : character
  }

  #times(): number {
    const [whole, sign, least] = /^(?:([?*+])|\{(\d+)(?:,\d*)?\})\??/.exec(this.rest) ?? []
    if (whole === undefined) return 1
    this.rest = this.rest.slice(whole.length)
    return Math.min(least === undefined ? (sign === '+' ? 1 : 0) : Number(least), 200)
  }

  #take(character: string): boolean {
    if (!this.rest.startsWith(character)) return false
    this.rest = this.rest.slice(character.length)
    return true
  }
}

function ofSet(content: string, negated: boolean): string {
  const matches = patternOf(`[${negated ? '^' : ''}${content}]`) ?? /./
  return [...'a1A-_. @/#:'].find((character) => matches.test(character)) ?? content[0] ?? ''
}

const formats: Readonly<Record<string, string>> = {
  date: '2025-05-17',
  time: '12:00:00Z',
  'date-time': '2025-05-17T12:00:00Z',
  duration: 'P1D',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/here',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  byte: 'aGVsbG8=',
  'json-pointer': '/a',
  regex: '.*',
}

export interface TextLimits {
  readonly format?: unknown
  readonly pattern?: unknown
  readonly minLength?: unknown
  readonly maxLength?: unknown
}

/** A text that says where it comes from, as far as the limits let it. */
export function sampleText(name: string, { format, pattern, minLength, maxLength }: TextLimits): string {
  const known = typeof format === 'string' ? formats[format] : undefined
  const base = known ?? (typeof pattern === 'string' ? sampleOfPattern(pattern) : undefined) ?? name.replaceAll(/[_-]+/g, ' ')
  const least = typeof minLength === 'number' ? Math.min(minLength, 1000) : 0
  const longer = base.length < least ? base.padEnd(least, base === '' ? 'x' : base) : base
  return typeof maxLength === 'number' ? longer.slice(0, maxLength) : longer
}
