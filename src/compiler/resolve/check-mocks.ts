import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { mockedService } from '../checks/mocked-service.ts'
import { problems } from '../diagnostics/problems.ts'
import { serviceKindOf } from '../kinds/kind-of.ts'
import { serviceKinds } from '../kinds/services/service-kinds.ts'
import { checkTexts } from './check-text.ts'
import type { Scope } from './scope.ts'

export interface MockSite {
  readonly tools: CheckTools
  readonly scope: Scope
  /** The service of the test or suite. */
  readonly service: string | undefined
  /** Other tests run at the same time. */
  readonly concurrent: boolean
}

/** Checks what a test replaces, and what it expects of mocks. */
export function checkTestMocks(test: Cursor, site: MockSite): void {
  const mocks = test.get('mocks')
  if (mocks !== undefined) checkOwnMocks(mocks, test, site)
  const held = heldMocks(mocks, site.tools)
  for (const { expected, user } of expectedMocks(test, site.tools)) {
    if (site.concurrent) site.tools.report(problems.mocksBesideOthers(), { cursor: expected, at: 'key' })
    else for (const mock of expected.entries()) checkExpectedMock(mock, { held, user, tools: site.tools })
  }
}

/** Mocks of a service, in the words of its kind. */
export function checkServiceMocks(service: Cursor, tools: CheckTools): void {
  const { name, kind } = serviceKindOf(service)
  for (const mock of service.get(name)?.get('mocks')?.entries() ?? []) kind.checkMock?.(mock, tools)
}

function checkOwnMocks(mocks: Cursor, test: Cursor, { tools, scope, service, concurrent }: MockSite): void {
  const { names } = tools
  checkTexts(mocks, scope, tools)
  if (concurrent) tools.report(problems.mocksBesideOthers(), { cursor: mocks, at: 'key' })
  const name = mockedService(test, names, service)
  const definition = names.cursor('services', name ?? '')
  if (name === undefined || definition === undefined) return // reported where the request is sent
  names.use('services', name)
  const { name: key, kind } = serviceKindOf(definition)
  if (kind.checkMock === undefined) {
    const able = Object.entries(serviceKinds).flatMap(([other, { checkMock }]) => (checkMock === undefined ? [] : [other]))
    tools.report(problems.cannotMock(name, key, able), { cursor: mocks, at: 'key' })
  } else for (const mock of mocks.entries()) kind.checkMock(mock, tools)
}

type Held = ReadonlyMap<string, Cursor>

/** By target; those of the test lie over those of services. */
function heldMocks(own: Cursor | undefined, { names }: CheckTools): Held {
  const ofServices = [...names.all('services').values()].flatMap((service) => {
    const { name } = serviceKindOf(service)
    return service.get(name)?.get('mocks')?.entries() ?? []
  })
  return new Map([...ofServices, ...(own?.entries() ?? [])].map((mock) => [mock.name, mock]))
}

/** Where a test expects anything of mocks: in its steps, cases and cleanup, and in the requests that they start from. */
function expectedMocks(test: Cursor, { names }: CheckTools): { expected: Cursor; user: Cursor | undefined }[] {
  const steps = [...(test.get('steps')?.items() ?? [test]), ...(test.get('cases')?.items() ?? []), ...(test.get('cleanup')?.items() ?? [])]
  return steps.flatMap((step) => {
    const own = step.get('expect')?.get('mocks')
    if (own !== undefined) return [{ expected: own, user: undefined }]
    const user = step.get('request')
    const inherited = names
      .cursor('requests', user?.text ?? '')
      ?.get('expect')
      ?.get('mocks')
    return inherited === undefined ? [] : [{ expected: inherited, user }]
  })
}

function checkExpectedMock(mock: Cursor, { held, user, tools }: { held: Held; user: Cursor | undefined; tools: CheckTools }): void {
  const definition = held.get(mock.name)
  const related = user === undefined ? [] : [{ message: 'It is used here', spot: { cursor: user } }]
  if (definition === undefined) tools.report(problems.unknownMock(mock.name, [...held.keys()]), { cursor: mock, at: 'key' }, related)
  else if (definition.has('value'))
    tools.report(problems.mockWithoutCalls(mock.name), { cursor: mock, at: 'key' }, [
      { message: 'It is replaced here', spot: { cursor: definition, at: 'key' } },
    ])
}
