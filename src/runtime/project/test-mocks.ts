import type { MockControl } from '../mocks/mock-control.ts'
import type { MockProblem, MockRecord, Mocks } from '../mocks/mock-definition.ts'
import type { ServiceDefinition } from '../services/service-definition.ts'

interface MockedService {
  readonly service: string
  readonly kind: 'node' | 'python'
  /** Settles when calls of earlier tests are forgotten. */
  readonly control: Promise<MockControl>
  readonly targets: Set<string>
}

/** A problem with a mock of a service that the test used; `own`: the test made it, otherwise the service did. */
export type TestMockProblem = MockProblem & { readonly service: string; readonly serviceKind: 'node' | 'python'; readonly own: boolean }

/** What one test replaces, and what mocks record meanwhile. */
export class TestMocks {
  readonly #services = new Map<string, MockedService>()
  readonly #own = new Set<string>()

  /** Before a request: the service's own mocks begin to count for this test. */
  async use({ name, definition }: ServiceAccess): Promise<void> {
    const targets = Object.keys(mocksOf(definition) ?? {})
    if (targets.length > 0) await this.#enter({ name, definition }, targets).control
  }

  /** Replaces functions for this test; says what cannot be replaced. */
  async apply(service: ServiceAccess, mocks: Mocks): Promise<MockProblem | undefined> {
    if (!canMock(service.definition)) return { target: '', message: cannotMock(service.name) }
    const control = await this.#enter(service, []).control
    const problem = await control.apply(mocks)
    if (problem !== undefined) return problem
    for (const target of Object.keys(mocks)) {
      this.#services.get(service.name)?.targets.add(target)
      this.#own.add(target)
    }
    return undefined
  }

  /** All mocks that hold in this test, of whichever service. */
  get targets(): readonly string[] {
    return [...new Set([...this.#services.values()].flatMap(({ targets }) => [...targets]))]
  }

  async record(target: string): Promise<MockRecord | undefined> {
    const found = [...this.#services.values()].findLast(({ targets }) => targets.has(target))
    return found === undefined ? undefined : (await found.control).record(target)
  }

  /** Puts everything back; what went wrong, and services that could not be asked. */
  async end(): Promise<readonly TestMockProblem[]> {
    const ended = [...this.#services.values()].toReversed().map(async ({ service, kind, control }) => {
      try {
        return (await (await control).end()).map((problem) => ({
          ...problem,
          service,
          serviceKind: kind,
          own: this.#own.has(problem.target),
        }))
      } catch (error) {
        return [
          {
            service,
            serviceKind: kind,
            own: false,
            target: '',
            message: `The mocks of \`${service}\` could not be undone: ${(error as Error).message}`,
          },
        ]
      }
    })
    this.#services.clear()
    return (await Promise.all(ended)).flat()
  }

  #enter({ name, definition }: ServiceAccess, targets: readonly string[]): MockedService {
    const known = this.#services.get(name)
    if (known !== undefined) return known
    const kind = 'node' in definition ? 'node' : 'python'
    const entered: MockedService = {
      service: name,
      kind,
      control: begin(name, definition),
      targets: new Set([...Object.keys(mocksOf(definition) ?? {}), ...targets]),
    }
    this.#services.set(name, entered)
    return entered
  }
}

interface ServiceAccess {
  readonly name: string
  readonly definition: ServiceDefinition
}

async function begin(service: string, definition: ServiceDefinition): Promise<MockControl> {
  const control =
    'node' in definition
      ? (await import('../mocks/node-mocks.ts')).nodeMocks(definition.node.mocks)
      : (await import('../services/hub-mocks.ts')).hubMocks(service)
  await control.begin()
  return control
}

function mocksOf(definition: ServiceDefinition): Mocks | undefined {
  if ('node' in definition) return definition.node.mocks
  return 'python' in definition ? definition.python.mocks : undefined
}

function canMock(definition: ServiceDefinition): boolean {
  return 'python' in definition || 'node' in definition
}

function cannotMock(service: string): string {
  return `The functions of the service \`${service}\` cannot be replaced: it is no \`python\` or \`node\` service`
}
