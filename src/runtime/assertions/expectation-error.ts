import { join } from 'node:path'
import { renderFailure, renderFailures } from '../report/render/render-failure.ts'
import type { Exchange, Failure } from '../report/run-result.ts'

export interface ExpectationErrorOptions {
  /** Everything that failed with one request, in the order of the spec. */
  readonly failures: readonly [Failure, ...Failure[]]
  readonly exchange: Exchange | undefined
  /** Where they come from several requests: all of the test, which `failure.exchange` counts. */
  readonly exchanges?: readonly Exchange[]
  /** The project's folder, absolute; places are relative to it. */
  readonly folder: string
  /** What was compared, when one thing failed; test runners draw a difference from these. */
  readonly compared?: { readonly expected: unknown; readonly actual: unknown }
  /** The function whose caller is the first frame of code. */
  readonly below?: (...parameters: never[]) => unknown
}

/**
 * Expectations that did not hold. The first frame of its stack is the line of the YAML, so that test runners point there; the line of
 * the generated code is the second.
 */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError'
  readonly failures: readonly Failure[]
  declare readonly expected?: unknown
  declare readonly actual?: unknown

  constructor({ failures, exchange, exchanges, folder, compared, below }: ExpectationErrorOptions) {
    super(exchanges === undefined ? renderFailure(failures, exchange) : renderFailures(failures, exchanges))
    this.failures = failures
    if (compared !== undefined && failures.length === 1) Object.assign(this, compared)
    Error.captureStackTrace(this, below ?? ExpectationError)
    const place = failures.find((failure) => failure.place !== undefined)?.place
    const frames = codeFrames(this.stack ?? '')
    const spec = place === undefined ? [] : [`    at spec (${join(folder, place.file)}:${place.line}:${place.column})`]
    Object.defineProperty(this, 'stack', {
      value: [`${this.name}: ${this.message}`, ...spec, ...frames].join('\n'),
      configurable: true,
      writable: true,
      enumerable: false,
    })
  }
}

/** The message may hold lines that look like frames (a logged stack), so frames are counted from the end. */
function codeFrames(stack: string): string[] {
  const lines = stack.split('\n')
  let first = lines.length
  while (first > 0 && /^ {4}at /.test(lines[first - 1] ?? '')) first--
  return lines.slice(first)
}
