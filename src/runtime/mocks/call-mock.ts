import { recordValue } from './record-value.ts'
import type { ActiveMock, AnyFunction } from './replaced-functions.ts'

interface MockedCall {
  readonly target: string
  readonly args: readonly unknown[]
  readonly real: AnyFunction
  /** Calls the real function. */
  run(): unknown
  /** What the module exports: errors may be classes of its own. */
  readonly exports: Readonly<Record<string, unknown>>
}

/** What a call of a mock gives; the call is recorded with what it was given at that moment. */
export function callMock(mock: ActiveMock, { target, args, real, run, exports }: MockedCall): unknown {
  mock.calls.push({ args: args.map((value) => recordValue(value)), kwargs: {}, bound: undefined })
  const { definition } = mock
  if (definition.wraps === true) return run()
  const isAsync = real.constructor.name === 'AsyncFunction'
  if (definition.raise !== undefined) return raise(makeError(definition.raise, exports), isAsync)
  if (definition.sequence === undefined) return give(definition.return, isAsync)
  const { sequence } = definition
  if (mock.turns < sequence.length) return give(sequence[mock.turns++], isAsync)
  mock.turns += 1
  mock.problem = `it was called ${mock.turns} times, and its sequence has ${sequence.length} ${sequence.length === 1 ? 'value' : 'values'}`
  return raise(new Error(`The mock of ${target} has no more values: ${mock.problem}`), isAsync)
}

function give(value: unknown, isAsync: boolean): unknown {
  // Whoever changes what it gets must not change it for the next call.
  const own = snapshot(value)
  return isAsync ? Promise.resolve(own) : own
}

function raise(error: unknown, isAsync: boolean): unknown {
  if (isAsync) return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  throw error
}

/** `OutOfStock("chair")`: a class that the module exports, an error of the language, else an error of that name. */
function makeError(text: string, exports: Readonly<Record<string, unknown>>): Error {
  const [, name = 'Error', argument] = /^\s*(?:new\s+)?([A-Za-z_$][\w$]*)\s*(?:\(([^]*)\))?\s*$/.exec(text) ?? [
    undefined,
    'Error',
    JSON.stringify(text),
  ]
  const message = argument === undefined ? '' : readText(argument)
  const known = exports[name] ?? (globalThis as Record<string, unknown>)[name]
  if (typeof known === 'function' && (known === Error || known.prototype instanceof Error)) return new (known as ErrorConstructor)(message)
  return Object.assign(new Error(message), { name })
}

function readText(argument: string): string {
  const [, quoted] = /^\s*(?:"([^]*)"|'([^]*)')\s*$/.exec(argument)?.filter((part) => part !== undefined) ?? []
  return quoted ?? argument.trim()
}

/** Functions, sockets and their like stay what they are. */
function snapshot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  try {
    return structuredClone(value)
  } catch {
    return value
  }
}
