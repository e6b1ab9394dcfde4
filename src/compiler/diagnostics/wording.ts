import { nearestName } from './nearest-name.ts'

const LISTED = 12

/** `` `a` ``, with line breaks made visible and long text cut. */
export function code(text: string): string {
  const line = text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('`', 'ˋ')
  return `\`${line.length > 60 ? `${line.slice(0, 59)}…` : line}\``
}

/** `a, b, c`; a long list ends in `and 7 more`. */
export function listOf(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => code(name))
  return names.length > LISTED ? `${shown.join(', ')} and ${names.length - LISTED} more` : shown.join(', ')
}

/** `` `a`, `b` or `c` ``. */
export function oneOf(names: readonly string[]): string {
  if (names.length > LISTED) return `one of ${listOf(names)}`
  const shown = names.map((name) => code(name))
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
}

/**
 * The usual hint for a wrong name.
 *
 * @example didYouMean('wbe', ['web', 'worker'], 'services') // Did you mean `web`? Known services: `web`, `worker`
 */
export function didYouMean(name: string, known: readonly string[], plural: string): string {
  if (known.length === 0) return `There are no ${plural} here`
  const nearest = nearestName(name, known)
  const all = `Known ${plural}: ${listOf(known)}`
  return nearest === undefined ? all : `Did you mean ${code(nearest)}? ${all}`
}

/** A value of the YAML as the user would recognise it, on one line. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return code(value === '' ? '""' : value)
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return code(String(value))
  if (Array.isArray(value)) return value.length === 0 ? '`[]`' : `a list of ${value.length}`
  const keys = Object.keys(value as object)
  return keys.length === 0 ? '`{}`' : `a map with ${listOf(keys.slice(0, 3))}${keys.length > 3 ? ' …' : ''}`
}

/** What a value is, in the words of YAML. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a map'
  if (typeof value === 'boolean') return 'a boolean'
  return typeof value === 'number' ? 'a number' : 'text'
}

/** Kind and value: `` the text `abc` ``, `a map with …`, `empty`. */
export function typedValue(value: unknown): string {
  if (value === null || value === undefined) return 'empty'
  if (typeof value === 'object') return Object.keys(value).length === 0 ? `${kindOf(value)}: ${shownValue(value)}` : shownValue(value)
  if (typeof value === 'boolean') return shownValue(value)
  return `the ${typeof value === 'number' ? 'number' : 'text'} ${shownValue(value)}`
}
