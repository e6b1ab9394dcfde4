import { html, rawElement } from '../../report/html/html-tag.ts'
import type { Markup } from '../../report/markup.ts'
import { formatBytes, formatCount, formatRate } from '../format-leak.ts'
import type { LeakResult } from '../leak-result.ts'
import { chartStyle } from './chart-style.ts'
import { countChart } from './count-chart.ts'
import { memoryChart } from './memory-chart.ts'
import type { ChartSource } from './memory-chart.ts'
import { gpuChart } from './gpu-chart.ts'
import { extent } from './plot.ts'
import type { Box, Range } from './plot.ts'
import { processChart } from './process-chart.ts'
import { BAR_HEIGHT, requestBars } from './request-bars.ts'

const WIDTH = 960
const LEFT = 84
const RIGHT = 24
const INNER = WIDTH - LEFT - RIGHT
const GAP = 74

/** One part of the picture; `height` with its title. */
interface Panel {
  readonly title: string
  readonly height: number
  readonly draw: (top: number) => Markup
}

/** The height of title, figures and reason above the picture. */
const HEADING = 70

/** The whole picture in one file that stands alone: title, verdict, and below each other everything that was seen. */
export function leakSvg(source: ChartSource): string {
  const { result } = source
  const heading = html`<text class="title" x="24" y="34">${titleOf(result)}</text><text class="subtitle" x="24" y="56">${figuresOf(result)}</text><text class="subtitle" x="24" y="74">${cut(result.reason)}</text>`
  return drawing(source, { heading, top: HEADING })
}

/** The same for a page that says the rest in words. */
export function leakFigure(source: ChartSource): string {
  return drawing(source, { heading: '', top: 0 })
}

function drawing(source: ChartSource, { heading, top: above }: { heading: Markup | string; top: number }): string {
  let top = above + 56
  const drawn = panelsOf(source).map(({ title, height, draw }) => {
    const panel = html`<text class="panel" x="${LEFT}" y="${top - 26}">${title}</text>${draw(top)}`
    top += height + GAP
    return panel
  })
  const height = top - 30
  const svg = html`<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${titleOf(source.result)}">${rawElement('style', chartStyle)}<rect class="paper" width="${WIDTH}" height="${height}"/>${heading}${drawn}</svg>`
  return svg.toString()
}

export function titleOf({ name, verdict }: LeakResult): string {
  return `${name}: ${verdict}`
}

function figuresOf({ bytesPerRequest = 0, low = 0, high = 0, requests, probe, rate }: LeakResult): string {
  return `${formatBytes(bytesPerRequest)} a request [${formatBytes(low)}, ${formatBytes(high)}] over ${formatCount(requests)} requests at ${formatRate(rate)}, probe: ${probe}`
}

/** What fits into a line; the page has all of it. */
function cut(text: string): string {
  return text.length <= 140 ? text : `${text.slice(0, 139)}…`
}

/** The same for all parts: from the warm-up to a little behind the last request, where the line goes on. */
function domainOf({ trace }: ChartSource): Range {
  const [first, last] = extent(trace.samples.map(({ requests }) => requests))
  return [Math.min(first, 0), last * 1.07]
}

function panelsOf(source: ChartSource): Panel[] {
  const { result, trace, judgement } = source
  const domain = domainOf(source)
  const { decisive, all } = judgement
  const judged = decisive.unit === 'bytes' ? decisive : all[0]!
  const panels: Panel[] = [{ title: capital(judged.metric), height: 300, draw: (top) => memoryChart(source, box(top, 300), domain) }]
  if (trace.samples.some(({ processes }) => processes.length > 0))
    panels.push({ title: 'Memory by process', height: 170, draw: (top) => processChart(trace, box(top, 170), domain) })
  if (trace.samples.some(({ gpu }) => gpu !== undefined))
    panels.push({ title: 'GPU memory', height: 120, draw: (top) => gpuChart(trace, box(top, 120), domain) })
  for (const series of all.filter(({ unit }) => unit === 'count'))
    panels.push({ title: capital(series.metric), height: 90, draw: (top) => countChart(series, box(top, 90), domain) })
  const { byRequest } = result
  if (byRequest !== undefined)
    panels.push({
      title: 'Which request keeps how much',
      height: byRequest.length * BAR_HEIGHT,
      draw: (top) => requestBars(byRequest, box(top, 0)),
    })
  return panels
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function box(top: number, height: number): Box {
  return { left: LEFT, top, width: INNER, height }
}
