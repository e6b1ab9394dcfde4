import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { isWholeUrl } from '../checks/whole-url.ts'
import { problems } from '../diagnostics/problems.ts'

/** Who sends to which service. */
export class ServiceBook {
  readonly #tools: CheckTools
  #noServiceReported = false

  constructor(tools: CheckTools) {
    this.#tools = tools
  }

  /** Marks the service behind a `service` key as used; an unknown one is reported. */
  name(service: Cursor | undefined): string | undefined {
    const name = service?.text
    if (service === undefined || name === undefined) return undefined
    if (!this.#tools.names.use('services', name)) this.#tools.report(this.#tools.names.unknown('services', name), { cursor: service })
    return name
  }

  /** Books a request; `inherited` is the service of the test or suite around it. */
  book(step: Cursor, { base, inherited }: { base?: Cursor | undefined; inherited?: string | undefined } = {}): string | undefined {
    const { names } = this.#tools
    if (isWholeUrl(step, base)) return undefined
    const name = this.name(step.get('service')) ?? base?.get('service')?.text ?? inherited ?? [...names.all('services').keys()][0]
    if (name === undefined) {
      if (!this.#noServiceReported) this.#tools.report(problems.noService(), { cursor: step })
      this.#noServiceReported = true
      return undefined
    }
    names.use('services', name)
    return name
  }
}
