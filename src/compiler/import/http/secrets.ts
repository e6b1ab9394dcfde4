import { mark } from './expressions.ts'

/** Secrets that were found in a source: named in the spec, their values apart from it. */
export class Secrets {
  readonly #names = new Map<string, string>()
  readonly #values = new Map<string, string | undefined>()

  /** The expression of a secret; the same value is the same variable. */
  keep(name: string, value: string): string {
    // what was hidden already has no value to keep
    const known = value.includes('***') ? undefined : this.#names.get(value)
    if (known !== undefined) return mark(`env.${known}`)
    let unique = name
    for (let number = 2; this.#values.has(unique); number++) unique = `${name}_${number}`
    this.#values.set(unique, value.includes('***') ? undefined : value)
    this.#names.set(value, unique)
    return mark(`env.${unique}`)
  }

  /** A variable that the source itself names. */
  name(name: string): string {
    if (!this.#values.has(name)) this.#values.set(name, undefined)
    return mark(`env.${name}`)
  }

  /** The section `env`. */
  get env(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#values.keys()].map((name) => [name, { required: true, secret: true }]))
  }

  /** Lines of a `.env` file; absent where no value is known. */
  get file(): string | undefined {
    const lines = [...this.#values].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${quoted(value)}`]))
    return lines.length === 0 ? undefined : `${lines.join('\n')}\n`
  }
}

/** As Node reads `.env` files, which know no escapes. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value
  const quote = ["'", '"', '`'].find((sign) => !value.includes(sign)) ?? "'"
  return `${quote}${value}${quote}`
}

const secretHeader = /^(?:authorization|proxy-authorization)$|api-?key|token|secret|password|csrf|xsrf/i
const secretField =
  /^(?:.*[_-])?(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token|refresh[_-]?token|token|otp)$|(?:Password|Secret|Token|ApiKey)$/

export function isSecretHeader(name: string): boolean {
  return secretHeader.test(name)
}

export function isSecretField(name: string): boolean {
  return secretField.test(name)
}

/** `X-Api-Key` as the name of an environment variable. */
export function envName(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase()
  return /^[A-Z]/.test(words) ? words.replace(/^X_/, '') : 'SECRET'
}
