import type { MockCall, MockDefinition } from './mock-definition.ts'
import { callMock } from './call-mock.ts'

/** A function that a mock stands in for, at this moment. */
export interface ActiveMock {
  readonly definition: MockDefinition
  readonly calls: MockCall[]
  /** Turns of a sequence that were taken. */
  turns: number
  /** What the mock could not do. */
  problem: string | undefined
}

/** By target, such as `src/price.ts#lookUp`; whatever is missing here is left as it is. */
const active = new Map<string, ActiveMock>()
/** Targets whose module has been loaded, and whether they are functions. */
const loaded = new Map<string, 'function' | 'value' | 'missing'>()

export function activeMock(target: string): ActiveMock | undefined {
  return active.get(target)
}

export function setMock(target: string, definition: MockDefinition | undefined): void {
  if (definition === undefined) active.delete(target)
  else active.set(target, { definition, calls: [], turns: 0, problem: undefined })
}

export function loadedAs(target: string): 'function' | 'value' | 'missing' | undefined {
  return loaded.get(target)
}

/**
 * A module whose named exports can be replaced while tests run, for `vi.mock`. Until a mock says otherwise every export is what it was,
 * also in the other suites, which share their modules.
 *
 * @example vi.mock('../../src/prices.js', (original) => replaceable('src/prices.ts', original, ['priceOf']))
 */
export async function replaceable(
  module: string,
  original: () => Promise<unknown>,
  names: readonly string[],
): Promise<Record<string, unknown>> {
  const exports = (await original()) as Readonly<Record<string, unknown>>
  const replaced: Record<string, unknown> = { ...exports }
  for (const name of names) {
    const target = `${module}#${name}`
    const real = exports[name]
    loaded.set(target, !(name in exports) ? 'missing' : typeof real === 'function' ? 'function' : 'value')
    const standIn = typeof real === 'function' ? dispatcher(target, real as AnyFunction, exports) : real
    Object.defineProperty(replaced, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const definition = active.get(target)?.definition
        return definition !== undefined && 'value' in definition ? definition.value : standIn
      },
    })
  }
  return replaced
}

export type AnyFunction = (...args: unknown[]) => unknown

/** In place of the function wherever it is imported, so that a mock reaches those who have imported it already. */
function dispatcher(target: string, real: AnyFunction, exports: Readonly<Record<string, unknown>>): AnyFunction {
  function standIn(this: unknown, ...args: unknown[]): unknown {
    const mock = active.get(target)
    const constructed = new.target !== undefined
    const run = () =>
      constructed ? (Reflect.construct(real, args, new.target === standIn ? real : new.target) as unknown) : Reflect.apply(real, this, args)
    return mock === undefined ? run() : callMock(mock, { target, args, real, run, exports })
  }
  Object.setPrototypeOf(standIn, real)
  Object.defineProperty(standIn, 'name', { value: real.name, configurable: true })
  Object.defineProperty(standIn, 'length', { value: real.length, configurable: true })
  standIn.prototype = real.prototype as unknown
  return standIn
}
