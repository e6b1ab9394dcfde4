import type { Collection, Item, Script } from './collection.ts'
import { slug, UniqueNames } from './names.ts'
import type { Scopes } from './scopes.ts'
import type { CheckEntry } from './scripts/check-entry.ts'
import { findTests } from './scripts/find-tests.ts'
import type { FoundTest } from './scripts/find-tests.ts'
import { translateBefore } from './scripts/translate-before.ts'
import type { BeforeEntry } from './scripts/translate-before.ts'
import { translateTest } from './scripts/translate-test.ts'
import type { Translated } from './scripts/translate-test.ts'

/** How scripts come over: all that can be are translated, or all are kept as they are. */
export type ScriptMode = 'hybrid' | 'keep'

export interface LedgerScript {
  readonly owner: readonly string[]
  readonly level: Script['level']
  readonly listen: 'prerequest' | 'test'
  readonly state: 'translated' | 'kept'
  readonly reason: string | undefined
  readonly file: string | undefined
  readonly tests: readonly { readonly name: string | undefined; readonly line: number }[]
}

/** The scripts of a collection, each as a whole either translated or a file. */
export class ConvertedScripts {
  readonly ledger: LedgerScript[] = []
  readonly files = new Map<string, string>()
  /** Variables that scripts read and nothing sets, with one of those that do. */
  readonly unset = new Map<string, readonly string[]>()
  readonly #known = new Map<string, ReadScript>()
  readonly #done = new Map<Script, readonly (CheckEntry | BeforeEntry)[]>()
  readonly #names = new UniqueNames()
  readonly #helpers = new Set<string>()
  readonly #scopes: Scopes
  readonly #mode: ScriptMode

  constructor({ items }: Collection, { scopes, mode }: { scopes: Scopes; mode: ScriptMode }) {
    this.#scopes = scopes
    this.#mode = mode
    for (const item of items) {
      for (const script of item.scripts.prerequest) this.#convert(script, 'prerequest')
      for (const script of item.scripts.test) this.#convert(script, 'test')
    }
  }

  before(item: Item): readonly BeforeEntry[] {
    return item.scripts.prerequest.flatMap((script) => (this.#done.get(script) ?? []) as readonly BeforeEntry[])
  }

  checks(item: Item): readonly CheckEntry[] {
    return item.scripts.test.flatMap((script) => (this.#done.get(script) ?? []) as readonly CheckEntry[])
  }

  /** The text of everything that is kept, to see which names it may read. */
  get keptText(): string {
    return [...this.files.values()].join('\n')
  }

  #convert(script: Script, listen: 'prerequest' | 'test'): void {
    if (this.#done.has(script)) return
    const { translated, tests } = this.#read(script.code, listen)
    const common = { owner: script.owner, level: script.level, listen, tests }
    if ('entries' in translated) {
      this.#done.set(script, translated.entries)
      for (const name of translated.helpers ?? []) {
        this.#helpers.add(name)
        this.#scopes.declareUnset(name)
      }
      for (const name of translated.unset) {
        this.#scopes.declareUnset(name)
        this.unset.set(name, script.owner)
      }
      this.ledger.push({ ...common, state: 'translated', reason: undefined, file: undefined })
      return
    }
    const name = slug(script.owner.slice(-2).join('-'), script.level)
    const file = `scripts/${this.#names.claim(`${name}.${listen === 'test' ? 'test' : 'before'}`)}.js`
    this.files.set(file, `${script.code.replaceAll('\r\n', '\n').trimEnd()}\n`)
    this.#done.set(script, [{ script: file }])
    this.ledger.push({ ...common, state: 'kept', reason: translated.reason, file })
  }

  /** The same script often stands in many places. */
  #read(code: string, listen: 'prerequest' | 'test'): ReadScript {
    const key = `${listen} ${code}`
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const options = { known: this.#scopes.known, canWrite: this.#scopes.canWrite, helpers: this.#helpers }
    const translate = (): ReadScript['translated'] => (listen === 'test' ? translateTest(code, options) : translateBefore(code, options))
    const read = { translated: this.#mode === 'keep' ? { reason: 'all scripts are kept' } : translate(), tests: findTests(code) }
    this.#known.set(key, read)
    return read
  }
}

interface ReadScript {
  readonly translated: Translated<CheckEntry | BeforeEntry> | { readonly reason: string }
  readonly tests: readonly FoundTest[]
}
