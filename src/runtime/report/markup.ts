/** Text that is markup already. Only a `markup` tag makes it, so a string of anybody else is always escaped. */
export class Markup {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  static fromTag(text: string): Markup {
    return new Markup(text)
  }

  toString(): string {
    return this.#text
  }
}

export type Part = Markup | string | number | false | undefined | readonly Part[]

export type MarkupTag = (strings: TemplateStringsArray, ...parts: Part[]) => Markup

/** A template tag whose inserted strings are escaped; lists are joined, `false` and `undefined` are left out. */
export function createMarkupTag(escape: (text: string) => string): MarkupTag {
  const render = (part: Part): string => {
    if (part instanceof Markup) return part.toString()
    if (typeof part === 'string' || typeof part === 'number') return escape(String(part))
    return Array.isArray(part) ? part.map(render).join('') : ''
  }
  return (strings, ...parts) =>
    Markup.fromTag(strings.map((text, index) => (index === 0 ? text : render(parts[index - 1] as Part) + text)).join(''))
}
