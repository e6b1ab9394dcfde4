/** Hands out names that are different from each other and from those of the language. */
export class LocalNames {
  readonly #taken: Set<string>

  readonly #between: '_' | ''

  /** @param between what stands between a name and its number */
  constructor(taken: Iterable<string>, between: '_' | '' = '_') {
    this.#taken = new Set(taken)
    this.#between = between
  }

  /** The name as asked for, or with a number behind it where that is taken. */
  take(wanted: string): string {
    for (let number = 1; ; number++) {
      const name = number === 1 ? wanted : wanted + this.#between + String(number)
      if (this.#taken.has(name)) continue
      this.#taken.add(name)
      return name
    }
  }

  /** For names that live in a function and end with it. */
  inner(): LocalNames {
    return new LocalNames(this.#taken, this.#between)
  }
}

/** The words of a name in ASCII: `GET /items/{id}` → get, items, id. */
export function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const words = plain.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/)
  return words.filter((word) => word !== '').map((word) => word.toLowerCase())
}

export function snakeCase(name: string, otherwise: string): string {
  const text = wordsOf(name).join('_')
  return text === '' ? otherwise : /^\d/.test(text) ? `_${text}` : text
}

export function upperCase(name: string, otherwise: string): string {
  return snakeCase(name, otherwise).toUpperCase()
}

export function camelCase(name: string, otherwise: string): string {
  const text = wordsOf(name)
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
  return text === '' ? otherwise : /^\d/.test(text) ? `_${text}` : text
}

export function pascalCase(name: string, otherwise: string): string {
  const text = camelCase(name, otherwise)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
