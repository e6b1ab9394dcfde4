/** Stands in a path for what is known only when it runs; it may be any text. */
export const unknownText = '\u0000'

/** Paths with `{names}`, by their segments: whether one fits is told without trying every one. */
export class RouteTree {
  readonly #children = new Map<string, RouteTree>()
  readonly #templates: { readonly pattern: RegExp; readonly below: RouteTree }[] = []
  #isEnd = false

  add([segment, ...rest]: readonly string[]): void {
    if (segment === undefined) {
      this.#isEnd = true
      return
    }
    let below = this.#children.get(segment)
    if (below === undefined) {
      below = new RouteTree()
      this.#children.set(segment, below)
      if (segment.includes('{')) this.#templates.push({ pattern: anyOf(segment.split(/\{[^{}]+\}/), '[^/]+'), below })
    }
    below.add(rest)
  }

  /** Whether any of the paths could be meant; segments may hold `unknownText`. */
  couldHold(segments: readonly string[], at = 0): boolean {
    const segment = segments[at]
    if (segment === undefined) return this.#isEnd
    if (this.#children.get(segment)?.couldHold(segments, at + 1) === true) return true
    if (!segment.includes(unknownText))
      return this.#templates.some(({ pattern, below }) => pattern.test(segment) && below.couldHold(segments, at + 1))
    if (this.#templates.some(({ below }) => below.couldHold(segments, at + 1))) return true
    const pattern = anyOf(segment.split(unknownText), '.*')
    return [...this.#children].some(([known, below]) => pattern.test(known) && below.couldHold(segments, at + 1))
  }
}

/** Texts with anything between them. */
function anyOf(texts: readonly string[], between: string): RegExp {
  return new RegExp(`^${texts.map(escapePattern).join(between)}$`)
}

export function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`)
}
