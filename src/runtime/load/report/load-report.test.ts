import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderHtml } from '../../report/html/render-html.ts'
import { hostileText, sampleRun } from '../../report/sample-run.testing.ts'
import { createRecordWriter } from '../record/create-record-writer.ts'
import { runOf } from '../record/read-record.ts'
import type { SampleRun } from '../record/sample-record.testing.ts'
import { sampleRecord } from '../record/sample-record.testing.ts'
import { analyseLoad } from './analyse-load.ts'
import { loadOutcome } from './load-outcome.ts'
import { summariseLoad } from './load-summary.ts'
import { renderExceptionsCsv, renderFailuresCsv, renderHistoryCsv, renderStatsCsv } from './render-load-csv.ts'
import { renderLoadJunit } from './render-load-junit.ts'
import { renderLoadReport } from './render-load-report.ts'
import { writeLoadReport } from './write-load-report.ts'

const run = sampleRecord({ seconds: 60 })
const analyse = (sample: SampleRun) => analyseLoad(runOf(sample))
const table = (text: string) => Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data

const withoutScript = (text: string) => text.slice(0, text.lastIndexOf('<script>'))
const redact = (text: string) => text.replaceAll('pool exhausted', '***')

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'apitest-load-report-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('CSV files', () => {
  const analysis = analyse(run)

  it('have the columns of Locust', () => {
    const percentiles = '50%,66%,75%,80%,90%,95%,98%,99%,99.9%,99.99%,100%'
    expect(renderStatsCsv(analysis).split('\n')[0]).toBe(
      `Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,${percentiles}`,
    )
    expect([...renderHistoryCsv(runOf(run))][0]).toBe(
      `Timestamp,User Count,Type,Name,Requests/s,Failures/s,${percentiles},Total Request Count,Total Failure Count,Total Median Response Time,Total Average Response Time,Total Min Response Time,Total Max Response Time,Total Average Content Size\n`,
    )
    expect(renderFailuresCsv(analysis).split('\n')[0]).toBe('Method,Name,Error,Occurrences,First Seen,Last Seen')
    expect(renderExceptionsCsv(analysis)).toBe('Count,Message,Traceback,Nodes\n')
  })

  it('add up to what was measured', () => {
    const rows = table(renderStatsCsv(analysis))
    const { total, seconds } = { total: analysis.totals.total, seconds: analysis.totals.seconds }
    const last = rows.at(-1)!
    expect(last).toMatchObject({ Type: '', Name: 'Aggregated', 'Request Count': String(total.requests), 'Failure Count': String(total.failureCount) })
    expect(rows.slice(0, -1).reduce((sum, row) => sum + Number(row['Request Count']), 0)).toBe(total.requests)
    expect(Number(last['Requests/s'])).toBeCloseTo(total.requests / seconds, 2)
    expect(Number(last['100%'])).toBe(total.response.max / 1000)
    expect(Number(last['Average Response Time'])).toBeCloseTo(total.response.average / 1000, 2)
  })

  it('have a line for each second, and with full history for each endpoint too', () => {
    const lines = table([...renderHistoryCsv(runOf(run))].join(''))
    expect(lines).toHaveLength(60)
    expect(lines.at(-1)).toMatchObject({ 'User Count': '50', Name: 'Aggregated', 'Total Request Count': String(analysis.totals.total.requests) })
    expect(Number(lines[1]!.Timestamp) - Number(lines[0]!.Timestamp)).toBe(1)
    const full = table([...renderHistoryCsv(runOf(run), { full: true })].join(''))
    expect(full).toHaveLength(60 * 7)
    expect(full.slice(-7).map(({ Name }) => Name)).toEqual([...run.header.endpoints.map(({ name }) => name), 'Aggregated'])
  })

  it('give text back as it was, and no spreadsheet a formula', () => {
    const message = 'a "quoted", broken\nline'
    const failing = analyse(sampleRecord({ seconds: 60, failureText: message, failureShare: 0.2 }))
    expect(table(renderFailuresCsv(failing)).map(({ Error: text }) => text)).toContain(message)
    const formula = analyse(sampleRecord({ seconds: 60, failureText: '=cmd|calc', failureShare: 0.2 }))
    expect(table(renderFailuresCsv(formula)).map(({ Error: text }) => text)).toContain("'=cmd|calc")
  })
})

it('JUnit has a case for each threshold and fails for those that are broken', () => {
  const summary = summariseLoad(analyse(run))
  const broken = summary.thresholds.filter(({ held }) => !held)
  const junit = renderLoadJunit(summary)
  expect(broken.map(({ key }) => key)).toEqual(['predict.p99'])
  expect(junit.match(/<testcase /g)).toHaveLength(5)
  expect(junit.match(/<failure /g)).toHaveLength(1)
  expect(junit).toContain('<testcase name="predict.p99 lt: 400ms" classname="loads.peak" file="apitest.yaml" time="0">')
  expect(junit).toMatch(/<failure message="p99 of predict was \d+ ms, expected lt: 400ms" type="threshold">/)
  const dead = summariseLoad(analyse(sampleRecord({ seconds: 60, failureShare: 1, thresholds: [] })))
  expect(renderLoadJunit({ ...dead, total: { ...dead.total, ok: 0 } })).toContain('<failure message="None of')
})

