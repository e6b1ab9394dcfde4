const maxWidth = 100

/** JSON as formatters leave it: the first two levels line by line, deeper ones on one line where they fit. */
export function printJson(value: unknown): string {
  return `${print(value, { indent: 0, column: 0, after: 0, depth: 0 })}\n`
}

interface Position {
  readonly indent: number
  readonly column: number
  readonly after: number
  readonly depth: number
}

function print(value: unknown, at: Position): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const items: readonly (readonly [start: string, item: unknown])[] = Array.isArray(value)
    ? value.map((item) => ['', item])
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [`${JSON.stringify(key)}: `, item])
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}']
  if (items.length === 0) return open + close
  const line = at.depth < 2 && !Array.isArray(value) ? undefined : onOneLine(value)
  if (line !== undefined && at.column + line.length + at.after <= maxWidth) return line
  const pad = ' '.repeat(at.indent + 2)
  const lines = items.map(([start, item], index) => {
    const after = index === items.length - 1 ? 0 : 1
    return pad + start + print(item, { indent: at.indent + 2, column: at.indent + 2 + start.length, after, depth: at.depth + 1 })
  })
  return `${open}\n${lines.join(',\n')}\n${' '.repeat(at.indent)}${close}`
}

/** Undefined for what formatters always break, and for what is too long anyway. */
function onOneLine(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item) && Object.keys(item).length > 1)
  )
    return undefined
  const parts: string[] = []
  let width = 0
  for (const [key, item] of Object.entries(value)) {
    const line = onOneLine(item)
    if (line === undefined || width > maxWidth) return undefined
    width += line.length
    parts.push(Array.isArray(value) ? line : `${JSON.stringify(key)}: ${line}`)
  }
  if (Array.isArray(value)) return `[${parts.join(', ')}]`
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
}
