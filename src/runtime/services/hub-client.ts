import type { ServiceReport } from './hub/hub.ts'
import { callHub } from './hub/hub-connection.ts'
import type { ServiceAddress } from './service-definition.ts'

const started = new Map<string, Promise<ServiceAddress>>()

/** Where a service listens; it starts if it does not run yet. Throws `ServiceError` when it cannot. */
export function startService(name: string): Promise<ServiceAddress> {
  const known = started.get(name)
  if (known !== undefined) return known
  const address = callHub('start', { service: name })
  started.set(name, address)
  address.catch(() => started.delete(name))
  return address
}

/** What the service printed since a moment (milliseconds since the epoch), and whether it has ended. */
export async function reportService(name: string, sinceMs: number): Promise<ServiceReport> {
  const report = await callHub('log', { service: name, since: sinceMs })
  if (report.ended !== undefined) started.delete(name)
  return report
}

/** The same as lines alone; the last one says so when the service has ended. */
export async function serviceLog(name: string, sinceMs: number): Promise<string[]> {
  const { lines, ended } = await reportService(name, sinceMs)
  return ended === undefined ? [...lines] : [...lines, ended]
}

/** Tells the main process of a secret that a test learnt, so that logs hide it too. */
export async function reportSecret(value: string): Promise<void> {
  await callHub('secret', { value })
}
