import { formatBytes, formatCount, formatMicros, formatShare } from '../../record/format-figures.ts'
import { make, one, setText } from '../dom.ts'
import type { LiveStore } from './live-store.ts'

/** The threads or processes that send, and whether they keep up. */
export function showWorkers(store: LiveStore): void {
  const body = make('tbody')
  const health = make('dl', { class: 'pairs' })
  const head = make(
    'tr',
    {},
    ...['Worker', 'State', 'Users', 'CPU'].map((title, index) => make('th', { scope: 'col', class: index < 2 ? 'text' : '' }, title)),
  )
  one('#workers').replaceChildren(
    make('div', { class: 'scroll' }, make('table', { class: 'data' }, make('thead', {}, head), body)),
    make('div', { class: 'card' }, health),
  )
  store.listen((news) => {
    if (news === 'log') return
    const { workers, generator, model, state: run } = store.picture
    if (news !== 'change' || store.lastChange?.workers !== undefined)
      body.replaceChildren(
        ...workers.map(({ id, state, users, cpu }) =>
          make(
            'tr',
            {},
            make('th', { scope: 'row', class: 'text' }, id),
            make('td', { class: state === 'lost' ? 'text bad' : 'text' }, state === 'stopping' && run === 'stopped' ? run : state),
            make('td', {}, formatCount(users)),
            make('td', {}, formatShare(cpu)),
          ),
        ),
      )
    if (generator === undefined) return
    const pairs: [string, string][] = [
      ['CPU', `${formatShare(generator.cpu)} of a core`],
      ['Memory', formatBytes(generator.rssBytes)],
      ['Event loop delay', `${formatMicros(generator.loopDelayP99 * 1000)} (p99)`],
      ...(model === 'open' ? [['Lateness of requests', `${formatMicros(generator.latenessP99 * 1000)} (p99)`] as [string, string]] : []),
    ]
    if (health.childElementCount !== pairs.length * 2)
      health.replaceChildren(...pairs.flatMap(([name]) => [make('dt', {}, name), make('dd')]))
    for (const [index, [, text]] of pairs.entries()) setText(health.children[index * 2 + 1] as Element, text)
  })
}

export function showLogs(store: LiveStore): void {
  const box = make('pre', { class: 'wrap log', tabindex: '0', role: 'log', 'aria-label': 'Log lines' })
  const empty = make('div', { class: 'card empty' }, 'Nothing has been logged.')
  one('#logs').replaceChildren(empty, box)
  const draw = () => {
    const { logs } = store.picture
    const isAtEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8
    setText(box, logs.join('\n'))
    empty.hidden = logs.length > 0
    box.hidden = logs.length === 0
    if (isAtEnd) box.scrollTop = box.scrollHeight
  }
  store.listen((news) => {
    if (news === 'picture' || news === 'log') draw()
  })
}
