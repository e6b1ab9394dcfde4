import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure, ServiceResult } from '../../runtime/report/run-result.ts'
import type { ServicesRecord } from '../../runtime/services/serve.ts'

/** What the hub wrote when it stopped the services. */
export function readServices(runFolder: string): readonly ServiceResult[] {
  try {
    // safe: written by the runtime of this package
    return (JSON.parse(readFileSync(join(runFolder, 'services.json'), 'utf8')) as ServicesRecord).services
  } catch {
    return []
  }
}

/** What kept the run from starting, as failures: a service, or a variable that is not set. */
export function setupFailures(error: unknown): readonly Failure[] {
  if (error === undefined) return []
  const { failures, failure } = error as { readonly failures?: readonly Failure[]; readonly failure?: Failure }
  if (failures !== undefined) return failures
  if (failure !== undefined) return [failure]
  const message = error instanceof Error ? error.message : String(error)
  return [
    { kind: 'setup', message, place: undefined, frame: undefined, hint: undefined, diff: undefined, exchange: undefined, log: undefined },
  ]
}
