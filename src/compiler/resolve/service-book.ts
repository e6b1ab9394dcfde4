import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { dependenciesOf } from '../checks/dependencies-of.ts'
import { isWholeUrl } from '../checks/whole-url.ts'
import { problems } from '../diagnostics/problems.ts'
import { serviceKindOf } from '../kinds/kind-of.ts'

/** Who sends to which service. */
export class ServiceBook {
  readonly #tools: CheckTools
  /** First use by a test, by name. */
  readonly #testUses = new Map<string, Cursor>()
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
  book(
    step: Cursor,
    { base, inherited, executed }: { base?: Cursor | undefined; inherited?: string | undefined; executed: boolean },
  ): string | undefined {
    const { names } = this.#tools
    if (isWholeUrl(step, base)) return undefined
    const name = this.name(step.get('service')) ?? base?.get('service')?.text ?? inherited ?? [...names.all('services').keys()][0]
    if (name === undefined) {
      if (!this.#noServiceReported) this.#tools.report(problems.noService(), { cursor: step })
      this.#noServiceReported = true
      return undefined
    }
    names.use('services', name)
    if (executed && !this.#testUses.has(name)) this.#testUses.set(name, step)
    return name
  }

  /** Services of kinds that this version does not start: an error where a test needs one. */
  finish(): void {
    const needed = new Map(this.#testUses)
    for (const [name, user] of needed)
      for (const next of dependenciesOf(this.#tools.names.cursor('services', name))) if (!needed.has(next)) needed.set(next, user)
    for (const [name, service] of this.#tools.names.all('services')) {
      const { name: key, kind } = serviceKindOf(service)
      const cursor = service.get(key)
      if (kind.executed || cursor === undefined) continue
      const user = needed.get(name)
      const consequence =
        user === undefined ? 'No test uses it, so the tests run without it' : 'Tests cannot use it until a later version starts it'
      const problem = problems.notYet(`A \`${key}\` service`, { severity: user === undefined ? 'warning' : 'error', consequence })
      this.#tools.report(problem, { cursor, at: 'key' }, user === undefined ? [] : [{ message: 'It is used here', spot: { cursor: user } }])
    }
  }
}
