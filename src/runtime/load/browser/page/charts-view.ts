import type { LiveEndpoint } from '../../page/live-types.ts'
import { make, one } from '../dom.ts'
import { HeatmapView } from '../heatmap-view.ts'
import type { ChartData, ChartKind, LoadChart } from '../load-charts.ts'
import { makeLoadChart } from '../load-charts.ts'
import { figure, pointPercentileOf } from './live-store.ts'
import type { LiveStore } from './live-store.ts'

/** Charts of all endpoints together, or of the one that was chosen; below, a small one for each. */
export function showCharts(store: LiveStore, isVisible: () => boolean): { draw: () => void; pick: (endpoint: number | undefined) => void } {
  const panel = one('#charts')
  const select = make('select', { 'aria-label': 'Endpoint', change: () => pick(select.value === '' ? undefined : Number(select.value)) })
  const [charts, group, cards] = [
    make('div', { class: 'charts' }),
    make('h2', { class: 'group' }, 'Response times of each endpoint'),
    make('div', { class: 'cards' }),
  ]
  panel.replaceChildren(make('div', { class: 'bar-tools' }, select), charts, group, cards)
  let chosen: number | undefined
  let shown: { readonly kind: ChartKind; readonly chart: LoadChart }[] = []
  let heatmap: HeatmapView | undefined
  const tracks = new Map<number, Track>()
  let small = new Map<number, LoadChart>()
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const endpoint = Number((target as HTMLElement).dataset.endpoint)
      if (isIntersecting) void addCard(target as HTMLElement, endpoint)
      else if (small.has(endpoint)) {
        small.get(endpoint)?.destroy()
        small.delete(endpoint)
      }
    }
  })

  const options = () => {
    const { percentiles, phases, marks, model } = store.picture
    return { percentiles, context: { phases, marks }, open: model === 'open' && chosen === undefined }
  }
  const build = () => {
    for (const { chart } of shown) chart.destroy()
    heatmap?.destroy()
    const kinds: readonly ChartKind[] = chosen === undefined ? ['rate', 'times', 'users', 'statuses'] : ['rate', 'times']
    shown = kinds.map((kind) => ({ kind, chart: makeLoadChart(kind, { ...options(), sync: 'main' }) }))
    heatmap = new HeatmapView({ title: 'Response times, the stronger the more requests' })
    for (const { kind, chart } of shown) if (kind === 'rate' || kind === 'times') chart.element.classList.add('wide')
    heatmap.element.classList.add('wide')
    charts.replaceChildren(...shown.map(({ chart }) => chart.element), heatmap.element)
    group.hidden = chosen !== undefined
    cards.hidden = chosen !== undefined
  }
  const listEndpoints = () => {
    const { endpoints } = store.picture
    select.replaceChildren(
      make('option', { value: '' }, 'All endpoints'),
      ...endpoints.map(({ method, name }, index) => make('option', { value: index }, `${method} ${name}`)),
    )
    select.value = chosen === undefined ? '' : String(chosen)
    watcher.disconnect()
    for (const chart of small.values()) chart.destroy()
    small = new Map()
    cards.replaceChildren(...endpoints.map((_, index) => make('div', { 'data-endpoint': index })))
    for (const card of cards.children) watcher.observe(card)
  }
  const addCard = async (place: HTMLElement, endpoint: number) => {
    const track = await trackOf(endpoint)
    if (small.has(endpoint) || !place.isConnected) return
    const { method, name } = store.picture.endpoints[endpoint] ?? { method: '', name: '' }
    const chart = makeLoadChart('times', { ...options(), height: 120, title: `${method} ${name}`, sync: 'cards' })
    small.set(endpoint, chart)
    place.append(chart.element)
    chart.show(track.at, track)
  }
  const trackOf = async (endpoint: number): Promise<Track> => {
    let track = tracks.get(endpoint)
    if (track !== undefined) return track
    const answer = await fetch(`/api/endpoint?id=${endpoint}`)
    const { at, rate, failures, percentiles, heatmap: map } = (await answer.json()) as LiveEndpoint
    track = { at: [...at], rate: [...rate], failures: [...failures], percentiles: percentiles.map((values) => [...values]), heatmap: map }
    tracks.set(endpoint, track)
    return track
  }
  const draw = () => {
    const { series, heatmap: map } = store.picture
    if (chosen === undefined) {
      for (const { chart } of shown) chart.show(series.at, series)
      heatmap?.show(map)
      for (const [endpoint, chart] of small) {
        const track = tracks.get(endpoint)
        if (track !== undefined) chart.show(track.at, track)
      }
      return
    }
    const track = tracks.get(chosen)
    if (track === undefined) return
    for (const { chart } of shown) chart.show(track.at, track)
    heatmap?.show(track.heatmap)
  }
  const pick = (endpoint: number | undefined) => {
    chosen = endpoint
    select.value = endpoint === undefined ? '' : String(endpoint)
    build()
    draw()
    if (endpoint === undefined) return
    tracks.delete(endpoint)
    void trackOf(endpoint).then(draw)
  }

  store.listen((news) => {
    if (news === 'picture') {
      tracks.clear()
      if (chosen !== undefined && store.picture.endpoints[chosen] === undefined) chosen = undefined
      build()
      listEndpoints()
      if (chosen !== undefined) void trackOf(chosen).then(draw)
    }
    if (news === 'change') {
      for (const [endpoint, track] of tracks) extend(track, store, endpoint)
      if (store.lastChange?.endpoints !== undefined) listEndpoints()
      // The heatmap of one endpoint is not part of what is sent every second.
      if (chosen !== undefined && isVisible() && store.picture.at % 10 === 0) {
        tracks.delete(chosen)
        void trackOf(chosen).then(draw)
      }
    }
    if ((news === 'change' || news === 'picture') && isVisible()) draw()
  })
  return { draw, pick }
}

interface Track extends ChartData {
  readonly at: number[]
  readonly rate: (number | null)[]
  readonly failures: (number | null)[]
  readonly percentiles: (number | null)[][]
  readonly heatmap: LiveEndpoint['heatmap']
}

function extend(track: Track, store: LiveStore, endpoint: number): void {
  const { series, rows, percentiles } = store.picture
  const at = series.at.at(-1) ?? 0
  const index = track.at.at(-1) === at ? track.at.length - 1 : track.at.length
  const row = rows[endpoint] ?? []
  track.at[index] = at
  track.rate[index] = figure(row, 'pointRate')
  track.failures[index] = figure(row, 'pointFailures')
  for (const [place, values] of track.percentiles.entries())
    values[index] = pointPercentileOf(row, { index: place, count: percentiles.length })
}
