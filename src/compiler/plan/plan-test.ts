import type { Cursor } from '../checks/cursor.ts'
import { mockedService } from '../checks/mocked-service.ts'
import { durationMs } from '../checks/measure.ts'
import type { PlanContext } from './plan-context.ts'
import type { PlannedTable, PlannedTest } from './plan.ts'
import type { EnvFinder } from './env-of.ts'
import { planRequestKeys } from './plan-request.ts'
import { firstService, planStep } from './plan-step.ts'
import { rowTitles } from '../../titles/row-titles.ts'
import type { ServiceFinder } from './services-of.ts'
import { usesOf } from './visit-expressions.ts'

export interface SuiteAround {
  readonly service: string | undefined
  readonly tags: readonly string[]
  readonly fixtures: readonly string[]
  readonly services: ServiceFinder
  readonly env: EnvFinder
}

/** A test may take this long where it does not say otherwise. */
const defaultTestMs = 120_000

export function planTest(test: Cursor, context: PlanContext, suite: SuiteAround): PlannedTest {
  const inherited = test.get('service')?.text ?? suite.service
  const steps = test.get('steps')?.items() ?? [test]
  const cleanup = test.get('cleanup')?.items() ?? []
  const services = suite.services.ofSteps([...steps, ...cleanup], inherited)
  const mocked = test.has('mocks') ? mockedService(test, context.spec.names, inherited) : undefined
  if (mocked !== undefined) services.add(mocked)
  for (const fixture of suite.fixtures) for (const name of suite.services.ofFixture(fixture)) services.add(name)
  const env = suite.env.ofTest(test, { services, fixtures: suite.fixtures })
  return {
    name: test.name,
    place: test.place,
    description: test.get('description')?.text,
    tags: [...new Set([...suite.tags, ...textsOf(test.get('tags'))])],
    skip: test.get('skip')?.text,
    only: test.get('only')?.value === true,
    serial: test.get('serial')?.value === true,
    timeoutMs: testTimeoutMs(test),
    retries: test.get('retries')?.value as number | undefined,
    table: planTable(test, context),
    ...planMocks(test, context, inherited),
    steps: steps.map((step) => planStep(step, context, { service: inherited })),
    cleanup: cleanup.map((step) => planStep(step, context, { service: inherited })),
    services: [...services],
    ...(env.length > 0 && { env }),
  }
}

/**
 * A test of one request hands its `timeout` to the request, whose error says more than that of a test that was cut off;
 * the test has its own limit where one request is not all, or where the request may take longer than a test by default.
 */
function testTimeoutMs(test: Cursor): number | undefined {
  const timeout = durationMs(test.get('timeout')?.value)
  if (timeout === undefined || test.has('steps') || test.has('flow') || test.has('poll') || test.has('retry')) return timeout
  return timeout < defaultTestMs ? undefined : timeout + 1000
}

function planMocks(test: Cursor, context: PlanContext, inherited: string | undefined): Pick<PlannedTest, 'mocks'> {
  const mocks = test.get('mocks')
  if (mocks === undefined) return {}
  const service = mockedService(test, context.spec.names, inherited)
  return { mocks: { service: service === firstService(context) ? undefined : service, value: context.tools.map(mocks, {}) } }
}

function planTable(test: Cursor, { tools }: PlanContext): PlannedTable | undefined {
  const rows = test.get('with')
  if (rows?.isList === true) {
    const titles = rowTitles(rows.items().map((row) => row.value))
    return { kind: 'rows', rows: rows.items().map((row, index) => ({ name: titles[index] ?? '', value: tools.value(row) })) }
  }
  if (rows?.text !== undefined) return { kind: 'fixture', fixture: rows.text }
  const cases = test.get('cases')
  if (cases === undefined) return undefined
  const planned = cases.items().map((one) => {
    const changes = planRequestKeys(one, tools)
    return { name: one.get('name')?.text ?? '', changes, uses: usesOf(changes) }
  })
  return { kind: 'cases', cases: planned }
}

export function textsOf(list: Cursor | undefined): readonly string[] {
  return list?.items().flatMap((item) => item.text ?? []) ?? []
}
