import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from '../../places/place.ts'
import { checkExpectations } from '../assertions/check-expectations.ts'
import type { CheckContext, CheckResult } from '../assertions/types.ts'
import { formatDuration } from '../assertions/values/units.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { CookieJar } from '../http/cookie-jar.ts'
import { readDuration } from '../http/prepare-request.ts'
import type { WireRequest } from '../http/send-once.ts'
import { sendWithRetry } from '../http/send-with-retry.ts'
import { calledOperation } from '../openapi/coverage.ts'
import { sentCall } from '../openapi/sent-call.ts'
import type { SentCall } from '../openapi/sent-call.ts'
import { anywhere } from '../report/find-place.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import type { Ready } from './make-ready.ts'
import type { MergedRequest } from './merge-request.ts'
import { problemOf, toProblem } from './request-failure.ts'
import type { Problem } from './request-failure.ts'
import type { Poll } from './request-types.ts'
import type { TestSession } from './test-session.ts'

export interface Outcome {
  readonly exchange: SentExchange
  readonly problems: readonly Problem[]
}

/** Sends and checks; with `poll` again and again until everything holds or the time is over. */
export async function exchangeUntilHeld(ready: Ready, around: { session: TestSession; place: Place }): Promise<Outcome> {
  const { poll } = ready.merged.request
  const step = (around.session.run.requests += 1)
  if (poll === undefined) return exchangeOnce(ready, { ...around, step })
  const { forMs, everyMs } = readPoll(poll)
  const started = performance.now()
  for (let attempts = 1; ; attempts++) {
    const outcome = await exchangeOnce(ready, { ...around, step })
    const exchange = { ...outcome.exchange, attempts }
    const left = forMs - (performance.now() - started)
    if (outcome.problems.length === 0) return { ...outcome, exchange }
    if (left <= 0 || around.session.signal?.aborted === true) {
      return {
        exchange,
        problems: outcome.problems.map((problem) => ({
          ...problem,
          message: `${problem.message} (polled ${attempts} ${attempts === 1 ? 'time' : 'times'} for ${formatDuration(forMs)})`,
        })),
      }
    }
    await sleep(Math.min(everyMs, left), undefined, { signal: around.session.signal }).catch(() => undefined)
  }
}

function readPoll(poll: Poll): { forMs: number; everyMs: number } {
  return { forMs: readDuration(poll.for, 'poll: for'), everyMs: Math.max(1, readDuration(poll.every ?? '200ms', 'poll: every')) }
}

async function exchangeOnce(
  { merged, prepared, service, name }: Ready,
  { session, place, step }: { session: TestSession; place: Place; step: number },
): Promise<Outcome> {
  const startedAt = new Date()
  const started = performance.now()
  let wire: WireRequest | undefined
  const perform = {
    request: prepared,
    jar: merged.request.jar === false ? new CookieJar() : session.run.jar,
    signal: session.signal,
    onSend: (request: WireRequest) => (wire = request),
  }
  const { response, error, attempts } = await sendWithRetry(perform, merged.request.retry ?? undefined)
  const durationMs = performance.now() - started
  const contract = wire && contractOf(session, sentCall(wire, prepared, basesOf(service)))
  const { results, problems } =
    response === undefined
      ? { results: [], problems: [toProblem(error, place)] }
      : await checkAnswer(response, merged, {
          ...contextOf(session, { place, step }),
          ...(contract !== undefined && { openapi: contract }),
        })
  return {
    exchange: {
      name,
      service: service?.name,
      startedAt,
      durationMs,
      request: prepared,
      sent: wire,
      response,
      error: error?.message,
      results,
      expectations: merged.expectations,
      attempts,
      ...(contract !== undefined && response !== undefined && operationOf(session, contract, response)),
    },
    problems,
  }
}

type Contract = NonNullable<CheckContext['openapi']>

function contractOf({ run: { project } }: TestSession, sent: SentCall): Contract | undefined {
  return project.openapi === undefined ? undefined : { file: project.openapi, sent }
}

/** The path that the service's own address puts before that of the request. */
function basesOf(service: Ready['service']): readonly string[] {
  if (service === undefined) return []
  const { pathname } = new URL(service.address.url)
  return [`${pathname.replace(/\/+$/, '')}${service.definition.basePath ?? ''}`, pathname]
}

function operationOf({ run: { folder } }: TestSession, { file, sent }: Contract, response: HttpResponse): Pick<SentExchange, 'openapi'> {
  const status = response.redirects[0]?.status ?? response.status
  const openapi = calledOperation({ folder, file, sent, status })
  return openapi === undefined ? {} : { openapi }
}

export function contextOf(session: TestSession, { place, step }: { place: Place; step: number }): CheckContext {
  const { project, folder, suite, title, stubs, mocks, shared } = session.run
  return {
    folder,
    requestPlace: place,
    snapshot: { suite, test: title, step },
    stubCounts: stubs && (() => stubs.counts()),
    mocks: { targets: () => mocks.targets, record: (target) => mocks.record(target) },
    hooks: project.hooks as Readonly<Record<string, unknown>> | undefined,
    session: shared && ((name) => shared.kept(name)),
    hookContext: { api: session, captures: session.captures },
  }
}

/** Holds an answer against its expectations and against what means failure wherever it comes. */
export async function checkAnswer(
  response: HttpResponse,
  { expectations, failIf, request }: Pick<MergedRequest, 'expectations' | 'failIf'> & { readonly request?: MergedRequest['request'] },
  context: CheckContext,
): Promise<{ results: readonly CheckResult[]; problems: readonly Problem[] }> {
  // named checks say all that there is to say about the status
  const implied = request?.checks === undefined ? context : { ...context, requestPlace: undefined }
  const results = expectations.length === 0 && request?.checks !== undefined ? [] : await checkExpectations(response, expectations, implied)
  const problems = results.filter(({ held }) => !held).map(problemOf)
  for (const condition of failIf) {
    const found = await checkExpectations(response, condition, { ...context, requestPlace: undefined })
    const failed = found.length > 0 && found.every(({ held }) => held)
    const text = `not: ${found.map((part) => part.text).join(' and ')}`
    results.push({
      kind: 'failIf',
      text,
      held: !failed,
      message: text,
      place: condition[0]?.place ?? anywhere('defaults'),
      expected: undefined,
      actual: undefined,
      diff: undefined,
      hint: undefined,
    })
    if (failed)
      problems.push({ kind: 'failIf', message: `failIf: ${found.map((part) => part.text).join(' and ')}`, place: condition[0]?.place })
  }
  return { results, problems }
}
