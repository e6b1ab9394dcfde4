import type { Diagnostic, RelatedPlace } from '../diagnostics/diagnostic.ts'
import type { Problem } from '../diagnostics/problem.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import { type At, locate } from '../../places/locate.ts'
import { locateInside } from '../../places/locate-inside.ts'
import type { Range } from '../../places/range.ts'
import type { Cursor } from './cursor.ts'
import type { Span } from '../templates/template.ts'

/** A place in the spec, or a part of the text there. */
export interface Spot {
  readonly cursor: Cursor
  /** Characters of the text; with `at: 'key'` of the key. */
  readonly span?: Span
  readonly at?: At
}

export interface Related {
  readonly message: string
  /** A place in the YAML, or one in another file. */
  readonly spot: Spot | Range
}

/** Collects what is wrong; one instance a run of `resolve`. */
export class Reporter {
  readonly diagnostics: Diagnostic[] = []
  readonly #files: ReadonlyMap<string, YamlFile>

  constructor(files: ReadonlyMap<string, YamlFile>) {
    this.#files = files
  }

  report(problem: Problem, spot: Spot, related: readonly Related[] = []): void {
    const places = related.map(({ message, spot: other }): RelatedPlace => ({
      message,
      range: 'cursor' in other ? this.rangeOf(other) : other,
    }))
    this.diagnostics.push({ ...problem, range: this.rangeOf(spot), ...(places.length > 0 && { related: places }) })
  }

  rangeOf({ cursor, span, at }: Spot): Range {
    const { file, path } = cursor.place
    const yaml = this.#files.get(file)
    if (yaml === undefined) throw new Error(`No file ${file} was loaded`)
    if (span === undefined) return locate(yaml, path, at === undefined ? {} : { at })
    const part = { offset: span.start, length: span.end - span.start }
    return locateInside(yaml, path, part, { at: at === 'key' ? 'key' : 'value' })
  }

  get hasErrors(): boolean {
    return this.diagnostics.some(({ severity }) => severity === 'error')
  }

  /** A mistake behind an alias or in a shared name is met several times, and is one mistake. */
  private withoutRepeats(): Diagnostic[] {
    const seen = new Set<string>()
    return this.diagnostics.filter(({ code, message, range }) => {
      const key = JSON.stringify([code, message, range])
      return !seen.has(key) && seen.add(key)
    })
  }

  /** In reading order, so that the output does not depend on the order of the checks. */
  sorted(): Diagnostic[] {
    const order = new Map([...this.#files.keys()].map((file, index) => [file, index]))
    return this.withoutRepeats().toSorted((a, b) => compareRanges(order, a.range, b.range))
  }
}

function compareRanges(order: ReadonlyMap<string, number>, a: Range | undefined, b: Range | undefined): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  const files = (order.get(a.file) ?? order.size) - (order.get(b.file) ?? order.size)
  return files || a.start.line - b.start.line || a.start.column - b.start.column
}
