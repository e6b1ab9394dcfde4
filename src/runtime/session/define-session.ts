import type { Data } from '../values/data.ts'
import { declareNames } from '../project/define-variables.ts'
import { SharedSession } from './shared-session.ts'
import type { SessionDefinition } from './shared-session.ts'

/** The values of the session by name. */
export type Session = Readonly<Record<string, Data>>

const sessions = new WeakMap<object, SharedSession>()

/**
 * Values that tests share and change, with their start; `null` for one that is not set yet. The tests of a project with a session
 * run one after another and share their cookies too.
 *
 * @example
 * export const session = defineSession({ values: { token: null }, with: () => fixtures.users })
 * session.token
 */
export function defineSession(definition: SessionDefinition): Session {
  const shared = new SharedSession(definition)
  declareNames([
    ...Object.keys(definition.environment ?? {}),
    ...Object.keys(definition.values ?? {}),
    ...Object.keys(definition.globals ?? {}),
  ])
  const view = new Proxy(Object.create(null) as Record<string, Data>, {
    get: (_, name) => (typeof name === 'string' ? (shared.read(name) as Data) : undefined),
    has: (_, name) => typeof name === 'string' && shared.declares(name),
  })
  sessions.set(view, shared)
  return view
}

/** The titles of the iterations, for `describe.for`. */
export function iterations(session: Session): readonly string[] {
  return sharedSession(session)?.titles ?? []
}

export function sharedSession(session: Session | undefined): SharedSession | undefined {
  return session === undefined ? undefined : sessions.get(session)
}
