import { isMap } from '../../import/postman/read-collection.ts'

/** Puts the content of fixtures that are text or data where a whole value asks for them; others stay, and are told later. */
export function inlineFixtures(fixtures: Readonly<Record<string, unknown>>, read: (file: string) => string): (value: unknown) => unknown {
  const known = new Map(Object.entries(fixtures).map(([name, fixture]) => [name, contentOf(fixture, read)]))
  const inline = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const name = /^\$\{fixtures\.([A-Za-z_][\w-]*)\}$/.exec(value)?.[1]
      return (name === undefined ? undefined : known.get(name)) ?? value
    }
    if (Array.isArray(value)) return value.map(inline)
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(item)])) : value
  }
  return inline
}

function contentOf(fixture: unknown, read: (file: string) => string): unknown {
  if (!isMap(fixture)) return undefined
  try {
    if (typeof fixture['json'] === 'string') return JSON.parse(read(fixture['json']))
    if (typeof fixture['text'] === 'string') return read(fixture['text'])
  } catch {
    return undefined
  }
  return fixture['value']
}
