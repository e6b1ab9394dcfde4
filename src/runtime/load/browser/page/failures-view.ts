import type { LiveFailure } from '../../page/live-types.ts'
import { formatCount } from '../../record/format-figures.ts'
import { make, one, setText } from '../dom.ts'
import type { LiveStore } from './live-store.ts'

interface Entry {
  readonly fold: HTMLDetailsElement
  readonly count: HTMLElement
  readonly end: HTMLElement
}

/** Failures, or what the profile's own code threw; each opens to its first request and answer. */
export function showFailures(store: LiveStore, kind: 'failures' | 'exceptions'): void {
  const panel = one(`#${kind}`)
  const badge = one('.badge', one(`#tab-${kind}`))
  let entries = new Map<string, Entry>()
  const list = make('div')
  const empty = make('div', { class: 'card empty' }, kind === 'failures' ? 'No request failed.' : 'Nothing was thrown.')
  panel.replaceChildren(empty, list)

  const draw = () => {
    const failures = store.picture.failures.filter(({ exception }) => exception === (kind === 'exceptions'))
    const all = failures.reduce((sum, { count }) => sum + count, 0)
    setText(badge, formatCount(all))
    badge.hidden = all === 0
    empty.hidden = all > 0
    const sorted = [...failures].sort((a, b) => b.count - a.count)
    const keys = new Set(sorted.map(keyOf))
    for (const [key, { fold }] of entries)
      if (!keys.has(key)) {
        fold.remove()
        entries.delete(key)
      }
    for (const [index, failure] of sorted.entries()) {
      const entry = entries.get(keyOf(failure)) ?? makeEntry(store, failure)
      entries.set(keyOf(failure), entry)
      setText(entry.count, formatCount(failure.count))
      setText(
        entry.end,
        failure.first === failure.last ? `at ${clock(failure.first)}` : `${clock(failure.first)} to ${clock(failure.last)}`,
      )
      // An open one stays where its reader is.
      if (list.children[index] !== entry.fold && !list.contains(document.activeElement))
        list.insertBefore(entry.fold, list.children[index] ?? null)
      else if (!entry.fold.isConnected) list.append(entry.fold)
    }
  }
  store.listen((news) => {
    if (news === 'picture') {
      entries = new Map()
      list.replaceChildren()
    }
    if (
      news === 'picture' ||
      (news === 'change' && (store.lastChange?.failures ?? store.lastChange?.counts ?? store.lastChange?.reset) !== undefined)
    )
      draw()
  })
}

function makeEntry(store: LiveStore, { endpoint, message, place, example }: LiveFailure): Entry {
  const { method = '', name = '' } = store.picture.endpoints[endpoint] ?? {}
  const [count, end] = [make('span', { class: 'count failed' }), make('span', { class: 'end' })]
  const sides =
    example !== undefined &&
    make(
      'div',
      { class: 'sides' },
      make('div', { class: 'side' }, make('h4', {}, 'Request, the first of its kind'), block(example.request)),
      make(
        'div',
        { class: 'side' },
        make('h4', {}, 'Answer'),
        example.response === undefined ? make('p', { class: 'failed' }, 'There was no answer') : block(example.response),
        example.detail !== undefined && block(example.detail),
      ),
    )
  const fold = make(
    'details',
    { class: 'fold' },
    make(
      'summary',
      {},
      count,
      make('span', { class: 'mono' }, make('b', {}, method), ` ${name}`),
      make('span', { class: 'said' }, message),
      end,
    ),
    make(
      'div',
      { class: 'inside' },
      place !== undefined && make('p', { class: 'source' }, 'Expected at ', make('span', { class: 'mono' }, place)),
      sides === false ? make('p', { class: 'source' }, 'No example was kept.') : sides,
    ),
  )
  return { fold, count, end }
}

function block(text: string): HTMLElement {
  return make('pre', { class: 'wrap', tabindex: '0' }, text)
}

function keyOf({ endpoint, message }: LiveFailure): string {
  return `${endpoint} ${message}`
}

function clock(time: number): string {
  return new Date(time).toTimeString().slice(0, 8)
}
