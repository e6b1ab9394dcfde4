/** A value with every text replaced; parts in which nothing changes stay the very same, as most of a large file does. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined
    for (let index = 0; index < value.length; index++) {
      const item: unknown = mapTexts(value[index], change)
      if (item !== value[index]) (copy ??= [...(value as unknown[])])[index] = item
    }
    return copy ?? value
  }
  const map = value as Record<string, unknown>
  let copy: Record<string, unknown> | undefined
  for (const key of Object.keys(map)) {
    const item = mapTexts(map[key], change)
    if (item === map[key]) continue
    copy ??= { ...map }
    Object.defineProperty(copy, key, { value: item, enumerable: true, configurable: true, writable: true })
  }
  return copy ?? value
}
