import type { LiveRow } from '../../page/live-types.ts'
import { make, setText } from '../dom.ts'
import type { Column } from './statistics-columns.ts'

/** A line of the table, with what it showed in the last minute. */
export interface Line {
  readonly row: HTMLTableRowElement
  readonly cells: readonly HTMLElement[]
  readonly trend: HTMLCanvasElement | undefined
  readonly history: (number | null)[]
  values: LiveRow
}

/** Without `pick` it is the line of all together. */
export function makeLine(
  { method, name }: { readonly method: string; readonly name: string },
  columns: readonly Column[],
  pick?: () => void,
): Line {
  const cells = columns.map(() => make('td'))
  const trend = pick && make('canvas', { 'aria-hidden': 'true' })
  const title = pick === undefined ? name : make('button', { type: 'button', class: 'pick', title: 'Show its charts', click: pick }, name)
  const row = make(
    'tr',
    {},
    make('th', { scope: 'row', class: 'text name' }, title),
    make('td', { class: 'text method' }, method),
    ...cells,
    trend === undefined ? make('td') : make('td', { class: 'trend' }, trend),
  )
  return { row, cells, trend, history: [], values: [] }
}

export function fillLine(line: Line, columns: readonly Column[], values: LiveRow): void {
  line.values = values
  for (const [index, { value, format, bad, isTime = false }] of columns.entries()) {
    const cell = line.cells[index] as HTMLElement
    const number = value(values)
    // Nothing has been measured yet.
    setText(cell, isTime && number === 0 ? '–' : format(number))
    const kind = number === 0 ? 'zero' : bad === true ? 'bad' : ''
    if (cell.className !== kind) cell.className = kind
  }
}
