import type { MapValue, Plan, PlannedStep, Value } from '../../plan/plan.ts'

/** True when any `expect` of the project has a `hook`, so that the runtime must find the functions of the hooks file. */
export function usesExpectHooks(plan: Plan): boolean {
  if (plan.hooks === undefined) return false
  const tests = plan.suites.flatMap((suite) => suite.tests)
  const tasks = plan.loads.flatMap((load) => load.tasks)
  const steps = [
    ...tasks.flatMap((task) => task.steps),
    ...plan.flows.flatMap((flow) => flow.steps),
    ...tests.flatMap((test) => [...test.steps, ...test.cleanup]),
  ]
  const cases = tests.flatMap(({ table }) => (table?.kind === 'cases' ? table.cases.map(({ changes }) => changes) : []))
  const requests = [
    ...plan.requests.map(({ value }) => value),
    ...steps.flatMap(requestOf),
    ...cases,
    ...(plan.defaults === undefined ? [] : [plan.defaults]),
  ]
  return requests.some((request) => child(child(request, 'expect'), 'hook') !== undefined)
}

function requestOf(step: PlannedStep): readonly MapValue[] {
  return step.kind === 'request' ? [step.changes] : []
}

function child(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'map' ? value.entries.find(([key]) => key === name)?.[1] : undefined
}
