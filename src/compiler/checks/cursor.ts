import type { Place } from '../../places/place.ts'

/** A value of the spec that knows where it stands; places are worked out only when something is wrong with it. */
export class Cursor {
  readonly value: unknown
  readonly key: string | number
  readonly file: string
  readonly parent: Cursor | undefined

  private constructor(value: unknown, position: { file: string; key: string | number; parent: Cursor | undefined }) {
    this.value = value
    this.key = position.key
    this.file = position.file
    this.parent = position.parent
  }

  static root(file: string, value: unknown): Cursor {
    return new Cursor(value, { file, key: '', parent: undefined })
  }

  get place(): Place {
    return { file: this.file, path: this.parent === undefined ? [] : [...this.parent.place.path, this.key] }
  }

  /** The key as text, which it is in every map. */
  get name(): string {
    return String(this.key)
  }

  /** The value where it is text. */
  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined
  }

  get isMap(): boolean {
    return typeof this.value === 'object' && this.value !== null && !Array.isArray(this.value)
  }

  get isList(): boolean {
    return Array.isArray(this.value)
  }

  /** What stands under a key, or `undefined` where the key is not written; `null` is written. */
  get(key: string): Cursor | undefined {
    if (!this.isMap || !Object.hasOwn(this.value as object, key)) return undefined
    return this.child(key, (this.value as Readonly<Record<string, unknown>>)[key])
  }

  has(key: string): boolean {
    return this.isMap && Object.hasOwn(this.value as object, key)
  }

  /** The entries of a map, in the user's order; nothing for anything else. */
  entries(): Cursor[] {
    if (!this.isMap) return []
    const map = this.value as Readonly<Record<string, unknown>>
    return Object.keys(map).map((key) => this.child(key, map[key]))
  }

  /** The items of a list; nothing for anything else. */
  items(): Cursor[] {
    return Array.isArray(this.value) ? this.value.map((value, key) => this.child(key, value)) : []
  }

  /** The entries of a map or the items of a list. */
  children(): Cursor[] {
    return this.isList ? this.items() : this.entries()
  }

  /** The map with keys of another below its own; values keep pointing at this map. */
  over(base: Cursor | undefined): Cursor {
    if (base === undefined || !this.isMap || !base.isMap) return this
    const value = { ...(base.value as object), ...(this.value as object) }
    return new Cursor(value, { file: this.file, key: this.key, parent: this.parent })
  }

  private child(key: string | number, value: unknown): Cursor {
    return new Cursor(value, { file: this.file, key, parent: this })
  }
}
