import { fileURLToPath } from 'node:url'
import { formatPlace } from '../../../places/place.ts'
import type { Place } from '../../../places/place.ts'
import type { CheckResult, ReceivedResponse } from '../../assertions/types.ts'
import type { HttpResponse } from '../../http/http-response.ts'
import { performRequest } from '../../http/perform-request.ts'
import { RequestError } from '../../http/request-error.ts'
import { checkAnswer, contextOf, exchangeUntilHeld } from '../../project/exchange.ts'
import { makeReady } from '../../project/make-ready.ts'
import type { Layer } from '../../project/merge-request.ts'
import type { TestSession } from '../../project/test-session.ts'
import { takeCapture } from '../../project/take-captures.ts'
import { addSecret, redact } from '../../values/secrets.ts'
import type { Answer } from '../program/answer.ts'
import type { CompiledCapture, CompiledStep, Values } from '../program/load-program.ts'
import { compileSingularPath } from '../program/singular-path.ts'
import type { ReadPath } from '../program/singular-path.ts'
import type { SlotTracer } from '../program/slot-tracer.ts'
import type { FailureExample } from '../record/load-record.ts'
import { noteCapturedSecret } from './captured-secrets.ts'

/** What became of a request whose answer needed a closer look. */
export interface Verdict {
  readonly status?: number
  /** Absent: it went well. One line with nothing that varies from request to request. */
  readonly problem?: string
  readonly place?: string | undefined
  readonly timedOut?: boolean
  readonly example?: FailureExample
  /** Code of the profile threw; the example has where. */
  readonly exception?: boolean
  /** Bytes that nobody has counted yet. */
  readonly received?: number
}

interface Judging {
  readonly session: TestSession
  readonly step: CompiledStep
  readonly values: Values
  readonly tracer: SlotTracer
}

/** Takes captures from the JSON of an answer; false where it takes more than that. */
export function readCaptures({ captures }: CompiledStep, answer: Answer, { cells }: Values): boolean {
  for (const capture of captures) {
    const read = readerOf(capture)
    const value = read?.(answer.json())
    if (value === undefined) return false
    cells[capture.cell] = value
    if (capture.secret) noteCapturedSecret(value)
  }
  return true
}

const readers = new WeakMap<CompiledCapture, ReadPath | null>()

function readerOf(compiled: CompiledCapture): ReadPath | undefined {
  let reader = readers.get(compiled)
  if (reader === undefined) {
    const { capture } = compiled
    const path = typeof capture === 'string' ? capture : capture.jsonPath
    reader = (path === undefined ? undefined : compileSingularPath(path)) ?? null
    readers.set(compiled, reader)
  }
  return reader ?? undefined
}

/** Asks the expectations themselves, and takes every kind of capture. */
export async function judgeAnswer({
  answer,
  example,
  ...judging
}: Judging & { answer: Answer; example: () => FailureExample }): Promise<Verdict> {
  return judgeResponse(await answer.response(), judging, example)
}

async function judgeResponse(response: HttpResponse, judging: Judging, example: () => FailureExample): Promise<Verdict> {
  const { session, step, values, tracer } = judging
  const open = step.expectations.map((expectation) => ({ ...expectation, expected: tracer.resolve(expectation.expected, values) }))
  const { results, problems } = await checkAnswer(
    response,
    { expectations: open, failIf: step.failIf },
    contextOf(session, { place: step.place, step: 1 }),
  )
  const failed = results.find(({ held }) => !held)
  const status = response.status
  const problem = problems[0]
  if (problem !== undefined) {
    const varies = failed !== undefined && step.expectations.some(({ key, expected }) => key === failed.kind && tracer.isOpen(expected))
    const place = problem.place && (await placeText(session, problem.place))
    rememberSecrets(step, values)
    const { mistake } = failed ?? {}
    if (mistake !== undefined) {
      const detail = redact(mistake.stack ?? mistake.message)
      return { status, problem: redact(problem.message), place, exception: true, example: { ...example(), detail } }
    }
    const detail = problems.map(({ message }) => message).join('\n')
    return { status, problem: sentence(failed, problem.message, varies), place, example: { ...example(), detail } }
  }
  const missing = takeCaptures(response, step, values)
  return missing === undefined ? { status } : { status, problem: missing, place: await placeText(session, step.place), example: example() }
}

