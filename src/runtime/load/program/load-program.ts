import type { Place } from '../../../places/place.ts'
import type { SourcedExpectation } from '../../assertions/types.ts'
import type { Layer, SourcedCapture } from '../../project/merge-request.ts'
import type { LoadEndpoint } from '../record/load-record.ts'
import type { StepCheck } from './compile-checks.ts'
import type { RequestEncoder } from './request-encoder.ts'

/**
 * The tasks of a load after tracing: which requests each sends, as encoders that know everything but the values of the moment, with the
 * checks and captures of the answers. `trace-program.ts` makes it, `engine/virtual-user.ts` runs it.
 */
export interface LoadProgram {
  readonly endpoints: readonly LoadEndpoint[]
  /** Base URLs of the services that are sent to, by name. */
  readonly targets: Readonly<Record<string, string>>
  readonly tasks: readonly CompiledTask[]
}

export interface CompiledTask {
  readonly name: string
  /** Above 0. */
  readonly weight: number
  readonly steps: readonly CompiledStep[]
  /** How many cells its values need: captures, and functions such as `uuid()`. */
  readonly cells: number
}

export interface CompiledStep {
  /** Index into the endpoints of the program. */
  readonly endpoint: number
  readonly method: string
  /** Such as `http://127.0.0.1:4000`. */
  readonly origin: string
  readonly timeoutMs: number
  /** How many redirects are followed. */
  readonly redirects: number
  /** Absent where the request is put together anew each time; `slow` says why. */
  readonly encoder: RequestEncoder | undefined
  readonly slow: string | undefined
  readonly check: StepCheck
  readonly expectations: readonly SourcedExpectation[]
  readonly failIf: readonly (readonly SourcedExpectation[])[]
  readonly captures: readonly CompiledCapture[]
  readonly place: Place
  /** The levels of the request above its service, values of the moment still open. */
  readonly layers: readonly Layer[]
}

export interface CompiledCapture extends SourcedCapture {
  readonly cell: number
  readonly secret: boolean
}

/** The values of the moment: cells of one run of a task, and its row. */
export interface Values {
  readonly cells: unknown[]
  row: unknown
}
