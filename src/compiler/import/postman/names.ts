/** A name that the language takes as a key: letters, digits, `_` and `-`. */
export function slug(text: string, fallback: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const words = plain.replaceAll(/[^A-Za-z0-9_]+/g, '-').replaceAll(/^-+|-+$/g, '')
  const short = words.slice(0, 60).replace(/-+$/, '')
  if (short === '') return fallback
  return /^[A-Za-z_]/.test(short) ? short : `_${short}`
}

/** Gives every name a spelling of its own: a number behind the second and later ones. */
export class UniqueNames {
  readonly #taken = new Set<string>()
  readonly #separator: (number: number) => string

  constructor(separator: (number: number) => string = (number) => `-${number}`) {
    this.#separator = separator
  }

  claim(name: string): string {
    let unique = name
    for (let number = 2; this.#taken.has(unique.toLowerCase()); number++) unique = `${name}${this.#separator(number)}`
    this.#taken.add(unique.toLowerCase())
    return unique
  }
}
