import { stringifyJson } from '../assertions/values/stringify-json.ts'
import { placeholderText } from './placeholder.ts'

/**
 * Joins text and values as `${…}` does inside a longer string of the YAML: strings as they are, numbers, booleans and null in
 * words, lists and maps as JSON. A value that is not there is an error, never an empty text.
 *
 * @example
 * text`/items/${api.captures.id}?region=${variables.region}`
 */
export function text(strings: TemplateStringsArray, ...values: readonly unknown[]): string {
  return strings.reduce((joined, part, index) => {
    const value = values[index - 1]
    return `${joined}${toText(value, () => `between \`${tail(strings[index - 1] ?? '')}\` and \`${part.slice(0, 30)}\``)}${part}`
  })
}

/** One value as text; `where` names it in the error. */
export function toText(value: unknown, where: () => string): string {
  if (typeof value === 'string') return value
  const placeholder = placeholderText(value)
  if (placeholder !== undefined) return placeholder
  if (value === undefined) throw new TypeError(`The value ${where()} is not there (undefined)`)
  if (value instanceof Uint8Array) {
    throw new TypeError(
      `The value ${where()} is ${value.length} bytes, which are no text; use base64(…), or a fixture of kind \`text\` or \`base64\``,
    )
  }
  if (typeof value === 'number') return String(value)
  const json = stringifyJson(value)
  if (json === undefined) throw new TypeError(`The value ${where()} is a ${typeof value}, which has no text form`)
  return json
}

function tail(part: string): string {
  return part.length > 30 ? `…${part.slice(-30)}` : part
}
