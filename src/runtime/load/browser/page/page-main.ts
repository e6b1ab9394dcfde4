import type { LiveChange, LivePicture } from '../../page/live-types.ts'
import type { LoadEnd, LoadState } from '../../record/load-record.ts'
import { all, one } from '../dom.ts'
import { followTheme } from '../theme.ts'
import { showCharts } from './charts-view.ts'
import { showControls } from './control-view.ts'
import { showFailures } from './failures-view.ts'
import { showHeader } from './header-view.ts'
import { LiveStore } from './live-store.ts'
import { showStatistics } from './statistics-view.ts'
import { showTabs } from './tabs.ts'
import { showLogs, showWorkers } from './workers-view.ts'

/** Puts the views together and follows the run. */
function start(): void {
  document.documentElement.classList.add('js')
  followTheme(one('.theme'))
  const store = new LiveStore()
  const wanted = location.hash.slice(1)
  const tabs = showTabs((id) => {
    if (id === 'charts') charts.draw()
    if (id === 'statistics') statistics.draw()
  })
  const charts = showCharts(store, () => tabs.isOpen('charts') && !document.hidden)
  const statistics = showStatistics(store, {
    isVisible: () => tabs.isOpen('statistics') && !document.hidden,
    pick: (endpoint) => {
      tabs.open('charts')
      charts.pick(endpoint)
    },
  })
  showHeader(store)
  showControls(store)
  showFailures(store, 'failures')
  showFailures(store, 'exceptions')
  showWorkers(store)
  showLogs(store)
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    if (tabs.isOpen('charts')) charts.draw()
    if (tabs.isOpen('statistics')) statistics.draw()
  })
  let isFirst = true
  follow(store, () => {
    if (isFirst && all('[role=tab]').some((tab) => tab.getAttribute('aria-controls') === wanted)) tabs.open(wanted)
    isFirst = false
  })
}

/** The browser connects again by itself, and every connection begins with the whole picture. */
function follow(store: LiveStore, onPicture: () => void): void {
  const source = new EventSource('/api/events')
  const lost = one('.lost')
  const on = <Data>(name: string, use: (data: Data) => void) =>
    source.addEventListener(name, (event) => use(JSON.parse((event as MessageEvent<string>).data) as Data))
  on<LivePicture>('picture', (picture) => {
    lost.hidden = true
    store.setPicture(picture)
    onPicture()
  })
  on<LiveChange>('change', (change) => store.apply(change))
  on<LoadState>('state', (state) => store.setState(state))
  on<LoadEnd>('end', (end) => store.setEnd(end))
  on<string>('log', (line) => store.addLog(line))
  source.addEventListener('goodbye', () => source.close())
  source.addEventListener('error', () => {
    lost.hidden = source.readyState === EventSource.CLOSED
  })
}

start()
