import { describe, expect, it } from 'vitest'
import { readData, type DataFormat } from './read-data.ts'

const read = (format: DataFormat, text: string) => readData(format, 'data', text)

describe('a data file', () => {
  it.each<[DataFormat, string, unknown]>([
    ['json', '{"a": [1]}', { a: [1] }],
    ['json', '\uFEFF[]', []],
    ['yaml', 'a: [1]\n', { a: [1] }],
    ['yaml', '', null],
    ['csv', 'sku,n\nabc,1\n"x,y",2\n', [{ sku: 'abc', n: '1' }, { sku: 'x,y', n: '2' }]],
    ['csv', '\uFEFFsku;n\r\nabc;1\r\n\r\n', [{ sku: 'abc', n: '1' }]],
    ['csv', 'sku\n', []],
  ])('%s %j is read', async (format, text, data) => {
    expect(await read(format, text)).toEqual({ data })
  })

  it.each<[DataFormat, string, string, number, number]>([
    ['json', '{\n  "a": 1,\n}', 'expected a key in double quotes, found `}`', 3, 1],
    ['json', '', 'expected a value, found the end of the file', 1, 1],
    ['yaml', 'a: [1\nb: 2', 'Flow sequence', 2, 1],
    ['csv', '', 'it is empty', 1, 1],
    ['csv', 'a,,b\n1,2,3', 'column 2 has no name in the first line', 1, 1],
    ['csv', 'a,a\n1,2', 'two columns are named `a`', 1, 1],
    ['csv', '1,2\n3,4', 'the first line must name the columns, and `1` is no name', 1, 1],
    ['csv', 'a,b\n1,2\n\n3\n', 'row 2 has one field, and the first line names 2', 4, 1],
  ])('%s %j is refused', async (format, text, reason, line, column) => {
    const result = await read(format, text)
    expect(result).toMatchObject({ mistake: { reason: expect.stringContaining(reason) as unknown, range: { start: { line, column } } } })
  })
})
