import type { ServiceReport } from './hub/hub.ts'
import { callHub } from './hub/hub-connection.ts'
import { HUB_VARIABLE } from './hub/hub-protocol.ts'
import type { ServiceAddress } from './service-definition.ts'
import type { LogExcerpt } from './service-log.ts'

/** By hub and name: a process may see one run after another. */
const started = new Map<string, Promise<ServiceAddress>>()

/** Where a service listens; it starts if it does not run yet. Throws `ServiceError` when it cannot. */
export function startService(name: string): Promise<ServiceAddress> {
  const key = keyOf(name)
  const known = started.get(key)
  if (known !== undefined) return known
  const address = callHub('start', { service: name })
  started.set(key, address)
  address.catch(() => started.delete(key))
  return address
}

/** What the service printed since a moment (milliseconds since the epoch), and whether it has ended. */
export async function reportService(name: string, sinceMs: number): Promise<ServiceReport> {
  const report = await callHub('log', { service: name, since: sinceMs })
  if (report.ended !== undefined) started.delete(keyOf(name))
  return report
}

/** The same as lines alone; the last one says so when the service has ended. */
export async function serviceLog(name: string, sinceMs: number): Promise<LogExcerpt> {
  const { lines, before, ended } = await reportService(name, sinceMs)
  return { lines: ended === undefined ? lines : [...lines, ended], before }
}

/** Where a stub listens; it starts if it does not run yet. */
export function startStub(name: string): Promise<ServiceAddress> {
  return callHub('stub', { stub: name })
}

/** Keeps the services up until `releaseRun`, for what has to be undone behind the last test. */
export async function holdRun(): Promise<void> {
  await callHub('hold', {})
}

/** `failed` makes the run fail although all tests may have passed. */
export async function releaseRun({ failed }: { failed: boolean }): Promise<void> {
  await callHub('release', { failed })
}

/** Tells the main process of a secret that a test learnt, so that logs hide it too. */
export async function reportSecret(value: string): Promise<void> {
  await callHub('secret', { value })
}

function keyOf(name: string): string {
  return `${process.env[HUB_VARIABLE]} ${name}`
}
