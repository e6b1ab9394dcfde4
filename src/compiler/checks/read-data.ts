import { LineCounter } from 'yaml'
import type { Range } from '../../places/range.ts'
import { parseYaml } from '../../places/yaml-file.ts'
import { jsonMistake } from './json-mistake.ts'

export type DataFormat = 'json' | 'yaml' | 'csv'

export type DataResult = { readonly data: unknown } | { readonly mistake: DataMistake }

export interface DataMistake {
  readonly reason: string
  /** In the data file. */
  readonly range: Range
}

/** Reads the content of a data file so that parts of it can be checked; `file` is its name in ranges. */
export async function readData(format: DataFormat, file: string, text: string): Promise<DataResult> {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text
  return readers[format](file, content)
}

const readers: { readonly [Format in DataFormat]: (file: string, text: string) => DataResult | Promise<DataResult> } = {
  json: (file, text) => {
    try {
      return { data: JSON.parse(text) as unknown }
    } catch (cause) {
      const mistake = jsonMistake(text)
      if (mistake === undefined) throw new Error(`JSON.parse and jsonMistake disagree about ${file}`, { cause })
      return { mistake: { reason: mistake.reason, range: rangeAt(file, text, mistake.offset) } }
    }
  },
  yaml: (file, text) => {
    const { contents, errors } = parseYaml(file, text)
    const [error] = errors
    if (error !== undefined) return { mistake: { reason: error.message.split('\n')[0] ?? '', range: rangeAt(file, text, error.pos[0]) } }
    return { data: contents === null ? null : (contents.toJSON() as unknown) }
  },
  csv: async (file, text) => {
    const { default: papaparse } = await import('papaparse')
    const { data } = papaparse.parse<string[]>(text, { skipEmptyLines: true })
    const mistake = csvMistake(data)
    if (mistake !== undefined) return { mistake: { reason: mistake.reason, range: lineRange(file, text, mistake.row) } }
    const [header = [], ...rows] = data
    return { data: rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? '']))) }
  },
}

function csvMistake(data: readonly (readonly string[])[]): { reason: string; row: number } | undefined {
  const [header, ...rows] = data
  if (header === undefined) return { reason: 'it is empty', row: 0 }
  const unnamed = header.findIndex((name) => name.trim() === '')
  if (unnamed >= 0) return { reason: `column ${unnamed + 1} has no name in the first line`, row: 0 }
  const value = header.find((name) => /^-?[0-9.]+$/.test(name.trim()))
  if (value !== undefined) return { reason: `the first line must name the columns, and \`${value}\` is no name`, row: 0 }
  const twice = header.find((name, column) => header.indexOf(name) < column)
  if (twice !== undefined) return { reason: `two columns are named \`${twice}\``, row: 0 }
  const ragged = rows.findIndex((row) => row.length !== header.length)
  if (ragged < 0) return undefined
  return {
    reason: `row ${ragged + 1} has ${counted(rows[ragged]?.length ?? 0)}, and the first line names ${header.length}`,
    row: ragged + 1,
  }
}

function counted(fields: number): string {
  return fields === 1 ? 'one field' : `${fields} fields`
}

function rangeAt(file: string, text: string, offset: number): Range {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  const { line, col } = lines.linePos(Math.min(offset, text.length))
  return { file, start: { line, column: col }, end: { line, column: col + 1 } }
}

/** The line of a row, not counting empty lines; right as long as no field before it holds a line break. */
function lineRange(file: string, text: string, row: number): Range {
  const lines = text.split(/\r?\n/)
  const filled = lines.flatMap((line, index) => (line === '' ? [] : [index]))
  const index = filled[row] ?? 0
  return { file, start: { line: index + 1, column: 1 }, end: { line: index + 1, column: Math.max(2, (lines[index]?.length ?? 0) + 1) } }
}
