import { availableParallelism } from 'node:os'
import type { GeneratorSample, LoadEnd } from '../record/load-record.ts'

/** Beyond these, figures say as much about the generator as about the service. */
const latestMicros = 10_000
const longestDelayMicros = 50_000
const busiestShare = 0.95

/** Notices seconds in which the generator itself was the limit. */
export class GeneratorLimits {
  readonly found: { readonly at: number; readonly what: string }[] = []

  check(at: number, { latenessP99, loopDelayP99, workers }: GeneratorSample, { queued, open }: { queued: number; open: boolean }): void {
    const what: string[] = []
    if (open && queued === 0 && latenessP99 > latestMicros) what.push(`requests left ${ms(latenessP99)} late (99th percentile)`)
    if (loopDelayP99 > longestDelayMicros) what.push(`the event loop was held up for ${ms(loopDelayP99)}`)
    const busy = workers.filter(({ cpu }) => cpu > busiestShare).length
    if (busy > 0)
      what.push(
        `${busy} of ${workers.length} threads had no time left${workers.length < availableParallelism() ? '; --workers adds threads' : ''}`,
      )
    if (what.length > 0) this.found.push({ at, what: what.join(', ') })
  }
}

function ms(micros: number): string {
  return `${Math.round(micros / 1000)} ms`
}

export type Limits = LoadEnd['generatorLimits']
