import type { Heatmap } from '../../record/heatmap.ts'
import { all, one } from '../dom.ts'
import { HeatmapView } from '../heatmap-view.ts'
import type { ChartData, ChartKind } from '../load-charts.ts'
import { makeLoadChart } from '../load-charts.ts'
import type { Spectrum } from '../spectrum-chart.ts'
import { makeSpectrum } from '../spectrum-chart.ts'
import { followTheme } from '../theme.ts'
import type { ChartContext } from '../chart-background.ts'

/** What `render-load-report.ts` puts into the page. */
export interface ReportData {
  readonly open: boolean
  readonly percentiles: readonly number[]
  readonly at: readonly number[]
  readonly context: ChartContext
  /** All together first, then by endpoint. */
  readonly charts: readonly ChartData[]
  readonly heatmaps: readonly Heatmap[]
  readonly spectra: readonly Spectrum[]
}

/** The report is complete without scripts but for its charts, which are drawn when they come into sight. */
function start(): void {
  document.documentElement.classList.add('js')
  followTheme(one('.theme'))
  const data = JSON.parse(one('#data').textContent ?? '') as ReportData
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue
        observer.unobserve(target)
        draw(target as HTMLElement, data)
      }
    },
    { rootMargin: '300px' },
  )
  for (const place of all('[data-chart]')) observer.observe(place)
  addEventListener('beforeprint', () => {
    for (const place of all('[data-chart]:not([data-drawn])')) if (place.offsetParent !== null) draw(place, data)
  })
  sortTables()
  addEventListener('hashchange', followHash)
  followHash()
}

function draw(place: HTMLElement, data: ReportData): void {
  const { chart, of = '0' } = place.dataset
  const index = Number(of)
  if (place.dataset.drawn !== undefined) return
  place.dataset.drawn = ''
  if (chart === 'heatmap') {
    const map = data.heatmaps[index]
    if (map === undefined) return
    const view = new HeatmapView({ title: 'Response times, the stronger the more requests', ...(index === 0 ? {} : { height: 200 }) })
    place.replaceChildren(view.element)
    view.show(map)
  } else if (chart === 'spectrum') {
    const spectrum = data.spectra[index]
    if (spectrum !== undefined) place.replaceChildren(makeSpectrum(spectrum, { title: 'Response time by percentile' }))
  } else {
    const made = makeLoadChart(chart as ChartKind, {
      percentiles: data.percentiles,
      context: data.context,
      open: data.open,
      sync: `of ${index}`,
      ...(index === 0 ? {} : { height: 170 }),
    })
    place.replaceChildren(made.element)
    made.show(data.at, data.charts[index] as ChartData)
  }
}

/** A press on a heading sorts by its column, a second one the other way round; the line of all endpoints stays below. */
function sortTables(): void {
  for (const table of all<HTMLTableElement>('table.sortable')) {
    for (const [column, head] of all('thead th', table).entries()) {
      const button = document.createElement('button')
      button.type = 'button'
      button.append(...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const falling = head.getAttribute('aria-sort') !== 'descending'
        for (const other of all('thead th', table)) other.removeAttribute('aria-sort')
        head.setAttribute('aria-sort', falling ? 'descending' : 'ascending')
        const body = table.tBodies[0] as HTMLTableSectionElement
        body.append(...[...body.rows].sort((a, b) => compare(valueOf(a, column), valueOf(b, column)) * (falling ? -1 : 1)))
      })
    }
  }
}

function valueOf({ cells }: HTMLTableRowElement, column: number): string {
  return cells[column]?.dataset.value ?? cells[column]?.textContent ?? ''
}

function compare(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? a.localeCompare(b) : difference
}

/** A link to an endpoint opens it. */
function followHash(): void {
  const target = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null
  if (target instanceof HTMLDetailsElement) {
    target.open = true
    target.scrollIntoView()
  }
}

start()
