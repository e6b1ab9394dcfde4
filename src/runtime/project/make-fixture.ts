import { ExpectationError } from '../assertions/expectation-error.ts'
import type { StateDefinition } from '../fixtures/define-state.ts'
import type { Made } from '../fixtures/fixture-scope.ts'
import { CookieJar } from '../http/cookie-jar.ts'
import { anywhere } from '../report/find-place.ts'
import { deepFreeze } from '../values/deep-freeze.ts'
import { reportSecrets } from './report-secrets.ts'
import { requestFailure } from './request-failure.ts'
import type { Session } from './session.ts'
import { takeCapture } from './take-captures.ts'

/** The value of a fixture, made now where nobody in its scope has asked before. */
export async function makeFixture(session: Session, name: string, frames: () => string): Promise<unknown> {
  const { project, folder, scopes, attempt } = session.run
  const known = project.state ?? {}
  const definition = Object.hasOwn(known, name) ? known[name] : undefined
  const fail = async (message: string, hint?: string): Promise<never> => {
    throw await requestFailure({
      project,
      folder,
      problems: [{ kind: 'fixture', message, place: anywhere('fixtures', name), hint }],
      attempt,
      exchange: undefined,
      frames: frames(),
    })
  }
  if (definition === undefined) return fail(`No fixture is named \`${name}\`; known are ${Object.keys(known).join(', ') || 'none'}`)
  const { value, repeated } = scopes[definition.scope ?? 'run'].get(name, () => make(session, name, definition))
  try {
    return await value
  } catch (error) {
    const reason = messageOf(error)
    if (repeated)
      return fail(
        `The fixture \`${name}\` could not be made: ${reason}`,
        'The whole failure is shown with the first test that asked for it',
      )
    if (error instanceof ExpectationError || (error instanceof Error && 'failures' in error)) throw error
    return fail(`The fixture \`${name}\` could not be made: ${reason}`)
  }
}

async function make(session: Session, name: string, definition: StateDefinition): Promise<Made> {
  const inner = fixtureSession(session, name, definition)
  const made = 'request' in definition ? await makeByRequest(inner, definition) : await makeByHook(inner, name, definition)
  if (
    definition.secret === true ||
    ('request' in definition && typeof definition.capture === 'object' && definition.capture.secret === true)
  )
    await reportSecrets(made.value)
  return made
}

/**
 * A fixture that outlives the test has cookies of its own, and the end of the test does not cancel it. What it sends is shown with the
 * test that needed it.
 */
function fixtureSession(session: Session, name: string, { scope = 'run' }: StateDefinition): Session {
  const outlives = scope !== 'test'
  return session.open({
    run: outlives ? { ...session.run, jar: new CookieJar() } : session.run,
    place: anywhere('fixtures', name),
    numbered: false,
    signal: outlives ? undefined : session.signal,
  })
}

async function makeByRequest(session: Session, { request, capture }: Extract<StateDefinition, { request: unknown }>): Promise<Made> {
  const response = await session.send(request)
  if (capture === undefined) return { value: deepFreeze(response.json()), undo: undefined }
  const taken = takeCapture(response, capture)
  if (taken.kind === 'nothing') throw new Error(taken.reason)
  return { value: taken.value, undo: undefined }
}

async function makeByHook(
  session: Session,
  name: string,
  { setup, teardown }: Extract<StateDefinition, { setup: unknown }>,
): Promise<Made> {
  const context = { api: session, captures: session.captures }
  const value: unknown = await setup(context)
  if (teardown === undefined) return { value, undo: undefined }
  const undo = async (): Promise<void> => {
    await session.runCleanup({ session, place: anywhere('fixtures', name, 'teardown'), run: () => teardown({ ...context, value }) })
  }
  return { value, undo }
}

function messageOf(error: unknown): string {
  if (error instanceof ExpectationError) return error.failures[0]?.message ?? error.message
  return error instanceof Error ? error.message : String(error)
}
