import type { LoadControl, LoadEnd, LoadNews, LoadSample, LoadState } from '../record/load-record.ts'
import { SampleMaker, sampleRecord } from '../record/sample-record.testing.ts'
import type { SampleRunOptions } from '../record/sample-record.testing.ts'

export interface SampleControl extends LoadControl {
  /** One more second; the run has to be running. */
  tick(): LoadSample
  log(line: string): void
  end(end?: Partial<LoadEnd>): void
  /** What the page asked for. */
  readonly asked: readonly (readonly [string, ...unknown[]])[]
}

/** A run that a test drives second by second. */
export function sampleControl(options: SampleRunOptions & { readonly running?: number } = {}): SampleControl {
  const { header } = sampleRecord({ ...options, seconds: 120 })
  const maker = new SampleMaker(header, options)
  const listeners = new Set<(news: LoadNews) => void>()
  const asked: [string, ...unknown[]][] = []
  let samples: LoadSample[] = []
  let state: LoadState = 'ready'
  let users: number | undefined
  let events: NonNullable<LoadSample['events']>[number][] = []
  const tell = (news: LoadNews) => {
    for (const listener of listeners) listener(news)
  }
  const become = (next: LoadState) => {
    state = next
    tell({ state })
  }
  const control: SampleControl = {
    header,
    startsAgain: true,
    asked,
    get state() {
      return state
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    samples: () => samples,
    start: async (settings) => {
      asked.push(['start', settings])
      if (settings?.host?.includes('refused')) throw new Error('Nothing answers at that host')
      samples = []
      users = settings?.users
      become('starting')
      become('running')
    },
    stop: async () => {
      asked.push(['stop'])
      become('stopping')
      control.end({ reason: 'stopped' })
    },
    setUsers: (count) => {
      asked.push(['users', count])
      users = count
      events.push({ kind: 'users', value: count })
    },
    setRate: (rate) => {
      asked.push(['rate', rate])
      events.push({ kind: 'rate', value: rate })
    },
    reset: () => {
      asked.push(['reset'])
      events.push({ kind: 'reset' })
    },
    mark: (text) => {
      asked.push(['mark', text])
      events.push({ kind: 'marker', value: text })
    },
    tick: () => {
      const sample = { ...maker.sample(samples.length, 120, users), ...(events.length > 0 ? { events } : {}) }
      events = []
      samples.push(sample)
      tell({ sample })
      return sample
    },
    log: (log) => tell({ log }),
    end: (end = {}) => {
      tell({ end: { at: samples.length, reason: 'finished', generatorLimits: [], ...end } })
      become('stopped')
    },
  }
  if (options.running !== undefined) {
    state = 'running'
    for (let second = 0; second < options.running; second++) control.tick()
  }
  return control
}