/** The message says what came, which for a status is one of few; for anything else it may be another one each time. */
function sentence(failed: CheckResult | undefined, message: string, varies: boolean): string {
  if (failed === undefined || failed.kind === 'status' || failed.kind === 'failIf') return message
  if (varies) return `${failed.kind}: not as expected`
  return `${failed.kind}: expected ${failed.text.length > 160 ? `${failed.text.slice(0, 159)}…` : failed.text}`
}

function takeCaptures(response: ReceivedResponse, { captures }: CompiledStep, { cells }: Values): string | undefined {
  for (const { name, capture, cell, secret } of captures) {
    const taken = takeCapture(response, capture)
    if (taken.kind === 'nothing') return `capture ${name}: ${taken.reason}`
    cells[cell] = taken.value
    if (secret) noteCapturedSecret(taken.value)
  }
  return undefined
}

const files = new Map<string, Promise<string>>()

/** With its file: where there are several, they are read for the first failure at each place. */
async function placeText({ run: { project } }: TestSession, place: Place): Promise<string> {
  const [first = '', ...others] = project.specs
  if (place.file !== '') return formatPlace(place)
  if (others.length === 0) return formatPlace({ ...place, file: first })
  const key = formatPlace(place)
  const file = files.get(key) ?? fileOf(project, place)
  files.set(key, file)
  return formatPlace({ ...place, file: await file })
}

async function fileOf({ folder, specs }: TestSession['run']['project'], { path }: Place): Promise<string> {
  const { findSpecPlace } = await import('../../../places/read-spec-place.ts')
  return (await findSpecPlace(fileURLToPath(folder), specs, path))?.file ?? ''
}

/** Users have tokens of their own; only those that could be shown are worth remembering. */
function rememberSecrets({ captures }: CompiledStep, { cells }: Values): void {
  for (const { secret, cell } of captures) if (secret && typeof cells[cell] === 'string') addSecret(cells[cell])
}

interface Whole extends Judging {
  /** The first answer, which is a redirect. */
  readonly first?: { readonly answer: Promise<HttpResponse>; readonly method: string }
}

/** Sends a request as a test does, or goes on with a redirect as a test does. */
export async function sendWhole({ first, ...judging }: Whole): Promise<Verdict> {
  const { session, step, values, tracer } = judging
  const layers = step.layers.map((layer): Layer => ({
    ...layer,
    definition: tracer.resolve(layer.definition, values) as Layer['definition'],
  }))
  const shown = (): FailureExample => ({ request: `${step.method} ${step.origin}` })
  try {
    const ready = await makeReady(session, layers)
    if (first !== undefined) {
      const { status, rawHeaders, body } = await first.answer
      const answer = { status, headers: rawHeaders, body: Buffer.from(body) }
      const perform = { request: ready.prepared, jar: session.run.jar, signal: undefined, onSend: () => undefined, first: answer }
      return await judgeResponse(await performRequest(perform), judging, shown)
    }
    const { exchange, problems } = await exchangeUntilHeld(ready, { session, place: step.place })
    const { response } = exchange
    const answered = response === undefined ? {} : { status: response.status, received: response.body.length }
    const problem = problems[0]
    if (response !== undefined && problem === undefined) {
      const missing = takeCaptures(response, step, values)
      return missing === undefined
        ? answered
        : { ...answered, problem: missing, place: await placeText(session, step.place), example: shown() }
    }
    return {
      ...answered,
      problem: problem?.kind === 'request' ? `connection: ${problem.message}` : (problem?.message ?? 'failed'),
      place: problem?.place && (await placeText(session, problem.place)),
      timedOut: problem?.kind === 'timeout',
    }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return { problem: `${error.kind}: ${error.message}`, timedOut: error.kind === 'timeout', place: await placeText(session, step.place) }
  }
}
