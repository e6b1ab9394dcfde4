import { runSeed } from '../../values/random.ts'
import type { LoadDefinition } from '../program/define-load.ts'
import type { LoadHeader } from '../record/load-record.ts'
import { phasesOf } from './load-phases.ts'
import type { LoadOverrides, LoadPlan } from './load-plan.ts'
import { readThresholds } from './read-thresholds.ts'
import type { ProgramFacts } from './worker-messages.ts'

interface Run {
  readonly facts: ProgramFacts
  readonly plan: LoadPlan
  readonly overrides: LoadOverrides
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** What stands at the beginning of a record: what is sent where, for how long, and what must hold. */
export function makeHeader(
  { load, place, environment }: { load: LoadDefinition; place: string; environment: LoadHeader['environment'] },
  { facts, plan, overrides, startedAt }: Run,
): LoadHeader {
  const { data: _data, tasks, ...settings } = load.profile
  return {
    format: 1,
    name: load.name,
    engine: 'node',
    model: plan.model,
    startedAt,
    targets: facts.targets,
    phases: phasesOf(plan),
    endpoints: facts.endpoints,
    thresholds: readThresholds(load.profile, facts, place),
    seed: runSeed(),
    profile: { ...settings, ...overrides, tasks: tasks.map(({ name, weight = 1 }) => ({ name, weight })) },
    environment,
  }
}
