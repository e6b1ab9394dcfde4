import { redact } from '../values/secrets.ts'
import type { Failure } from '../report/run-result.ts'

/** Why a service cannot be used, for people: what was tried, what came, and what to do. */
export interface ServiceFailure extends Failure {
  readonly kind: 'service'
  readonly service: string
  /** Where in `/services/<name>` the reason lies, such as `['process', 'command']`. */
  readonly path: readonly string[]
  /** Further facts, one a line: the command, the probe and its last answer, the log file. */
  readonly details: readonly string[]
}

export interface ServiceProblem {
  readonly service: string
  /** One line. */
  readonly message: string
  readonly path?: readonly string[]
  readonly details?: readonly string[]
  readonly log?: readonly string[]
  readonly hint?: string
}

/** A service did not start or has died. The message is a readable block; `failure` is the same as data. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly #failure: ServiceFailure

  constructor(failure: ServiceFailure, options?: ErrorOptions) {
    super(renderServiceFailure(failure), options)
    this.#failure = failure
  }

  /** No property of its own: vitest would print it once more behind the message. */
  get failure(): ServiceFailure {
    return this.#failure
  }

  /** As the other errors of the runtime have it. */
  get failures(): readonly [ServiceFailure] {
    return [this.failure]
  }
}

export function serviceError({ path = [], details = [], ...problem }: ServiceProblem, options?: ErrorOptions): ServiceError {
  const failure: ServiceFailure = {
    kind: 'service',
    service: problem.service,
    message: redact(problem.message),
    path,
    details: details.map(redact),
    place: undefined,
    frame: undefined,
    hint: problem.hint === undefined ? undefined : redact(problem.hint),
    diff: undefined,
    exchange: undefined,
    log: problem.log === undefined || problem.log.length === 0 ? undefined : problem.log.map(redact),
  }
  return new ServiceError(failure, options)
}

export function renderServiceFailure({ message, place, frame, details, log, hint }: ServiceFailure): string {
  const where = place === undefined ? [] : [`${place.file}:${place.line}:${place.column}`, ...(frame === undefined ? [] : [frame])]
  const lines = log === undefined ? [] : ['last lines:', ...log.map((line) => `  ${line}`)]
  return [message, ...where, ...details, ...lines, ...(hint === undefined ? [] : [`hint: ${hint}`])].join('\n')
}
