import type { Expression, MapValue, Value } from '../plan/plan.ts'

/** What is declared of an environment variable. */
export type FindEnv = (name: string) => { readonly default: string | undefined } | undefined

/**
 * Values of the spec as compose files have them: every character means itself, and a `${…}` of the spec becomes a variable that the
 * run sets. Those of `env` keep their names, so that the files work without apitest too.
 */
export class ComposeValues {
  readonly #findEnv: FindEnv
  readonly #port: Value
  readonly #variables = new Map<string, Expression>()

  /** @param port what `${port}` stands for: the port inside the container */
  constructor({ findEnv, port }: { findEnv: FindEnv; port: Value }) {
    this.#findEnv = findEnv
    this.#port = port
  }

  /** The variables that the files need, with what the run sets them to. */
  get variables(): MapValue {
    return { kind: 'map', entries: [...this.#variables].map(([name, expression]) => [name, { kind: 'expression', expression }]) }
  }

  /** A value that is neither a map nor a list. */
  scalar(value: Value): string | number | boolean | null {
    switch (value.kind) {
      case 'literal':
        return typeof value.value === 'string' ? literalText(value.value) : value.value
      case 'text':
        return value.parts.map((part) => (typeof part === 'string' ? literalText(part) : this.#variable(part))).join('')
      case 'expression':
        return value.expression.kind === 'port' && this.#port.kind === 'literal' ? this.#port.value : this.#variable(value.expression)
      case 'list':
      case 'map':
      case 'module':
        throw new Error(`a ${value.kind} is no scalar`)
    }
  }

  #variable(expression: Expression): string {
    if (expression.kind === 'port') return String(this.scalar(this.#port))
    const wanted = expression.kind === 'env' ? expression.name : `APITEST_${wordsOf(expression)}`
    const name = this.#nameFor(wanted, expression)
    this.#variables.set(name, expression)
    if (expression.kind !== 'env') return `\${${name}?is set by apitest run}`
    const fallback = this.#findEnv(expression.name)?.default
    return fallback === undefined || /[{}]/.test(fallback) ? `\${${name}?set ${name}}` : `\${${name}-${literalText(fallback)}}`
  }

  /** Two expressions may have the same words. */
  #nameFor(wanted: string, expression: Expression): string {
    const same = JSON.stringify(expression)
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? wanted : `${wanted}_${count}`
      const other = this.#variables.get(name)
      if (other === undefined || JSON.stringify(other) === same) return name
    }
  }
}

/** Compose replaces `$NAME` and `${NAME}` everywhere but in keys. */
export function literalText(text: string): string {
  return text.replaceAll('$', () => '$$')
}

function wordsOf(expression: Expression): string {
  switch (expression.kind) {
    case 'service':
    case 'stub':
      return words(`${expression.kind}s`, expression.name, expression.property)
    case 'variable':
    case 'fixture':
      return words(`${expression.kind}s`, expression.name, ...expression.path)
    case 'call':
      return words(expression.function)
    default:
      return words(expression.kind)
  }
}

function words(...parts: readonly (string | number)[]): string {
  return parts
    .join('_')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase()
}
