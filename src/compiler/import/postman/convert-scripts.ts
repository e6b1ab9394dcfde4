import type { Collection, Item, Script } from './collection.ts'
import { slug, UniqueNames } from './names.ts'
import type { Scopes } from './scopes.ts'
import type { CheckEntry } from './scripts/check-entry.ts'
import { findTests } from './scripts/find-tests.ts'
import { translateBefore } from './scripts/translate-before.ts'
import type { BeforeEntry } from './scripts/translate-before.ts'
import { translateTest } from './scripts/translate-test.ts'

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
  readonly #done = new Map<string, readonly (CheckEntry | BeforeEntry)[]>()
  readonly #names = new UniqueNames()
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
    return item.scripts.prerequest.flatMap((script) => (this.#done.get(keyOf(script, 'prerequest')) ?? []) as readonly BeforeEntry[])
  }

  checks(item: Item): readonly CheckEntry[] {
    return item.scripts.test.flatMap((script) => (this.#done.get(keyOf(script, 'test')) ?? []) as readonly CheckEntry[])
  }

  /** The text of everything that is kept, to see which names it may read. */
  get keptText(): string {
    return [...this.files.values()].join('\n')
  }

  #convert(script: Script, listen: 'prerequest' | 'test'): void {
    const key = keyOf(script, listen)
    if (this.#done.has(key)) return
    const options = { known: this.#scopes.known, canWrite: this.#scopes.canWrite }
    const translated =
      this.#mode === 'keep'
        ? { reason: 'all scripts are kept' }
        : listen === 'test'
          ? translateTest(script.code, options)
          : translateBefore(script.code, options)
    const common = { owner: script.owner, level: script.level, listen, tests: findTests(script.code) }
    if ('entries' in translated) {
      this.#done.set(key, translated.entries)
      this.ledger.push({ ...common, state: 'translated', reason: undefined, file: undefined })
      return
    }
    const name = slug(script.owner.slice(-2).join('-'), script.level)
    const file = `scripts/${this.#names.claim(`${name}.${listen === 'test' ? 'test' : 'before'}`)}.js`
    this.files.set(file, `${script.code.replaceAll('\r\n', '\n').trimEnd()}\n`)
    this.#done.set(key, [{ script: file }])
    this.ledger.push({ ...common, state: 'kept', reason: translated.reason, file })
  }
}

function keyOf({ level, owner, code }: Script, listen: string): string {
  return JSON.stringify([listen, level, owner, code])
}
