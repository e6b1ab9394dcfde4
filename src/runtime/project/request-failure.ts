import { fileURLToPath } from 'node:url'
import type { Place } from '../../places/place.ts'
import { ExpectationError } from '../assertions/expectation-error.ts'
import type { CheckResult } from '../assertions/types.ts'
import { RequestError } from '../http/request-error.ts'
import { anywhere, findPlace } from '../report/find-place.ts'
import { recordExchange } from '../report/record-exchange.ts'
import type { SentExchange } from '../report/record-exchange.ts'
import type { Failure } from '../report/run-result.ts'
import { ServiceError } from '../services/service-error.ts'
import { redact } from '../values/secrets.ts'
import type { ProjectDefinition } from './define-project.ts'

/** A failure before its line in the YAML is looked up. */
export interface Problem {
  readonly kind: string
  readonly message: string
  readonly place: Place | undefined
  readonly hint?: string | undefined
  readonly diff?: readonly string[] | undefined
  /** Failures of a service come with their place and log. */
  readonly known?: Failure
  readonly compared?: { readonly expected: unknown; readonly actual: unknown }
}

export interface RequestFailure {
  readonly project: ProjectDefinition
  readonly folder: string
  readonly problems: readonly [Problem, ...Problem[]]
  /** Which try of the test it is, from 1. */
  readonly attempt: number
  readonly exchange: { readonly sent: SentExchange; readonly index: number } | undefined
  /** Frames of the generated code that asked for it. */
  readonly frames: string
}

/** Everything that went wrong with one request as one error, which points at the YAML. */
export async function requestFailure({ project, folder, problems, attempt, exchange, frames }: RequestFailure): Promise<ExpectationError> {
  const [first, ...others] = await Promise.all(problems.map((problem) => toFailure(problem, { project, index: exchange?.index })))
  const log = exchange === undefined || first!.log !== undefined ? undefined : await readLog(exchange.sent)
  const failures = [{ ...first!, ...log }, ...others].map((failure) => ({ ...failure, attempt })) as [Failure, ...Failure[]]
  const [problem] = problems
  const error = new ExpectationError({
    failures,
    exchange: exchange && recordExchange(exchange.sent),
    folder,
    compared: problem.compared && { expected: redactData(problem.compared.expected), actual: redactData(problem.compared.actual) },
  })
  return withFrames(error, frames)
}

/** Why a request was not answered; any other error is thrown on. */
export function toProblem(error: unknown, place: Place): Problem {
  if (error instanceof ServiceError) return { kind: 'service', message: error.failure.message, place, known: error.failure }
  if (!(error instanceof RequestError)) throw error
  const kind = error.kind === 'timeout' ? 'timeout' : 'request'
  return { kind, message: error.message, place, hint: error.hint }
}

export function problemOf(check: CheckResult): Problem {
  const { kind, message, place, hint, diff, expected, actual } = check
  return { kind, message, place, hint, diff, compared: { expected, actual } }
}

async function toFailure(
  problem: Problem,
  { project, index }: { project: ProjectDefinition; index: number | undefined },
): Promise<Failure> {
  const { known, kind, message, place, hint, diff } = problem
  if (known !== undefined) return { ...(await placed(known, { project, step: place })), exchange: index }
  const found = await findPlace(project, place)
  return {
    kind,
    message: redact(message),
    place: found && { file: found.file, line: found.line, column: found.column },
    frame: found && redact(found.frame),
    hint: hint === undefined ? undefined : redact(hint),
    diff: diff?.map(redact),
    exchange: index,
    log: undefined,
  }
}

/**
 * The hub has looked its services up; those that run beside the tests have no place yet. A service that died long after it was ready has
 * no line of its own: the step that needed it has.
 */
async function placed(known: Failure, { project, step }: { project: ProjectDefinition; step: Place | undefined }): Promise<Failure> {
  if (known.place !== undefined) return known
  const path = 'service' in known && 'path' in known ? (known.path as readonly string[]) : []
  const own = 'service' in known && path.length > 0 ? anywhere('services', String(known.service), ...path) : undefined
  const found = await findPlace(project, own ?? step)
  return { ...known, place: found && { file: found.file, line: found.line, column: found.column }, frame: found && redact(found.frame) }
}

/** What the service printed meanwhile; a report without it is better than none. */
async function readLog({ service, startedAt }: SentExchange): Promise<Pick<Failure, 'log' | 'logBefore'> | undefined> {
  if (service === undefined) return undefined
  const { nodeAppLog } = await import('../services/kinds/node/node-apps.ts')
  const own = await nodeAppLog(service, startedAt.getTime())
  if (own !== undefined) return own.length === 0 ? undefined : { log: own.map(redact) }
  if (!process.env['APITEST_HUB']) return undefined
  const { serviceLog } = await import('../services/hub-client.ts')
  const found = await serviceLog(service, startedAt.getTime()).catch(() => undefined)
  if (found === undefined || found.lines.length === 0) return undefined
  const { lines, before } = found
  return { log: lines.map(redact), ...((before.count > 0 || before.atLeast) && { logBefore: before }) }
}

/** Secrets inside data that a test runner would print as a difference. */
function redactData(value: unknown): unknown {
  if (typeof value === 'string') return redact(value)
  if (Array.isArray(value)) return value.map(redactData)
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [redact(key), redactData(part)]))
}

/** Replaces the frames of this package, which say nothing to users, by those of their code; the line of the YAML stays first. */
export function withFrames(error: ExpectationError, frames: string): ExpectationError {
  const lines = (error.stack ?? '').split('\n')
  while (/^ {4}at (?!spec \()/.test(lines.at(-1) ?? '')) lines.pop()
  error.stack = [...lines, ...(frames === '' ? [] : [frames])].join('\n')
  return error
}

/** The user's frames above a call of ours, taken before anything is awaited and formatted only when something fails. */
export function captureFrames(below: (...parameters: never[]) => unknown): () => string {
  const holder: { stack?: string } = {}
  Error.captureStackTrace(holder, below)
  return () =>
    (holder.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at ') && !line.includes(ownFolder) && !line.includes('node:internal'))
      .join('\n')
}

/** Where this package lies: `dist` when installed, `src/runtime` in its own tests. */
const ownFolder = fileURLToPath(import.meta.url).replace(/(.*[\\/](?:dist|src[\\/]runtime)[\\/]).*/s, '$1')
