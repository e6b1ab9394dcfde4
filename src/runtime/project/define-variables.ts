import { withRandom } from '../values/random.ts'
import { kindOf, readVariable } from '../values/read-variable.ts'
import { deepFreeze } from '../values/deep-freeze.ts'

/** Functions are read as the value that they compute. */
export type Variables<Given> = { readonly [Name in keyof Given]: Given[Name] extends () => infer Value ? Value : Given[Name] }

/**
 * Constants of the specs. A function is computed when it is first read, and once. `APITEST_VARS` (set by `--var name=value`) overrides
 * them; the text given there is read as the type that the variable has.
 *
 * @example
 * export const variables = defineVariables({
 *   region: 'eu',
 *   greeting: () => text`hello ${env.USER_NAME}`,
 * })
 * variables.greeting
 */
export function defineVariables<Given extends Readonly<Record<string, unknown>>>(given: Given): Variables<Given> {
  const overrides = readOverrides()
  const unknown = Object.keys(overrides).filter((name) => !Object.hasOwn(given, name))
  if (unknown.length > 0) {
    const known = Object.keys(given)
    throw new Error(
      `No variable is named ${unknown.map((name) => `\`${name}\``).join(', ')} (--var); ${known.length === 0 ? 'there are none' : `known are ${known.join(', ')}`}`,
    )
  }
  const variables = {}
  for (const [name, value] of Object.entries(given)) {
    Object.defineProperty(variables, name, { enumerable: true, get: once(name, overrides[name], value) })
  }
  return Object.freeze(variables) as Variables<Given>
}

function once(name: string, override: string | undefined, given: unknown): () => unknown {
  let state: 'unread' | 'computing' | 'known' = 'unread'
  let value: unknown
  return () => {
    if (state === 'computing') throw new Error(`The variable \`${name}\` needs its own value`)
    if (state === 'unread') {
      state = 'computing'
      try {
        value = deepFreeze(override === undefined ? compute(name, given) : readVariable(name, override, kindOf(given)))
      } catch (error) {
        state = 'unread'
        throw error
      }
      state = 'known'
    }
    return value
  }
}

function compute(name: string, given: unknown): unknown {
  return typeof given === 'function' ? withRandom(`variable ${name}`, () => given() as unknown) : given
}

function readOverrides(): Readonly<Record<string, string>> {
  const text = process.env['APITEST_VARS']
  return text === undefined || text === '' ? {} : (JSON.parse(text) as Record<string, string>)
}
