import { formatClock, formatCount, formatMicros, formatRate, formatShare } from '../../record/format-figures.ts'
import { make, one, setText } from '../dom.ts'
import { figure, percentileOf } from './live-store.ts'
import type { LiveStore } from './live-store.ts'

/** State, clock, the figures of the moment and the thresholds, above all tabs. */
export function showHeader(store: LiveStore): void {
  const figures = one('#figures')
  const cells = new Map<string, { readonly box: HTMLElement; readonly value: HTMLElement; readonly unit: HTMLElement }>()
  const show = (name: string, value: string, { unit = '', bad = false } = {}) => {
    let cell = cells.get(name)
    if (cell === undefined) {
      cell = { box: make('div', { class: 'figure' }), value: make('span'), unit: make('small') }
      cell.box.append(make('dt', {}, name), make('dd', {}, cell.value, cell.unit))
      figures.append(cell.box)
      cells.set(name, cell)
    }
    setText(cell.value, value)
    setText(cell.unit, unit)
    cell.box.classList.toggle('bad', bad)
  }

  const draw = () => {
    const { total, state, at, series, model, percentiles, generator, targets, phases, phase, name } = store.picture
    const requests = figure(total, 'requests')
    const failures = figure(total, 'failures')
    const pill = one('#state')
    setText(pill, state)
    pill.className = `pill ${state}`
    figures.hidden = state === 'ready'
    const isWarmup = phases[phase]?.warmup === true && (state === 'running' || state === 'starting')
    setText(
      one('#clock'),
      state === 'ready'
        ? ''
        : `${formatClock(at + 1)}${phases[phase] === undefined ? '' : `, ${phases[phase].name}${isWarmup ? ' (not counted)' : ''}`}`,
    )
    setText(one('#target'), Object.values(targets).join(', '))
    show(
      model === 'open' ? 'Connections' : 'Users',
      formatCount(series.users.at(-1) ?? 0),
      model === 'open' && (series.queued.at(-1) ?? 0) > 0 ? { unit: `${formatCount(series.queued.at(-1) ?? 0)} waiting`, bad: true } : {},
    )
    const target = series.targetRate.at(-1)
    show(
      'Requests/s',
      formatRate(figure(total, 'rate')),
      target === null || target === undefined ? {} : { unit: `of ${formatRate(target)}` },
    )
    show('Failures', formatShare(requests === 0 ? 0 : failures / requests), {
      unit: failures > 0 ? formatCount(failures) : '',
      bad: failures > 0,
    })
    for (const [index, percentile] of percentiles.entries())
      show(percentile === 50 ? 'Median' : `p${percentile}`, requests === 0 ? '–' : formatMicros(percentileOf(total, index) * 1000))
    show('Requests', formatCount(requests))
    show('Generator CPU', generator === undefined ? '–' : formatShare(generator.cpu))
    document.title =
      state === 'running'
        ? `${formatRate(figure(total, 'rate'))}/s, ${formatShare(requests === 0 ? 0 : failures / requests)} failed · ${name}`
        : `${state} · ${name}`
  }
  const drawThresholds = () => {
    const { thresholds, total } = store.picture
    const isEarly = figure(total, 'requests') === 0
    one('#thresholds').replaceChildren(
      ...thresholds.map(({ key, expected, actual, held }) =>
        make(
          'li',
          { class: held || isEarly ? 'chip' : 'chip broken' },
          isEarly ? '' : icon(held ? 'passed' : 'failed'),
          make('strong', {}, key),
          make('small', {}, expected),
          make('span', { class: held || isEarly ? 'num' : 'num failed' }, isEarly ? '' : actual),
        ),
      ),
    )
  }

  store.listen((news) => {
    if (news === 'log') return
    if (news === 'picture') {
      cells.clear()
      figures.replaceChildren()
    }
    draw()
    if (news !== 'change' || store.lastChange?.thresholds !== undefined) drawThresholds()
  })
}

/** Refers to the symbols that the page has; SVG elements have their own namespace. */
export function icon(state: 'passed' | 'failed'): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('class', `icon ${state}`)
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', state === 'passed' ? 'holds' : 'broken')
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use')
  use.setAttribute('href', `#i-${state}`)
  svg.append(use)
  return svg
}
