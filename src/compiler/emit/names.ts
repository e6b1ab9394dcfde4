import type { Plan } from '../plan/plan.ts'
import { isIdentifierName } from './typescript/literal.ts'

/** Under which name the code knows a request, a flow or a function of the hooks file. */
export interface Names {
  readonly requests: ReadonlyMap<string, string>
  readonly flows: ReadonlyMap<string, string>
  readonly hooks: ReadonlyMap<string, string>
  /** All of these and everything else that a file may import: a parameter must not hide them. */
  readonly taken: ReadonlySet<string>
}

/**
 * Gives every request, flow and hook a name of its own across the project, so that no file ever renames what it imports. The
 * user's own name wherever it can stand in a program; `my-request` becomes `myRequest`, `default` becomes `defaultRequest`.
 */
export function nameExports(plan: Plan): Names {
  const taken = new Set(reserved)
  const requests = plan.requests.map(({ name }) => name)
  const flows = plan.flows.map(({ name }) => name)
  const hooks = plan.hooks?.functions ?? []
  // whatever can keep its name does so first: adding a request never renames another one
  const kept = [requests, flows, hooks].map((names) => names.map((name) => (canStand(name, taken) ? keep(name, taken) : undefined)))
  const choose = (names: readonly string[], index: number, suffix: string) =>
    new Map(names.map((name, at) => [name, kept[index]?.[at] ?? keep(localName(name, suffix, taken), taken)]))
  return { requests: choose(requests, 0, 'Request'), flows: choose(flows, 1, 'Flow'), hooks: choose(hooks, 2, 'Hook'), taken }
}

/** An identifier that is like the name and not taken. */
export function localName(name: string, suffix: string, taken: ReadonlySet<string>): string {
  const words = name.split(/[^\w$]+/).filter((word) => word !== '')
  const camel = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  const start = /^\d/.test(camel) || camel === '' ? `_${camel}` : camel
  if (!taken.has(start)) return start
  const suffixed = `${start}${suffix}`
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? suffixed : `${suffixed}${number}`
    if (!taken.has(candidate)) return candidate
  }
}

function canStand(name: string, taken: ReadonlySet<string>): boolean {
  return isIdentifierName(name) && !taken.has(name)
}

function keep(name: string, taken: Set<string>): string {
  taken.add(name)
  return name
}

/**
 * Words of the language, and every name that generated files import, declare or get as a parameter. `then`, because a module that
 * exports it looks like a promise to whoever imports it.
 */
const reserved = [
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally',
  'for function if implements import in instanceof interface let new null package private protected public return static super',
  'switch this throw true try typeof undefined var void while with yield async of type as NaN Infinity Number URL globalThis',
  'then __proto__ base64 cases defineEnv defineFixtures defineLeak defineLoad defineProject defineServices defineSession defineState defineStubs',
  'defineVariables faker flow iterations json replaceable now number randomInt request serve string table text timestamp urlEncode uuid Data',
  'afterAll afterEach base beforeAll beforeEach describe expect it suite test vi env fixtures folder hooks project services session state stubs',
  'variables api changes params port row skip load leak _',
].flatMap((words) => words.split(' '))
