import type { Place } from '../../places/place.ts'
import type { MockProblem, Mocks } from '../mocks/mock-definition.ts'
import { anywhere } from '../report/find-place.ts'
import { below } from './merge-request.ts'
import { requestFailure, toProblem } from './request-failure.ts'
import type { Problem } from './request-failure.ts'
import { accessService } from './service-access.ts'
import type { TestSession } from './test-session.ts'
import type { TestMockProblem } from './test-mocks.ts'

export interface MockFunctions {
  readonly session: TestSession
  readonly mocks: Mocks
  /** Absent: the first service. */
  readonly service: string | undefined
  readonly frames: () => string
}

/** Replaces functions of a service for one test; throws an error that points at the mock that cannot be made. */
export async function mockFunctions({ session, mocks, service, frames }: MockFunctions): Promise<void> {
  const { run } = session
  const { project, folder } = run
  const place = below(run.place, 'mocks')
  const problem = await apply()
  if (problem === undefined) return
  throw await requestFailure({ project, folder, problems: [problem], attempt: run.attempt, exchange: undefined, frames: frames() })

  async function apply(): Promise<Problem | undefined> {
    if (run.concurrent) return atMock(besideOthers)
    const services = project.services ?? {}
    try {
      const found = await run.mocks.apply(await accessService(services, service ?? Object.keys(services)[0] ?? 'default'), mocks)
      return found && atMock(found)
    } catch (error) {
      return toProblem(error, place)
    }
  }

  function atMock({ target, message, hint }: MockProblem): Problem {
    return { kind: 'mock', message, hint, place: target === '' ? place : below(place, target) }
  }
}

const besideOthers: MockProblem = {
  target: '',
  message: 'Functions are replaced for the whole service, and other tests run at the same time',
  hint: 'Add `serial: true` to the test',
}

/** Where a mock is written that made trouble during the test. */
export function mockPlace({ run }: TestSession, { target, service, serviceKind, own }: TestMockProblem): Place | undefined {
  if (target === '') return undefined
  return own ? below(run.place, 'mocks', target) : anywhere('services', service, serviceKind, 'mocks', target)
}
