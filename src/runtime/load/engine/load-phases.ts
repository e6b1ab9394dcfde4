import type { LoadPhase } from '../record/load-record.ts'
import type { LoadPlan } from './load-plan.ts'

/** The parts of a run, as its record tells them. */
export function phasesOf({ model, level, warmupSeconds, seconds, stages }: LoadPlan): LoadPhase[] {
  const aim = (at: number) => (model === 'open' ? { rate: at } : { users: Math.round(at) })
  const warmup: LoadPhase[] =
    warmupSeconds === 0 ? [] : [{ name: 'warm-up', from: 0, until: warmupSeconds, warmup: true, ...aim(level.at(warmupSeconds - 1e-9)) }]
  const end = warmupSeconds + seconds
  let from = warmupSeconds
  const measured = stages.flatMap((stage, index): LoadPhase[] => {
    if (from >= end) return []
    const until = Math.min(stage.until, end)
    const name = stages.length === 1 ? 'load' : `stage ${index + 1}`
    const phase = { name, from, until, warmup: false, ...aim(stage.level) }
    from = until
    return [phase]
  })
  return [...warmup, ...measured]
}

/** The phase in which a second begins. */
export function phaseAt(phases: readonly LoadPhase[], second: number): number {
  const found = phases.findLastIndex(({ from }) => from <= second)
  return Math.max(0, found)
}
