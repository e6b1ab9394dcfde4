import { operationName, responseFor } from '../../openapi/api-operations.ts'
import type { Exchange, RunResult } from '../report/run-result.ts'
import { loadApi } from './load-api.ts'
import { matchCall } from './match-call.ts'
import type { SentCall } from './sent-call.ts'

/** Which operation a call belongs to, and under which of its documented statuses the answer falls. */
export interface CalledOperation {
  /** `GET /items/{id}`. */
  readonly name: string
  /** As documented: `200`, `4XX`, `default`; the plain number where it is not. */
  readonly status: string
}

/** `undefined` for calls that the document does not know. */
export function calledOperation({
  folder,
  file,
  sent,
  status,
}: {
  folder: string
  file: string
  sent: SentCall
  status: number
}): CalledOperation | undefined {
  const matched = matchCall(loadApi(folder, file), sent)
  if ('methods' in matched) return undefined
  return { name: operationName(matched.operation), status: responseFor(matched.operation, status)?.status ?? String(status) }
}

export interface ApiCoverage {
  /** The document, relative to the project's folder. */
  readonly file: string
  /** Share of operations that a test called, 0 to 1; 1 for a document without any. */
  readonly share: number
  readonly operations: readonly CoveredOperation[]
}

export interface CoveredOperation {
  readonly name: string
  readonly calls: number
  /** The documented statuses, and those that came without being documented. */
  readonly statuses: readonly { readonly status: string; readonly documented: boolean; readonly calls: number }[]
}

/** Counts the calls of a run by operation and status, in the order of the document. */
export function coverageOf(result: RunResult, { folder, file }: { folder: string; file: string }): ApiCoverage {
  const counts = new Map<string, Map<string, number>>()
  for (const { openapi } of exchangesOf(result)) {
    if (openapi === undefined) continue
    const statuses = counts.get(openapi.name) ?? new Map<string, number>()
    counts.set(openapi.name, statuses.set(openapi.status, (statuses.get(openapi.status) ?? 0) + 1))
  }
  const operations = loadApi(folder, file).index.operations.map((operation): CoveredOperation => {
    const name = operationName(operation)
    const called = counts.get(name) ?? new Map<string, number>()
    const documented = operation.responses.map(({ status }) => status)
    const strange = [...called.keys()].filter((status) => !documented.includes(status)).toSorted()
    return {
      name,
      calls: [...called.values()].reduce((sum, calls) => sum + calls, 0),
      statuses: [
        ...documented.map((status) => ({ status, documented: true, calls: called.get(status) ?? 0 })),
        ...strange.map((status) => ({ status, documented: false, calls: called.get(status) ?? 0 })),
      ],
    }
  })
  const covered = operations.filter(({ calls }) => calls > 0).length
  return { file, share: operations.length === 0 ? 1 : covered / operations.length, operations }
}

function exchangesOf({ suites }: RunResult): readonly Exchange[] {
  return suites.flatMap(({ tests }) => tests.flatMap(({ exchanges }) => exchanges))
}

/** `14 of 20 operations (70%), 22 of 51 documented statuses`. */
export function describeCoverage({ operations, share }: ApiCoverage): string {
  const covered = operations.filter(({ calls }) => calls > 0).length
  const statuses = operations.flatMap((operation) => operation.statuses.filter(({ documented }) => documented))
  return `${covered} of ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'} (${Math.floor(share * 100)}%), ${statuses.filter(({ calls }) => calls > 0).length} of ${statuses.length} documented statuses`
}
