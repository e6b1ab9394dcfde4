/** Finds the parameters of a path such as `/price/{sku}`; `undefined` when a path is another one. */
export type PathPattern = (path: string) => Readonly<Record<string, string>> | undefined

/** A `{name}` is one part of the path between slashes, or a piece of it (`/files/{name}.json`); percent signs are decoded. */
export function pathPattern(pattern: string): PathPattern {
  const names: string[] = []
  const source = pattern.split(/(\{[A-Za-z_][\w-]*\})/).map((part) => {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    if (name === undefined) return escape(decodePart(part))
    names.push(name)
    return '([^/]+)'
  })
  const expression = new RegExp(`^${source.join('')}$`, 's')
  return (path) => {
    // A slash that was sent as %2F belongs to the part it stands in.
    const found = expression.exec(path.split('/').map(decodePart).join('/'))
    if (found === null) return undefined
    return Object.fromEntries(names.map((name, index) => [name, (found[index + 1] ?? '').replaceAll(HELD_SLASH, '/')]))
  }
}

/** How far a path is from a pattern: parts between slashes that differ, and those that one of them has more. */
export function pathDistance(pattern: string, path: string): number {
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  let distance = Math.abs(wanted.length - given.length)
  for (const [index, part] of wanted.entries()) {
    const other = given[index]
    if (other !== undefined && pathPattern(part)(other) === undefined) distance += 1
  }
  return distance
}

/** A character of the private use area, which no path holds. */
const HELD_SLASH = '\uE02F'

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part.replaceAll(/%2f/gi, HELD_SLASH))
  } catch {
    return part
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
