import type { ServiceResult } from '../../report/run-result.ts'
import type { ServiceEnd, ServiceHandle, ServiceKindName } from '../service-handle.ts'

/** A service that was asked for. */
export interface Entry {
  readonly kind: ServiceKindName
  readonly dependsOn: readonly string[]
  readonly starting: Promise<ServiceHandle>
  /** Once it is ready. */
  handle?: ServiceHandle
  /** Once it is over. */
  result?: ServiceResult
}

export function resultOf(
  name: string,
  { kind, handle }: Entry,
  { state, forced = false }: { state: ServiceResult['state']; forced?: boolean },
): ServiceResult {
  const log = kind === 'url' ? undefined : `logs/${name}.log`
  return { name, kind, url: handle?.url, state, readyMs: handle?.readyMs, forced, log }
}

/** @example Service `web` ended with exit code 3 1.2s ago */
export function describeEnd(name: string, { description, atMs }: ServiceEnd): string {
  return `Service \`${name}\` ${description} ${seconds(Date.now() - atMs)} ago`
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${(milliseconds / 1000).toFixed(1)}s`
}
