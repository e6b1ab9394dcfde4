import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { checkReference } from './check-reference.ts'
import { checkRequest } from './check-request.ts'
import type { Finding } from './finding.ts'
import { scopeOf, type Need, type Scope } from './scope.ts'

interface Failure {
  readonly user: Cursor
  readonly finding: Finding
}

interface BookedNeed extends Need {
  fulfilled: number
  readonly failures: Failure[]
}

/**
 * The named requests. What they read of their users (captures, rows, parameters) is checked with each user: wrong with all of them is
 * a mistake of the request, wrong with some is a mistake of those.
 */
export class RequestBook {
  readonly #tools: CheckTools
  readonly #needs = new Map<string, BookedNeed[]>()

  constructor(tools: CheckTools) {
    this.#tools = tools
    for (const [name, request] of tools.names.all('requests')) {
      const needs: Need[] = []
      const scope = scopeOf('a request', ['fixtures', 'captures', 'session', 'row', 'params', 'services', 'stubs'], { needs })
      checkRequest(request, { scope, tools })
      this.#needs.set(
        name,
        needs.map((need) => ({ ...need, fulfilled: 0, failures: [] })),
      )
    }
  }

  /** Marks a request as used by a step, or where a map has its name as `key`; `undefined` for an unknown one, which is reported. */
  use(name: Cursor, scope: Scope, key?: string): Cursor | undefined {
    const { names } = this.#tools
    const text = key ?? name.text ?? ''
    if (!names.use('requests', text)) {
      this.#tools.report(names.unknown('requests', text), { cursor: name, ...(key !== undefined && { at: 'key' as const }) })
      return undefined
    }
    for (const need of this.#needs.get(text) ?? []) {
      const finding = checkReference(need.reference, scope, names)
      if (finding === undefined) need.fulfilled += 1
      else need.failures.push({ user: name, finding })
    }
    return names.cursor('requests', text)
  }

  finish(): void {
    for (const need of [...this.#needs.values()].flat()) {
      if (need.fulfilled === 0) this.reportAtRequest(need)
      else this.reportAtUsers(need)
    }
  }

  private reportAtRequest({ spot, failures: [first] }: BookedNeed): void {
    if (first === undefined) return
    this.#tools.report(first.finding.problem, { ...spot, span: first.finding.span }, [
      ...(first.finding.related ?? []),
      { message: 'It is used here', spot: { cursor: first.user } },
    ])
  }

  private reportAtUsers({ spot, failures }: BookedNeed): void {
    for (const { user, finding } of failures) {
      this.#tools.report(finding.problem, { cursor: user }, [
        { message: 'The request reads it here', spot: { ...spot, span: finding.span } },
        ...(finding.related ?? []),
      ])
    }
  }
}
