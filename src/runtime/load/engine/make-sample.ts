import type { LoadSample, WorkerSample } from '../record/load-record.ts'
import type { GeneratorPart } from './generator.ts'
import type { LoadPlan } from './load-plan.ts'
import { mergeEndpointSamples } from './merge-samples.ts'
import type { Usage } from './process-usage.ts'

/** What is known of a second beside what the threads counted. */
export interface SampleSurroundings {
  readonly phase: number
  readonly plan: LoadPlan
  readonly usage: Usage
  readonly workers: readonly WorkerSample[]
  readonly events: NonNullable<LoadSample['events']>
}

/** A second of the run, from what all threads did in it. */
export function makeSample(second: number, parts: readonly GeneratorPart[], around: SampleSurroundings): LoadSample {
  const { phase, plan, usage, workers, events } = around
  const sum = (read: (part: GeneratorPart) => number): number => parts.reduce((total, part) => total + read(part), 0)
  const most = (read: (part: GeneratorPart) => number): number => parts.reduce((highest, part) => Math.max(highest, read(part)), 0)
  return {
    at: second,
    phase,
    users: sum((part) => part.users),
    inFlight: sum((part) => part.inFlight),
    queued: sum((part) => part.queued),
    ...(plan.model === 'open' && { targetRate: plan.level.areaUntil(second + 1) - plan.level.areaUntil(second) }),
    endpoints: mergeEndpointSamples(parts.map((part) => part.endpoints)),
    generator: { ...usage, latenessP99: most((part) => part.latenessP99), loopDelayP99: most((part) => part.loopDelayP99), workers },
    ...(events.length > 0 && { events }),
  }
}
