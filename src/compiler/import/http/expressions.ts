import { literalText } from '../plain-text.ts'

// Halves of characters, which no text of a source can hold, stand around an expression while a text is taken apart: so nothing of the
// source can be taken for one.
const start = '\uDC00'
const end = '\uDC01'
const marked = /\uDC00([^\uDC00\uDC01]*)\uDC01/u

/** An expression such as `env.API_KEY` inside a raw text. */
export function mark(expression: string): string {
  return `${start}${expression}${end}`
}

/** A text of the source, before anything is marked in it. */
export function rawText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD')
}

export function hasExpression(text: string): boolean {
  return /\uDC00/u.test(text)
}

/** Changes a raw text around its expressions. */
export function mapLiteral(text: string, change: (literal: string) => string): string {
  return text
    .split(marked)
    .map((part, index) => (index % 2 === 0 ? change(part) : mark(part)))
    .join('')
}

/** A raw text as the spec has it: expressions as `${…}`, and what only looks like one escaped. */
export function specText(text: string): string {
  return text
    .split(marked)
    .map((part, index) => (index % 2 === 0 ? literalText(part) : `\${${part}}`))
    .join('')
}

/** The same for all texts of a value, keys of maps left as they are. */
export function specValue(value: unknown): unknown {
  if (typeof value === 'string') return specText(value)
  if (Array.isArray(value)) return value.map(specValue)
  if (typeof value !== 'object' || value === null) return value
  const map: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value))
    Object.defineProperty(map, key, { value: specValue(item), enumerable: true, configurable: true, writable: true })
  return map
}
