import type { CheckEntry, ConditionEntry } from './check-entry.ts'
import { addTest } from './conditions.ts'
import { Conflict, ExpectMap } from './expect-map.ts'
import { guardKeys } from './guards.ts'
import type { Guard } from './guards.ts'

interface Part {
  readonly guards: readonly Guard[]
  readonly expect: ExpectMap
  readonly capture: Record<string, unknown>
  readonly set: Record<string, unknown>
  /** The body is read as JSON, which may fail. */
  readsJson: boolean
}

/** The statements of one test, in order, as parts of a check. */
export class CheckParts {
  readonly #parts: Part[] = []
  #guards: readonly Guard[] = []

  /** Where statements go now. */
  get #current(): Part {
    const last = this.#parts.at(-1)
    if (last !== undefined && last.guards === this.#guards) return last
    return this.#begin()
  }

  #begin(): Part {
    const part: Part = { guards: this.#guards, expect: new ExpectMap(), capture: {}, set: {}, readsJson: false }
    this.#parts.push(part)
    return part
  }

  /** Adds an assertion; one that stands behind a kept value, or asks the same thing anew, begins another part. */
  assert<T>(add: (expect: ExpectMap) => T): T {
    const current = keeps(this.#current) ? this.#begin() : this.#current
    if (current.expect.isEmpty) return add(current.expect)
    try {
      // an assertion that does not fit must not leave a half of itself behind
      add(current.expect.copy())
    } catch (error) {
      if (error instanceof Conflict) return add(this.#begin().expect)
      throw error
    }
    return add(current.expect)
  }

  keep({ capture, set }: Pick<CheckEntry, 'capture' | 'set'>): void {
    const { capture: captures, set: sets } = this.#current
    Object.assign(captures, capture)
    Object.assign(sets, set)
  }

  readsJson(): void {
    this.#current.readsJson = true
  }

  within(guard: Guard, run: () => void): void {
    guardKeys([...this.#guards, guard])
    const around = this.#guards
    this.#guards = [...around, guard]
    run()
    this.#guards = around
  }

  /** A statement that always fails: the innermost condition must not hold. */
  fail(): boolean {
    const [guard, ...others] = this.#guards.toReversed()
    if (guard === undefined) return false
    const around = this.#guards
    this.#guards = others.toReversed()
    this.assert((expect) => addTest(guard.test, expect, { holds: !guard.holds }))
    this.#guards = around
    return true
  }

  toEntry(): CheckEntry {
    let json = false
    const parts = this.#parts.flatMap((part): ConditionEntry[] => {
      if (part.readsJson && !json && !part.expect.has('jsonPath')) part.expect.addEntry('jsonPath', '$', { exists: true })
      json ||= part.guards.length === 0 && part.expect.has('jsonPath')
      if (part.expect.isEmpty && !keeps(part)) return []
      return [
        {
          ...guardKeys(part.guards),
          ...(!part.expect.isEmpty && { expect: part.expect.toExpect() }),
          ...(Object.keys(part.capture).length > 0 && { capture: part.capture }),
          ...(Object.keys(part.set).length > 0 && { set: part.set }),
        },
      ]
    })
    const [first, ...others] = parts
    if (first === undefined) return {}
    const conditions = first.when === undefined && first.unless === undefined ? others : parts
    return { ...(conditions === others && first), ...(conditions.length > 0 && { conditions }) }
  }
}

const keeps = ({ capture, set }: Part): boolean => Object.keys(capture).length + Object.keys(set).length > 0
