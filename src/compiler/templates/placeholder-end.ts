/** The `}` that ends a placeholder whose inside begins at `from`; braces inside quotes do not count. */
export function placeholderEnd(source: string, from: number): number | undefined {
  let quote: string | undefined
  let plainBrace: number | undefined
  for (let index = from; index < source.length; index += 1) {
    const character = source[index]
    if (quote === undefined && character === '}') return index
    if (character === '}') plainBrace ??= index
    if (quote !== undefined && character === '\\') index += 1
    else if (character === quote) quote = undefined
    else if (quote === undefined && (character === '"' || character === "'")) quote = character
  }
  return plainBrace
}
