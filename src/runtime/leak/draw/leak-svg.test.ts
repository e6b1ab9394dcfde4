import { expect, test } from 'vitest'
import { judgeTrace } from '../judge/judge-trace.ts'
import type { LeakResult } from '../leak-result.ts'
import type { LeakTrace } from '../leak-trace.ts'
import { leakCsv } from './leak-csv.ts'
import { leakJunit } from './leak-junit.ts'
import { leakPage } from './leak-page.ts'
import { leakSvg } from './leak-svg.ts'
import { sizeLabel, ticks } from './plot.ts'

const trace: LeakTrace = {
  startedAt: 0,
  samples: Array.from({ length: 240 }, (_, index) => ({
    at: index * 100,
    requests: index * 100 - 3000,
    memory: 5e7 + index * 1e5,
    files: 12,
    threads: 3,
    processes: [{ pid: 1, memory: 5e7 + index * 1e5 }],
  })),
  checkpoints: [],
  processes: new Map([[1, { pid: 1, parent: 0, name: '<app>', runtime: 'other' }]]),
  source: 'anon',
  memoryLimit: undefined,
}
const judgement = judgeTrace(trace, { allow: 0, memory: 'auto' })
const result: LeakResult = {
  version: 1,
  name: 'a <window> & "more"',
  service: 'web',
  verdict: 'leak',
  passed: false,
  bytesPerRequest: 1000,
  low: 990,
  high: 1010,
  requests: 23_400,
  failedRequests: 0,
  metric: 'anonymous memory',
  probe: 'none',
  reason: 'anonymous memory grew steadily',
  notes: [],
  hint: 'see `caches`',
  shape: 'steady',
  rate: 100,
  bytesPerHour: 3.6e8,
  bytesPerHourAt: { rate: 100, bytes: 3.6e8 },
  untilLimit: { limit: 8e7, of: 'limit', requests: 6000, seconds: 60 },
  series: [],
  byRequest: [{ request: 'hit', unit: 'bytes', perRequest: 1000, low: 900, high: 1100, guilty: true }],
  extended: false,
  durationMs: 1000,
  startedAt: '2026-01-01T00:00:00.000Z',
  baseline: { file: 'b.json', state: 'worse', before: { bytesPerRequest: 10, low: 5, high: 20 } },
}

test('the picture shows what was judged, the limit, the baseline and the request, and escapes names', () => {
  const svg = leakSvg({ result, trace, judgement })
  for (const text of ['Anonymous memory', 'Memory by process', 'Open files', 'Threads', 'Which request keeps how much', 'baseline', 'warm-up', 'class="limit"', 'class="fan"'])
    expect(svg).toContain(text)
  expect(svg).toContain('a &lt;window&gt; &amp; &quot;more&quot;')
  expect(svg).not.toContain('NaN')
})

const gpu = (mib: number) => [
  { device: 'GPU-5c2e9a1b-0000-1111-2222-333344445555', pid: 41, memory: mib * 1024 ** 2 },
  { device: 'GPU-77aa', pid: undefined, memory: 1024 ** 3 },
]

test('devices and processes of a GPU are named once, and sizes stay round beyond a GiB', () => {
  const onGpu = { ...trace, samples: trace.samples.map((sample, index) => ({ ...sample, gpu: gpu(1400 + index) })) }
  const svg = leakSvg({ result, trace: onGpu, judgement: judgeTrace(onGpu, { allow: 0, memory: 'gpu' }) })
  expect(svg.match(/GPU-5c2e9a1b, pid 41</g)).toHaveLength(2)
  expect(svg).toContain('GPU-77aa, all processes')
  expect([1440 * 1024 ** 2, 1.5 * 1024 ** 3, 2 * 1024 ** 3].map(sizeLabel)).toEqual(['1,440 MiB', '1.5 GiB', '2 GiB'])
})

test('the page needs no network', () => {
  const page = leakPage({ result, trace, judgement })
  expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\/|<script/)
  expect(page).toContain('<code>caches</code>')
})

test('samples are a table with one row a look', () => {
  const lines = leakCsv(trace).trimEnd().split('\n')
  expect(lines).toHaveLength(241)
  expect(lines[1]).toBe('sample,0.000,-3000,50000000,,,,12,3,1')
})

test('a window that did not pass is a failed case', () => {
  expect(leakJunit([result])).toContain('<testsuite name="leaks" tests="1" failures="1"')
  expect(leakJunit([{ ...result, passed: true }])).not.toContain('<failure')
})

test('ticks of sizes are round in KiB and MiB', () => {
  expect(ticks([35.4 * 1024 ** 2, 36.9 * 1024 ** 2], 6, 2).map(sizeLabel)).toEqual(['35.5 MiB', '35.75 MiB', '36 MiB', '36.25 MiB', '36.5 MiB', '36.75 MiB'])
  expect(ticks([0, 24_000], 6)).toEqual([0, 5000, 10_000, 15_000, 20_000])
})
