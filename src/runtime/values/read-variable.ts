/** What a variable of the spec is, as far as `--var` has to know; `computed` ones hold `${…}`. */
export type VariableKind = 'text' | 'number' | 'boolean' | 'list' | 'map' | 'null' | 'computed'

/** The text of `--var NAME=TEXT` as the kind of value that the variable has; throws where it is none. */
export function readVariable(name: string, text: string, kind: VariableKind): unknown {
  if (kind === 'text' || kind === 'computed') return text
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  if (value !== undefined && (kind === 'null' || kindOf(value) === kind)) return value
  throw new Error(`--var ${name}=${text}: \`${name}\` is ${inWords[kind]}, and this text is none`)
}

export function kindOf(value: unknown): VariableKind {
  if (typeof value === 'function') return 'computed'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'object') return 'map'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'text'
}

const inWords: Readonly<Record<VariableKind, string>> = {
  text: 'a text',
  computed: 'a text',
  number: 'a number, such as 7',
  boolean: 'true or false',
  list: 'a list in JSON, such as ["a", "b"]',
  map: 'a map in JSON, such as {"a": 1}',
  null: 'a value in JSON',
}
