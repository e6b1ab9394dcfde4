import { displayWidth } from './display-width.ts'
import type { Range } from './range.ts'

/** Columns of a line that are shown; of a longer one, the part around the range. */
const WIDTH = 110

/**
 * The lines of a range with a caret line below each, ready to print:
 * ```
 *    14 |     service: wbe
 *       |              ^^^
 * ```
 * Of a range over more than three lines the first and the last are shown. Tabs become two spaces and control characters `�`,
 * so that nothing in the file can move the carets or the terminal.
 */
export function codeFrame(text: string, range: Omit<Range, 'file'>): string {
  const lines = text.split('\n')
  const { start, end } = range
  const last = end.line > start.line && end.column === 1 ? end.line - 1 : end.line
  const numbers =
    last - start.line < 3 ? Array.from({ length: last - start.line + 1 }, (_, index) => start.line + index) : [start.line, last]
  const gutter = Math.max(5, String(last).length + 3)
  const rows: string[] = []
  for (const [index, number] of numbers.entries()) {
    const line = (lines[number - 1] ?? '').replace(/\r$/, '')
    const indent = line.length - line.trimStart().length
    const from = number === start.line ? start.column - 1 : indent
    const to = number === end.line ? end.column - 1 : line.trimEnd().length
    if (index > 0 && number > numbers[index - 1]! + 1) rows.push(`${'⋮'.padStart(gutter)}`)
    const shown = showLine(line, from, Math.max(to, from + 1))
    rows.push(`${String(number).padStart(gutter)} | ${shown.line}`.trimEnd(), `${' '.repeat(gutter)} | ${shown.carets}`)
  }
  return rows.join('\n')
}

interface Cell {
  readonly text: string
  readonly width: number
  readonly marked: boolean
}

function showLine(line: string, from: number, to: number): { line: string; carets: string } {
  const cells: Cell[] = []
  let unit = 0
  for (const character of line) {
    const marked = unit < to && unit + character.length > from
    const text = visible(character)
    cells.push({ text, width: character === '\t' ? 2 : displayWidth(text), marked })
    unit += character.length
  }
  if (from >= unit) cells.push({ text: ' ', width: 1, marked: true })
  const [first, behind] = visibleCells(cells)
  const shown = cells.slice(first, behind)
  const before = first > 0 ? '…' : ''
  const carets = shown.map(({ width, marked }) => (marked ? '^' : ' ').repeat(width)).join('')
  return {
    line: before + shown.map(({ text }) => text).join('') + (behind < cells.length ? '…' : ''),
    carets: (' '.repeat(before.length) + carets).trimEnd(),
  }
}

/** Which cells are shown, so that the beginning of the marked ones is among them. */
function visibleCells(cells: readonly Cell[]): [first: number, behind: number] {
  const total = cells.reduce((sum, { width }) => sum + width, 0)
  if (total <= WIDTH) return [0, cells.length]
  const marked = cells.findIndex((cell) => cell.marked)
  const first = Math.max(0, marked - Math.floor(WIDTH / 3))
  let behind = first
  for (let width = 0; behind < cells.length && width + cells[behind]!.width <= WIDTH; behind++) width += cells[behind]!.width
  return [first < 8 ? 0 : first, behind]
}

/** Control and bidirectional characters would change what a reader sees. */
function visible(character: string): string {
  if (character === '\t') return '  '
  return /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/u.test(character) ? '\uFFFD' : character
}
