import { randomBytes } from 'node:crypto'
import type { Tracer } from '../../values/placeholder.ts'
import { toText } from '../../values/text.ts'
import type { Values } from './load-program.ts'

/** A value of the moment. */
export interface Slot {
  /** As written in the YAML: `captures.id`. */
  readonly label: string
  read(values: Values): unknown
}

/** How a value stands in the bytes of a request. */
export type Form = 'text' | 'path' | 'query' | 'form' | 'json text' | 'json'

/** Behind the number of a mark in text stand characters that each way of encoding writes differently, so that it shows which was used. */
const probes: readonly (readonly [written: string, form: Form])[] = [
  [':" ', 'text'],
  [':%22%20', 'path'],
  ['%3A%22%20', 'query'],
  ['%3A%22+', 'form'],
  [':\\" ', 'json text'],
]

/**
 * Hands out placeholders while tasks are traced, and finds them again in what was made of them. Each time a placeholder is written it
 * leaves a mark of its own; a mark that is missing from the finished bytes was changed in a way that cannot be undone.
 */
export class SlotTracer implements Tracer {
  /** Cells that were given out in the task at hand. */
  cells = 0
  /** Why the step at hand cannot be encoded; set by uses of a placeholder that leave no mark. */
  lost: string | undefined
  readonly #nonce = `zq${randomBytes(6).toString('hex')}`
  readonly #slots = new WeakMap<object, Slot>()
  #marks: Slot[] = []
  readonly #pattern: RegExp
  readonly #text: RegExp

  constructor() {
    const forms = probes.map(([written]) => written.replaceAll(/[\\+]/g, String.raw`\$&`)).join('|')
    this.#pattern = new RegExp(`"${this.#nonce}j(\\d+)qz"|${this.#nonce}t(\\d+)(${forms})qz`, 'g')
    this.#text = new RegExp(`${this.#nonce}t(\\d+):" qz`, 'g')
  }

  /** Marks are counted anew for each step. */
  beginStep(): void {
    this.lost = undefined
  }

  get marks(): number {
    return this.#marks.length
  }

  placeholder(slot: Slot): unknown {
    const made = new Proxy(() => undefined, {
      get: (_, key) => {
        if (key === 'toJSON') return () => `${this.#nonce}j${this.#mark(slot)}qz`
        if (key === Symbol.toPrimitive || key === 'toString') return () => this.#textMark(slot)
        if (typeof key === 'symbol' || key === 'then') return undefined
        return this.placeholder({
          label: `${slot.label}.${key}`,
          read: (values) => (slot.read(values) as Readonly<Record<string, unknown>> | null | undefined)?.[key],
        })
      },
      has: () => this.#lose(),
      ownKeys: () => (this.#lose(), Reflect.ownKeys(() => undefined)),
    })
    this.#slots.set(made, slot)
    return made
  }

  /** A cell that a capture fills. */
  newCell(): number {
    return this.cells++
  }

  call(compute: (...parameters: never[]) => unknown, parameters: readonly unknown[]): unknown {
    const cell = this.newCell()
    const read = (values: Values): unknown => {
      values.cells[cell] ??= compute(...(parameters.map((parameter) => this.resolve(parameter, values)) as never[]))
      return values.cells[cell]
    }
    return this.placeholder({ label: '…', read })
  }

  isPlaceholder(value: unknown): boolean {
    return typeof value === 'function' && this.#slots.has(value)
  }

  textOf(value: unknown): string | undefined {
    const slot = typeof value === 'function' ? this.#slots.get(value) : undefined
    return slot && this.#textMark(slot)
  }

  isMarked(text: string): boolean {
    return text.includes(this.#nonce)
  }

  /** A value with the values of the moment in place of its placeholders. */
  resolve(value: unknown, values: Values): unknown {
    if (typeof value === 'string') return this.isMarked(value) ? this.#resolveText(value, values) : value
    if (typeof value === 'function') {
      const slot = this.#slots.get(value)
      return slot === undefined ? value : slot.read(values)
    }
    if (Array.isArray(value)) return value.map((part) => this.resolve(part, values))
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, this.resolve(part, values)]))
  }

  /** Whether a value has placeholders in it. */
  isOpen(value: unknown): boolean {
    if (typeof value === 'string') return this.isMarked(value)
    if (typeof value === 'function') return this.#slots.has(value)
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
    return Object.values(value).some((part) => this.isOpen(part))
  }

  /** Text with marks as its constant parts and what stands between them; `found` collects the marks. */
  split(text: string, found: Set<number>): { constants: string[]; holes: { slot: Slot; form: Form }[] } {
    const constants: string[] = []
    const holes: { slot: Slot; form: Form }[] = []
    let end = 0
    for (const match of text.matchAll(this.#pattern)) {
      const mark = Number(match[1] ?? match[2])
      const slot = this.#marks[mark]
      if (slot === undefined) continue
      constants.push(text.slice(end, match.index))
      holes.push({ slot, form: match[1] === undefined ? (probes.find(([written]) => written === match[3])?.[1] ?? 'text') : 'json' })
      found.add(mark)
      end = match.index + match[0].length
    }
    constants.push(text.slice(end))
    return { constants, holes }
  }

  /** Text for people: `/items/${captures.id}`. */
  describe(text: string): string {
    return text.replaceAll(this.#text, (_, mark: string) => `\${${this.#marks[Number(mark)]?.label ?? ''}}`)
  }

  /** Numbers of the marks in all texts of a value. */
  marksIn(value: unknown, found: Set<number> = new Set()): Set<number> {
    if (typeof value === 'string') for (const [, mark] of value.matchAll(this.#text)) found.add(Number(mark))
    else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array))
      for (const part of Object.values(value)) this.marksIn(part, found)
    return found
  }

  #resolveText(text: string, values: Values): string {
    return text.replaceAll(this.#text, (_, mark: string) =>
      toText(this.#marks[Number(mark)]?.read(values), () => `of \`${this.#marks[Number(mark)]?.label}\``),
    )
  }

  #textMark(slot: Slot): string {
    return `${this.#nonce}t${this.#mark(slot)}:" qz`
  }

  #mark(slot: Slot): number {
    return this.#marks.push(slot) - 1
  }

  #lose(): false {
    this.lost ??= 'a value that is known only when it is sent is used as a map'
    return false
  }
}
