import { describe, expect, test } from 'vitest'
import type { LoadEndpoint } from '../../runtime/load/record/load-record.ts'
import { LoadTotals } from '../../runtime/load/record/load-totals.ts'
import { sampleRecord } from '../../runtime/load/record/sample-record.testing.ts'
import { plainStyle } from '../terminal/style.ts'
import { renderLoadTable } from './load-table.ts'

function table({ endpoints, width, height }: { endpoints: number; width: number; height?: number }): string[] {
  const named = Array.from(
    { length: endpoints },
    (_, index): LoadEndpoint => ({ method: 'GET', name: `/shops/${index}/products/of/the/northern/warehouse`, service: 'web' }),
  )
  const { header, samples } = sampleRecord({ endpoints: named, seconds: 5 })
  const totals = new LoadTotals(header)
  for (const sample of samples) totals.add(sample)
  return renderLoadTable({ header, totals, style: plainStyle, width, percentiles: [50, 95, 99], ...(height !== undefined && { height }) })
}

const titles = (width: number): string[] => (table({ endpoints: 1, width })[0] ?? '').trim().split(/\s+/)

describe('the table of a load', () => {
  test.each([200, 120, 100, 80, 60, 50, 40])('has no line that a terminal of %i columns would break', (width) => {
    const lines = table({ endpoints: 3, width })
    for (const line of lines) expect([...line].length, line).toBeLessThan(width)
    expect(new Set(lines.map((line) => line.length)).size, lines.join('\n')).toBe(1)
  })

  test('leaves out the columns that say least where there is little room', () => {
    expect(titles(120)).toEqual(['requests', 'fails', 'rate/s', 'average', 'p50', 'p95', 'p99', 'max'])
    expect(titles(60)).not.toContain('average')
    expect(titles(60)).toContain('p95')
    expect(titles(34)).toEqual(['requests', 'fails'])
  })

  test('is never higher than the terminal, and says how many lines are missing', () => {
    const lines = table({ endpoints: 50, width: 100, height: 10 })
    expect(lines).toHaveLength(10)
    expect(lines.at(-2)).toBe('and 43 more')
    expect(lines.at(-1)).toMatch(/^all /)
    expect(table({ endpoints: 7, width: 100, height: 9 })).toHaveLength(9)
    expect(table({ endpoints: 50, width: 100 })).toHaveLength(52)
  })
})
