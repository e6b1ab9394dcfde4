import type { LoadEnd, LoadState } from '../../record/load-record.ts'
import type { LiveChange, LivePicture, LiveRow } from '../../page/live-types.ts'
import { rowPlaces } from '../../page/live-types.ts'

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] }

/** What happened, so that a view draws only what it must. */
export type StoreNews = 'picture' | 'change' | 'state' | 'end' | 'log'

/** The run as this page knows it. */
export class LiveStore {
  #picture: Mutable<LivePicture> | undefined
  readonly #listeners = new Set<(news: StoreNews) => void>()
  lastChange: LiveChange | undefined

  get picture(): Readonly<LivePicture> {
    if (this.#picture === undefined) throw new Error('There is no run yet')
    return this.#picture
  }

  listen(listener: (news: StoreNews) => void): void {
    this.#listeners.add(listener)
  }

  setPicture(picture: LivePicture): void {
    this.#picture = picture
    this.lastChange = undefined
    this.#tell('picture')
  }

  setState(state: LoadState): void {
    this.#current.state = state
    this.#tell('state')
  }

  setEnd(end: LoadEnd): void {
    this.#current.end = end
    this.#tell('end')
  }

  addLog(line: string): void {
    this.#current.logs = [...this.#current.logs, line].slice(-1000)
    this.#tell('log')
  }

  apply(change: LiveChange): void {
    const picture = this.#current
    this.lastChange = change
    picture.at = change.at
    picture.phase = change.phase
    picture.total = change.total
    picture.generator = change.generator
    if (change.endpoints !== undefined) picture.endpoints = [...picture.endpoints, ...change.endpoints]
    if (change.marks !== undefined) (picture.marks as LivePicture['marks'][number][]).push(...change.marks)
    const rows = picture.rows as LiveRow[]
    // After a reset all failures are gone, and the server tells of those that come again.
    if (change.reset === true) picture.failures = []
    for (const [endpoint, row] of change.rows) rows[endpoint] = row
    if (change.thresholds !== undefined) picture.thresholds = change.thresholds
    if (change.workers !== undefined) picture.workers = change.workers
    this.#count(change, picture.startedAt + change.at * 1000)
    this.#extend(change)
    this.#tell('change')
  }

  #count({ counts = [], failures = [] }: LiveChange, time: number): void {
    const known = [...this.#current.failures]
    for (const [place, count] of counts) {
      const before = known[place]
      if (before !== undefined) known[place] = { ...before, count, last: time }
    }
    this.#current.failures = [...known, ...failures]
  }

  #extend({ point, total, column }: LiveChange): void {
    const { series, heatmap, percentiles } = this.#current
    const index = series.at.at(-1) === point.at ? series.at.length - 1 : series.at.length
    series.at[index] = point.at
    series.rate[index] = figure(total, 'pointRate')
    series.failures[index] = figure(total, 'pointFailures')
    for (const [place, values] of series.percentiles.entries()) values[index] = total[rowPlaces.length + percentiles.length + place] ?? null
    series.users[index] = point.users
    series.inFlight[index] = point.inFlight
    series.queued[index] = point.queued
    series.targetRate[index] = point.targetRate
    for (const name of new Set([...Object.keys(series.statuses), ...Object.keys(point.statuses)])) {
      const values = (series.statuses[name] ??= series.at.map(() => 0))
      values[index] = point.statuses[name] ?? 0
    }
    const [starts, columns] = [heatmap.at as number[], heatmap.columns as (readonly number[])[]]
    const place = starts.at(-1) === point.at ? starts.length - 1 : starts.length
    starts[place] = point.at
    columns[place] = column
  }

  get #current(): Mutable<LivePicture> {
    if (this.#picture === undefined) throw new Error('There is no run yet')
    return this.#picture
  }

  #tell(news: StoreNews): void {
    for (const listener of this.#listeners) listener(news)
  }
}

export function figure(row: LiveRow, name: (typeof rowPlaces)[number]): number {
  return row[rowPlaces.indexOf(name)] ?? 0
}

/** Of all requests, in the order of the percentiles. */
export function percentileOf(row: LiveRow, index: number): number {
  return row[rowPlaces.length + index] ?? 0
}

/** Of the last second; `null`: nothing finished in it. */
export function pointPercentileOf(row: LiveRow, { index, count }: { readonly index: number; readonly count: number }): number | null {
  return row[rowPlaces.length + count + index] ?? null
}
