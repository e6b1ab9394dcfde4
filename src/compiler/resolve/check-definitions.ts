import { checkHeaders } from '../checks/check-headers.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { dependenciesOf } from '../checks/dependencies-of.ts'
import { lateKeys } from '../checks/late-values.ts'
import { problems } from '../diagnostics/problems.ts'
import type { Books } from './books.ts'
import { checkExpect } from './check-expect.ts'
import { checkServiceMocks } from './check-mocks.ts'
import { checkSteps } from './check-steps.ts'
import { checkTexts } from './check-text.ts'
import { fixtureKindOf, serviceKindOf } from '../kinds/kind-of.ts'
import { scopeOf } from './scope.ts'

export function checkEnv(tools: CheckTools): void {
  for (const variable of tools.names.all('env').values()) {
    const value = variable.get('default')
    const start = value?.text?.indexOf('${') ?? -1
    if (value === undefined || start < 0) continue
    tools.report(problems.templateNotReplaced('the default of an environment variable'), {
      cursor: value,
      span: { start, end: value.text?.length ?? start },
    })
  }
}

export function checkVariables(tools: CheckTools): void {
  const scope = scopeOf('a variable', [])
  for (const variable of tools.names.all('variables').values()) checkTexts(variable, scope, tools)
}

export function checkServices(tools: CheckTools): void {
  const { names } = tools
  for (const service of names.all('services').values()) {
    const { name: key, kind } = serviceKindOf(service)
    for (const name of service.get('dependsOn')?.items() ?? [])
      if (!names.use('services', name.text ?? '')) tools.report(names.unknown('services', name.text ?? ''), { cursor: name })
    if (kind.inTests !== true) checkDependencies(service, tools)
    const inside = scopeOf('a service', key === 'url' ? ['fixtures', 'services', 'stubs'] : ['fixtures', 'services', 'stubs', 'port'], {
      dataOnly: true,
    })
    const around = scopeOf('what is sent to a service', ['fixtures', 'services', 'stubs', 'port'], { dataOnly: true })
    for (const entry of service.entries()) {
      if (entry.name === key) {
        checkTexts(entry, inside, tools)
        kind.check(entry, tools)
        checkServiceMocks(service, tools)
      } else if (entry.name === 'headers') checkTexts(entry, { ...around, dataOnly: false }, tools)
      else if (entry.name !== 'dependsOn' && entry.name !== 'description') checkTexts(entry, around, tools)
    }
    checkHeaders(service.get('headers'), tools)
    checkExpect(service.get('failIf'), tools)
  }
}

/** Whatever runs in the tests' own process is out of reach for a program beside it. */
function checkDependencies(service: Cursor, { names, report }: CheckTools): void {
  for (const other of dependenciesOf(service)) {
    const definition = names.cursor('services', other)
    if (definition === undefined || serviceKindOf(definition).kind.inTests !== true) continue
    report(problems.dependsOnTests(service.name, other), { cursor: service, at: 'key' }, [
      { message: 'It is declared here', spot: { cursor: definition, at: 'key' } },
    ])
  }
}

/** What fixtures say beside their content, which `readFixtureContents` has looked at. */
export function checkFixtures(books: Books): void {
  const { tools, requests, services } = books
  const scope = scopeOf('a fixture', ['fixtures'], { dataOnly: true })
  for (const fixture of tools.names.all('fixtures').values()) {
    const { kind } = fixtureKindOf(fixture)
    kind.check(fixture, tools)
    for (const entry of fixture.entries()) if (entry.name !== 'description') checkTexts(entry, scope, tools)
    const request = fixture.get('request')
    const base = request && requests.use(request, scope)
    if (base !== undefined) services.book(base)
  }
}

export function checkFlows(books: Books): void {
  const { tools } = books
  const defaults = scopeOf('the default of a parameter', ['fixtures'], { dataOnly: true })
  for (const flow of tools.names.all('flows').values()) {
    const params = flow.get('params')?.entries() ?? []
    for (const param of params) checkTexts(param, defaults, tools)
    const scope = scopeOf('a flow', ['fixtures', 'captures', 'params', 'services', 'stubs'], { params: params.map((param) => param.name) })
    checkSteps(flow.get('steps')?.items() ?? [], { scope, books })
  }
}

export function checkDefaults(defaults: Cursor | undefined, tools: CheckTools): void {
  if (defaults === undefined) return
  for (const entry of defaults.entries())
    checkTexts(entry, scopeOf('the defaults', ['fixtures'], { dataOnly: !lateKeys.includes(entry.name) }), tools)
  checkHeaders(defaults.get('headers'), tools)
  checkExpect(defaults.get('expect'), tools)
  checkExpect(defaults.get('failIf'), tools)
}
