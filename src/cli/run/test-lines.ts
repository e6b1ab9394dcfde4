import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexedTest } from '../../compiler/write/manifest.ts'
import { hasPath, locate } from '../../places/locate.ts'
import { parsePlace } from '../../places/place.ts'
import { parseYaml } from '../../places/yaml-file.ts'
import { readTree } from '../../compiler/load/read-tree.ts'
import { rowTitles } from '../../titles/row-titles.ts'
import { UsageError } from '../usage-error.ts'
import type { SelectedPlace } from './select-tests.ts'

interface Span {
  readonly test: IndexedTest
  readonly path: readonly (string | number)[]
  readonly first: number
  readonly last: number
}

/** Finds the test, row or case that stands at a line of a YAML file. */
export function linesOf(folder: string, { file, tests }: { file: string; tests: readonly IndexedTest[] }) {
  const yaml = parseYaml(file, readFileSync(join(folder, file), 'utf8'))
  const spanOf = (test: IndexedTest, path: Span['path']): Span => {
    const { start, end } = locate(yaml, path, { at: 'pair' })
    // a block ends at column 1 of the line behind it
    return { test, path, first: start.line, last: end.column === 1 && end.line > start.line ? end.line - 1 : end.line }
  }
  const spans = tests.map((test) => spanOf(test, parsePlace(test.place).path))
  return {
    at(line: number): SelectedPlace {
      const span = spans.find(({ first, last }) => line >= first && line <= last)
      if (span === undefined) throw nothingAt(file, line, spans)
      const row = rowAt(span, line)
      return row === undefined ? { test: span.test.place } : { test: span.test.place, row }
    },
  }

  /** The title of the row or case at a line. */
  function rowAt(span: Span, line: number): string | undefined {
    for (const list of ['with', 'cases']) {
      for (let index = 0; hasPath(yaml, [...span.path, list, index]); index++) {
        const item = spanOf(span.test, [...span.path, list, index])
        if (line >= item.first && line <= item.last) return rowTitles(rowsOf([...span.path, list]))[index]
      }
    }
    return undefined
  }

  function rowsOf(path: Span['path']): readonly unknown[] {
    const rows = path.reduce<unknown>((value, part) => (value as Readonly<Record<string | number, unknown>>)[part], readTree(yaml).data)
    return Array.isArray(rows) ? rows : []
  }
}

function nothingAt(file: string, line: number, spans: readonly Span[]): UsageError {
  const distance = ({ first, last }: Span) => (line < first ? first - line : line - last)
  const nearest = spans.reduce<Span | undefined>(
    (best, span) => (best === undefined || distance(span) < distance(best) ? span : best),
    undefined,
  )
  return new UsageError(
    `No test stands at line ${line} of \`${file}\``,
    nearest === undefined ? 'The file has no tests' : `The nearest is \`${nearest.test.name}\`: \`${file}:${nearest.first}\``,
  )
}
