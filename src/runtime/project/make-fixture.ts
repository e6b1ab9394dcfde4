import { ExpectationError } from '../assertions/expectation-error.ts'
import type { StateDefinition } from '../fixtures/define-state.ts'
import type { Made } from '../fixtures/fixture-scope.ts'
import { CookieJar } from '../http/cookie-jar.ts'
import { anywhere } from '../report/find-place.ts'
import { FixtureInTheMaking } from './late-values.ts'
import { prepareLateUndo } from './prepare-late-undo.ts'
import { reportSecrets } from './report-secrets.ts'
import { requestFailure } from './request-failure.ts'
import type { TestSession } from './test-session.ts'
import { takeCapture } from './take-captures.ts'

/** The value of a fixture, made now where nobody in its scope has asked before. */
export async function makeFixture(session: TestSession, name: string, frames: () => string): Promise<unknown> {
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
  if (session.making.includes(name)) throw new FixtureInTheMaking(name)
  const { value, repeated } = scopes[definition.scope ?? 'run'].get(name, () => make(session, name, definition))
  try {
    return await value
  } catch (error) {
    const reason = messageOf(error)
    if (repeated) return fail(sentenceOf(name, reason), 'The whole failure is shown with the first test that asked for it')
    if (error instanceof ExpectationError || (error instanceof Error && 'failures' in error)) throw error
    return fail(sentenceOf(name, reason))
  }
}

async function make(session: TestSession, name: string, definition: StateDefinition): Promise<Made> {
  const inner = fixtureSession(session, name, definition)
  const made = 'request' in definition ? await makeByRequest(inner, name, definition) : await makeByHook(inner, name, definition)
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
function fixtureSession(session: TestSession, name: string, { scope = 'run' }: StateDefinition): TestSession {
  const outlives = scope !== 'test'
  return session.open({
    run: outlives ? { ...session.run, jar: new CookieJar() } : session.run,
    place: anywhere('fixtures', name),
    numbered: false,
    signal: outlives ? undefined : session.signal,
    making: [...session.making, name],
  })
}

async function makeByRequest(
  session: TestSession,
  name: string,
  { request, capture }: Extract<StateDefinition, { request: unknown }>,
): Promise<Made> {
  const response = await session.send(request)
  const taken = takeCapture(response, capture ?? '$')
  if (taken.kind === 'value') return { value: taken.value, undo: undefined }
  const { project, folder, attempt, exchanges } = session.run
  const sent = exchanges.find((exchange) => exchange.response === response)
  throw await requestFailure({
    project,
    folder,
    problems: [
      {
        kind: 'fixture',
        message: `The fixture \`${name}\` could not be made: ${taken.reason}`,
        place: anywhere('fixtures', name, ...(capture === undefined ? ['request'] : ['capture'])),
      },
    ],
    attempt,
    exchange: sent && { sent, index: exchanges.indexOf(sent) },
    frames: '',
  })
}

async function makeByHook(
  session: TestSession,
  name: string,
  { setup, teardown, scope = 'run' }: Extract<StateDefinition, { setup: unknown }>,
): Promise<Made> {
  const context = { api: session, captures: session.captures }
  const value: unknown = await setup(context)
  if (teardown === undefined) return { value, undo: undefined }
  if (scope === 'run') await prepareLateUndo()
  const undo = async (): Promise<void> => {
    await session.runCleanup({ session, place: anywhere('fixtures', name, 'teardown'), run: () => teardown({ ...context, value }) })
  }
  return { value, undo }
}

/** A capture's failure says so itself. */
function sentenceOf(name: string, reason: string): string {
  const sentence = `The fixture \`${name}\` could not be made: `
  return reason.startsWith(sentence) ? reason : `${sentence}${reason}`
}

function messageOf(error: unknown): string {
  if (error instanceof ExpectationError) return error.failures[0]?.message ?? error.message
  return error instanceof Error ? error.message : String(error)
}
