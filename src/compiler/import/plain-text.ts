/** A text of a foreign file as a value of the spec: what looks like `${…}` there is only text. */
export function literalText(text: string): string {
  // a function, because `$$` in a replacement is one `$`
  return text.replaceAll('${', () => '$${')
}

/** The same for every text of a value. */
export function literalValue(value: unknown): unknown {
  if (typeof value === 'string') return literalText(value)
  if (Array.isArray(value)) return value.map(literalValue)
  if (typeof value !== 'object' || value === null) return value
  const map: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(map, key, { value: literalValue(item), enumerable: true, configurable: true, writable: true })
  return map
}

// oxlint-disable-next-line no-control-regex -- they have no place in a title
const unprintable = /[\s\u0000-\u001f\u007f]+/g

/** A name for people, on one line, in which nothing is replaced. */
export function titleText(text: string): string {
  return text.replaceAll(unprintable, ' ').replaceAll('${', '$ {').trim().slice(0, 120)
}
