import type { Plan, PlannedStep, PlannedSuite, PlannedTest, Uses } from '../../../src/compiler/plan/plan.ts'
import { specMap } from './spec-value.ts'

/** A plan with nothing in it but what is given. */
export function emptyPlan(more: Partial<Plan> = {}): Plan {
  return {
    name: 'sample',
    specs: ['apitest.yaml'],
    folder: '../',
    env: [],
    variables: [],
    defaults: undefined,
    services: [],
    stubs: [],
    fixtures: [],
    requests: [],
    flows: [],
    suites: [],
    hooks: undefined,
    leaks: [],
    loads: [],
    ...more,
  }
}

export const noUses: Uses = { row: false, params: false, captures: false, asynchronous: false }

/** Fixtures of the sample plans that a request or a hook makes. */
export const stateNames = ['token', 'order']

export function sendStep(data: object, more: Partial<PlannedStep & { kind: 'request' }> = {}): PlannedStep {
  return {
    kind: 'request',
    name: undefined,
    request: undefined,
    changes: specMap(data, stateNames),
    passRow: false,
    passParams: false,
    ...more,
  }
}

export function flowStep(flow: string, args: object = {}, name?: string): PlannedStep {
  return { kind: 'flow', name, flow, args: specMap(args, stateNames) }
}

export function plannedTest(name: string, more: Partial<PlannedTest> = {}): PlannedTest {
  return {
    name,
    place: { file: 'apitest.yaml', path: ['tests', name] },
    description: undefined,
    tags: [],
    skip: undefined,
    only: false,
    serial: false,
    timeoutMs: undefined,
    retries: undefined,
    table: undefined,
    steps: [sendStep({ get: '/' })],
    cleanup: [],
    services: [],
    ...more,
  }
}

export function plannedSuite(name: string, tests: readonly PlannedTest[], more: Partial<PlannedSuite> = {}): PlannedSuite {
  return { name, description: undefined, place: { file: 'apitest.yaml', path: ['tests'] }, fileName: name, parallel: false, tests, ...more }
}
