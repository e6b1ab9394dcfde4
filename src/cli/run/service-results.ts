import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure, ServiceResult } from '../../runtime/report/run-result.ts'
import type { RunProgress } from './run-progress.ts'

/** What the hub wrote when it stopped the services. */
export function readServices(runFolder: string): readonly ServiceResult[] {
  try {
    // safe: written by the runtime of this package
    return JSON.parse(readFileSync(join(runFolder, 'services.json'), 'utf8')) as ServiceResult[]
  } catch {
    return []
  }
}

/** Failures that the start of the services threw; anything else is passed on. */
export function serviceFailures(error: unknown): readonly Failure[] {
  if (error === undefined) return []
  const { failures, failure } = error as { readonly failures?: readonly Failure[]; readonly failure?: Failure }
  if (failures !== undefined) return failures
  if (failure !== undefined) return [failure]
  throw error
}

export function watchServices(_progress: RunProgress): () => void {
  return () => {}
}