describe('the report', () => {
  it('begins with the verdict and the thresholds, then has the sections of Locust in their order', () => {
    const page = renderLoadReport(analyse(run))
    expect(page).toContain('1 of 4 thresholds broken')
    const titles = [...page.matchAll(/<h2>([^<]+?)\s*</g)].map(([, title]) => title)
    expect(titles).toEqual([
      'Thresholds',
      'Request statistics',
      'Response time statistics',
      'Failures statistics',
      'Charts',
      'Final ratio',
      'Distribution of response times',
      'Endpoints',
      'Phases',
      'Generator',
      'Environment',
      'Profile',
    ])
  })

  it('says that a run was cut off, that it was reset, and that the generator was the limit', () => {
    const { end: _, ...cut } = run
    expect(renderLoadReport(analyseLoad(runOf(cut)))).toContain('This run was cut off after 1 min')
    const samples = run.samples.map((sample) => (sample.at === 30 ? { ...sample, events: [{ kind: 'reset' as const }] } : sample))
    expect(renderLoadReport(analyse({ ...run, samples }))).toContain('The statistics were reset at 0:30')
    const limited = (seconds: number) => {
      const generatorLimits = Array.from({ length: seconds }, (_, index) => ({ at: 12 + index, what: 'CPU of worker 1 at 99 %' }))
      return renderLoadReport(analyse({ ...run, end: { ...run.end, generatorLimits } }))
    }
    expect(limited(1)).toContain('The generator was the limit for a moment')
    expect(limited(30)).toContain('The generator was the limit, not the service')
    expect(limited(30)).toContain('CPU of worker 1 at 99 %')
  })

  it('of a run without requests says so instead of dividing by zero', () => {
    const empty = { ...run, samples: run.samples.map((sample) => ({ ...sample, endpoints: [] })) }
    const page = renderLoadReport(analyse(empty))
    expect(page).toContain('No request was sent while it was measured')
    expect(withoutScript(page)).not.toMatch(/NaN|Infinity/)
    expect(withoutScript(renderLoadReport(analyse({ ...run, samples: [] })))).not.toMatch(/NaN|Infinity/)
  })

  it('never lets a text of others become markup', () => {
    const hostile = sampleRecord({
      seconds: 60,
      name: hostileText,
      failureText: hostileText,
      failureShare: 0.2,
      endpoints: [{ method: hostileText, name: hostileText, service: hostileText }],
      thresholds: [{ key: hostileText, of: 'total', measure: { kind: 'max' }, matcher: { lt: 1 }, written: hostileText }],
    })
    const page = renderLoadReport(
      analyse({
        ...hostile,
        header: { ...hostile.header, targets: { [hostileText]: hostileText }, profile: { [hostileText]: hostileText } },
        samples: hostile.samples.map((sample) => ({ ...sample, events: [{ kind: 'marker', value: hostileText }] })),
      }),
    )
    expect(page.match(/<script/g)).toHaveLength(2)
    expect(page.match(/<\/script/g)).toHaveLength(2)
    expect(page).not.toContain('<script>alert')
    expect(page).not.toMatch(/<img|onerror=/)
  })

  it('loads nothing, and stays small: an hour of twenty endpoints', () => {
    const page = renderLoadReport(analyse(run))
    expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-')
    expect(page).not.toMatch(/ style="| on\w+="|@import|url\(/)
    const data = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
    expect(page.length - data.length).toBeLessThan(150_000)
    const endpoints = Array.from({ length: 20 }, (_, index) => ({ method: 'GET', name: `/resource-${index}`, service: 'shop' }))
    const minute = sampleRecord({ seconds: 60, endpoints })
    const samples = Array.from({ length: 3600 }, (_, at) => ({ ...minute.samples[at % 60]!, at }))
    const hour = renderLoadReport(analyse({ ...minute, samples }))
    expect(hour.length).toBeLessThan(1_000_000)
  })
})

it('writes all files from the record in the folder, again at any time', async () => {
  const writer = createRecordWriter(join(folder, 'record.ndjson'))
  writer.write({ header: { ...run.header, name: 'peak hour/é' } })
  for (const sample of run.samples) writer.write({ sample })
  writer.close()
  const summary = await writeLoadReport(folder, { redact })
  expect(summary).toMatchObject({ status: 'failed', end: 'cut off', measuredSeconds: 50 })
  const names = ['junit.xml', 'peak-hour-é_exceptions.csv', 'peak-hour-é_failures.csv', 'peak-hour-é_stats.csv', 'peak-hour-é_stats_history.csv', 'record.ndjson', 'report.html', 'summary.json']
  expect(readdirSync(folder).sort()).toEqual(names.sort())
  expect(JSON.parse(readFileSync(join(folder, 'summary.json'), 'utf8'))).toMatchObject({ name: 'peak hour/é', total: { requests: summary.total.requests } })
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toContain('pool exhausted')
  const first = readFileSync(join(folder, 'report.html'), 'utf8')
  await writeLoadReport(folder, { redact, csvPrefix: join(folder, 'mine') })
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toBe(first)
  expect(existsSync(join(folder, 'mine_stats.csv'))).toBe(true)
})

it('is linked from the report of the whole run, with its verdict', () => {
  const outcome = loadOutcome(summariseLoad(analyse(run)), 'loads/peak hour/report.html')
  const page = renderHtml(sampleRun({ loads: [outcome, { ...outcome, name: hostileText, reasons: [hostileText] }] }))
  expect(page).toContain('<a href="./loads/peak%20hour/report.html">Report</a>')
  expect(page).toContain('3 of 4 thresholds held')
  expect(page).toMatch(/p99 of predict was \d+ ms, expected lt: 400ms/)
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(renderHtml(sampleRun())).not.toContain('Load profiles')
})
