import type { Place } from '../../places/place.ts'

/** A value of the spec that knows where it stands; places are worked out only when something is wrong with it. */
export class Cursor<T = unknown> {
  readonly value: T
  readonly key: string | number
  readonly #file: string
  readonly #parent: Cursor | undefined

  private constructor(value: T, position: { file: string; key: string | number; parent: Cursor | undefined }) {
    this.value = value
    this.key = position.key
    this.#file = position.file
    this.#parent = position.parent
  }

  static root<T>(file: string, value: T): Cursor<T> {
    return new Cursor(value, { file, key: '', parent: undefined })
  }

  get file(): string {
    return this.#file
  }

  get place(): Place {
    const path: (string | number)[] = []
    for (let at: Cursor | undefined = this as Cursor; at.#parent !== undefined; at = at.#parent) path.push(at.key)
    return { file: this.#file, path: path.reverse() }
  }

  /** What stands under a key, present or not. */
  child<K extends keyof NonNullable<T> & (string | number)>(key: K): Cursor<NonNullable<T>[K]> {
    const value = (typeof this.value === 'object' && this.value !== null && Object.hasOwn(this.value, key) ? (this.value as NonNullable<T>)[key] : undefined) as NonNullable<T>[K]
    return new Cursor(value, { file: this.#file, key, parent: this as Cursor })
  }

  /** What stands under a key, or `undefined` where the key is not written; `null` is written. */
  get<K extends keyof NonNullable<T> & (string | number)>(key: K): Cursor<Exclude<NonNullable<T>[K], undefined>> | undefined {
    const child = this.child(key)
    return child.value === undefined ? undefined : (child as Cursor<Exclude<NonNullable<T>[K], undefined>>)
  }

  has(key: keyof NonNullable<T> & (string | number)): boolean {
    return this.get(key) !== undefined
  }

  /** The entries of a map, in the user's order; nothing for anything else. */
  entries(): Cursor<NonNullable<T>[keyof NonNullable<T>]>[] {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) return []
    return Object.entries(this.value).map(([key, value]) => new Cursor(value as never, { file: this.#file, key, parent: this as Cursor }))
  }

  /** The items of a list; nothing for anything else. */
  items(): Cursor<T extends readonly (infer Item)[] ? Item : never>[] {
    if (!Array.isArray(this.value)) return []
    return this.value.map((value, key) => new Cursor(value as never, { file: this.#file, key, parent: this as Cursor }))
  }

  /** The entries of a map or the items of a list. */
  children(): Cursor[] {
    return (Array.isArray(this.value) ? this.items() : this.entries()) as Cursor[]
  }
}
