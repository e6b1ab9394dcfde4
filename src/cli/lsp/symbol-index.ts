import { parseYaml } from '../../places/yaml-file.ts'
import type { Position } from '../../places/range.ts'
import type { NameKind, NamePlace } from './name-places.ts'
import { findSymbols } from './spec-symbols.ts'
import type { FileSymbols, SpecSymbol } from './spec-symbols.ts'

/** The names of one project, over all its files. */
export class SymbolIndex {
  readonly #files: readonly FileSymbols[]
  readonly #all: readonly SpecSymbol[]

  /** @param sources text by path relative to the project's folder */
  constructor(sources: ReadonlyMap<string, string>) {
    this.#files = [...sources].map(([file, text]) => symbolsOf(file, text))
    this.#all = this.#files.flatMap(({ symbols }) => symbols)
  }

  /** What stands at a place; the innermost where several do. */
  at(file: string, position: Position): SpecSymbol | undefined {
    return this.#all.find(({ range }) => range.file === file && holds(range, position))
  }

  definitionsOf(symbol: SpecSymbol): readonly SpecSymbol[] {
    const found = this.#all.filter((other) => other.role === 'definition' && this.#isSame(symbol, other))
    // `captures.login` where `login` is a flow
    if (found.length > 0 || symbol.kind !== 'captures') return found
    return this.#all.filter(({ role, kind, name }) => role === 'definition' && kind === 'flows' && name === symbol.name)
  }

  /** Every place of the name, its definition first. */
  occurrencesOf(symbol: SpecSymbol): readonly SpecSymbol[] {
    const definitions = this.definitionsOf(symbol)
    const meant = definitions[0] ?? symbol
    return [...definitions, ...this.#all.filter((other) => other.role === 'reference' && this.#isSame(meant, other))]
  }

  /** What may be named at a place, each name once. */
  named({ kind, owner }: NamePlace): readonly SpecSymbol[] {
    const owners = owner === undefined ? undefined : this.#known(owner)
    const found = this.#all.filter(
      (symbol) => symbol.role === 'definition' && symbol.kind === kind && (owners === undefined || owners.has(symbol.owner ?? '')),
    )
    return [...new Map(found.map((symbol) => [symbol.name, symbol])).values()]
  }

  /** Flows that a test or flow runs: their captures lie below their names. */
  flowsOf(owner: string): readonly string[] {
    return [...this.#used(owner)].filter((name) => name.startsWith('flows/')).map((name) => name.slice('flows/'.length))
  }

  #isSame(a: NamePlace & { name: string }, b: NamePlace & { name: string }): boolean {
    if (a.name !== b.name || a.kind !== b.kind) return false
    if (a.owner === undefined || b.owner === undefined || a.owner === b.owner) return true
    return this.#shares(a.kind, a.owner, b.owner)
  }

  /** A named request and whoever uses it see each other's captures. */
  #shares(kind: NameKind, a: string, b: string): boolean {
    return kind === 'captures' && (this.#used(a).has(b) || this.#used(b).has(a))
  }

  /** Owners whose names are known in `owner`: its own, those of its requests, and for a request those of whoever uses it. */
  #known(owner: string): ReadonlySet<string> {
    const users = this.#files.flatMap(({ uses }) => [...uses].flatMap(([user, used]) => (used.has(owner) ? [user] : [])))
    const requests = [...this.#used(owner)].filter((name) => name.startsWith('requests/'))
    return new Set([owner, ...requests, ...(owner.startsWith('requests/') ? users : [])])
  }

  #used(owner: string): ReadonlySet<string> {
    return new Set(this.#files.flatMap(({ uses }) => [...(uses.get(owner) ?? [])]))
  }
}

/** The end counts: there the cursor stands behind the last letter. */
function holds({ start, end }: SpecSymbol['range'], { line, column }: Position): boolean {
  const behindStart = line > start.line || (line === start.line && column >= start.column)
  return behindStart && (line < end.line || (line === end.line && column <= end.column))
}

const cache = new Map<string, { readonly text: string; readonly symbols: FileSymbols }>()

/** A key that is typed in one file does not make the others be read again. */
function symbolsOf(file: string, text: string): FileSymbols {
  const known = cache.get(file)
  if (known?.text === text) return known.symbols
  const symbols = findSymbols(parseYaml(file, text))
  if (cache.size > 200) cache.clear()
  cache.set(file, { text, symbols })
  return symbols
}
