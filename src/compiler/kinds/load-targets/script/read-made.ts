import type { Plan, PlannedStep, Value } from '../../../plan/plan.ts'
import { expressionsIn } from './expressions-in.ts'
import type { ScriptFlow, ScriptRequest } from './load-script.ts'

export interface Made {
  /** The fixture. */
  readonly name: string
  /** Sends its request; its one capture is the value. */
  readonly flow: ScriptFlow
}

/** Under this name the flow of a fixture leaves what it is. */
export const madeValue = 'value'

/** Fixtures made by a request that `values` read, such as a token, each behind those that its own request reads. */
export function readMade(
  plan: Plan,
  values: readonly Value[],
  { readStep, valuesOf }: { readStep(step: PlannedStep & { kind: 'request' }): ScriptRequest; valuesOf(request: ScriptRequest): Value[] },
): readonly Made[] {
  const made = new Map<string, Made | undefined>()
  const follow = (read: readonly Value[]): void => {
    for (const name of read.flatMap(expressionsIn).flatMap((one) => (one.kind === 'fixture' && one.asynchronous ? [one.name] : []))) {
      const fixture = plan.fixtures.find((one) => one.name === name)
      if (fixture?.kind !== 'request' || made.has(name)) continue
      // The schema knows no circle of fixtures; its place is taken all the same.
      made.set(name, undefined)
      const capture: Value = { kind: 'map', entries: [[madeValue, fixture.capture ?? { kind: 'literal', value: '$' }]] }
      const changes = { kind: 'map' as const, entries: [['capture', capture] as const] }
      const step = readStep({ kind: 'request', name: undefined, request: fixture.request, changes, passRow: false, passParams: false })
      // The request's own captures are for those who send it as a step.
      const request = { ...step, captures: step.captures.filter((one) => one.name === madeValue) }
      follow(valuesOf(request))
      made.delete(name)
      made.set(name, { name, flow: { name: `make ${name}`, params: [], steps: [request] } })
    }
  }
  follow(values)
  return [...made.values()].filter((one) => one !== undefined)
}
