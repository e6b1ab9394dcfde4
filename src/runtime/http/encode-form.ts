import { scalarText } from './scalar-text.ts'

/** Fields as `application/x-www-form-urlencoded`; a list repeats its field. */
export function encodeForm(form: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: unknown): [string, string] => [name, scalarText(item, `form: ${name}`)]),
  )
  return new URLSearchParams(pairs).toString()
}
