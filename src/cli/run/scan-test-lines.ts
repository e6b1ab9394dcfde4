/**
 * Finds keys of block maps by their indentation, without parsing: in a block map every line at the map's own indentation is one of its
 * keys or a comment, because everything inside stands further right. What it cannot be sure of it leaves out, and the caller parses.
 */
export function scanKeys(text: string, paths: Iterable<readonly string[]>): ReadonlyMap<string, Position> {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  const found = new Map<string, Position>()
  const blocks = new Map<string, ReadonlyMap<string, Key>>()
  const keysOf = (path: readonly string[]): ReadonlyMap<string, Key> => {
    const name = path.join('\0')
    const known = blocks.get(name)
    if (known !== undefined) return known
    const parent = path.length === 0 ? { line: -1, column: -1 } : keysOf(path.slice(0, -1)).get(path.at(-1)!)
    const keys = parent === undefined || 'value' in parent ? new Map<string, Key>() : keysBelow(lines, parent)
    blocks.set(name, keys)
    return keys
  }
  for (const path of paths) {
    const key = keysOf(path.slice(0, -1)).get(path.at(-1)!)
    if (key !== undefined) found.set(path.join('\0'), { line: key.line + 1, column: key.column + 1 })
  }
  return found
}

/** Both from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

interface Key {
  /** Both from 0. */
  readonly line: number
  readonly column: number
  /** Present when something stands behind the key on its line, so that no block map follows. */
  readonly value?: true
}

function keysBelow(lines: readonly string[], parent: Key): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>()
  let indent: number | undefined
  for (let line = parent.line + 1; line < lines.length; line++) {
    const content = lines[line]!
    const column = content.search(/[^ \r]/)
    if (column < 0 || content[column] === '#') continue
    if (column <= parent.column) break
    indent ??= column
    if (column < indent) break
    if (column > indent) continue
    const key = readKey(content.slice(column))
    // a document marker, a list, a flow map, an alias, a complex key: not for this reader
    if (key === undefined) return new Map()
    // of two keys with one name neither is sure
    if (keys.has(key.name)) return new Map()
    keys.set(key.name, { line, column, ...(key.value ? { value: true } : {}) })
  }
  return keys
}

function readKey(text: string): { name: string; value: boolean } | undefined {
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:(?:[ \t]+(.*))?\r?$/s.exec(text)
  if (quoted) return withValue(unquote(quoted[1]!), quoted[2])
  const plain = /^([^\s"'[\]{}#&*!|>%@`,?:-][^\r]*?)[ \t]*:(?:[ \t]+(.*))?\r?$/s.exec(text)
  return plain === null || plain[1]!.includes(' #') ? undefined : withValue(plain[1], plain[2])
}

function withValue(name: string | undefined, rest = ''): { name: string; value: boolean } | undefined {
  return name === undefined ? undefined : { name, value: rest.trim() !== '' && !rest.startsWith('#') }
}

function unquote(text: string): string | undefined {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  try {
    return JSON.parse(text) as string
  } catch {
    return undefined
  }
}
