import type { MockControl } from './mock-control.ts'
import type { MockDefinition, MockProblem, Mocks } from './mock-definition.ts'
import { activeMock, loadedAs, setMock } from './replaced-functions.ts'

/** Mocks of an application in this very process. `own` are those of its service. */
export function nodeMocks(own: Mocks = {}): MockControl {
  const held = new Set<string>()
  const mocked = new Map<string, MockDefinition>()
  const lay = (mocks: Mocks) => {
    for (const [target, definition] of Object.entries(mocks)) {
      mocked.set(target, definition)
      setMock(target, definition)
    }
  }
  return {
    async begin() {
      lay(own)
    },
    async apply(mocks) {
      for (const [target, definition] of Object.entries(mocks)) {
        const problem = problemOf(target, definition)
        if (problem !== undefined) return problem
      }
      lay(mocks)
      for (const target of Object.keys(mocks)) held.add(target)
      return undefined
    },
    async record(target) {
      const mock = activeMock(target)
      return mock && { target, calls: mock.calls, elsewhere: [] }
    },
    async end() {
      const problems = [...mocked.keys()].flatMap((target): MockProblem[] => {
        const problem = activeMock(target)?.problem
        return problem === undefined ? [] : [{ target, message: `The mock of ${target} has no more values: ${problem}` }]
      })
      // The service's own stay in force between tests: the application may work then, too.
      for (const target of held) setMock(target, own[target])
      return problems
    },
  }
}

function problemOf(target: string, { value, autospec, ...definition }: MockDefinition): MockProblem | undefined {
  if (autospec !== undefined)
    return {
      target,
      message: `\`autospec\` means nothing for ${target}`,
      hint: 'JavaScript does not compare the arguments of a call with the parameters',
    }
  const kind = loadedAs(target)
  if (kind === 'missing') return { target, message: `The module of ${target} has no such export` }
  if (kind === 'value' && value === undefined)
    return {
      target,
      message: `${target} is no function`,
      hint: `Replace it with \`value\`, not with \`${Object.keys(definition)[0] ?? 'return'}\``,
    }
  return undefined
}
