import { join } from 'node:path'
import { withRandom } from '../../values/random.ts'
import { defineService } from '../evaluate-service.ts'
import type { Outline } from '../evaluate-service.ts'
import { runWatcher } from '../run-watcher.ts'
import type { ServiceAddress, ServiceDefinition, ServiceEntry, ServiceKinds } from '../service-definition.ts'
import { serviceError } from '../service-error.ts'
import type { ServiceError } from '../service-error.ts'
import type { ServiceHandle, ServiceKindName } from '../service-handle.ts'
import type { ServiceKind } from '../service-kind.ts'
import { serviceKinds } from '../service-kinds.ts'
import { undeclaredDependency } from './dependency-errors.ts'
import type { HubOptions } from './hub-options.ts'
import type { Relays } from './relays.ts'

/** A service that is to start. */
export interface Launch {
  readonly name: string
  readonly service: ServiceEntry
  readonly kind: ServiceKindName
  readonly definition: ServiceDefinition
  readonly needs: Omit<Outline, 'definition'>
}

/** What starting one takes from the hub. */
export interface LaunchSite {
  readonly options: HubOptions
  readonly relays: Relays
  readonly signal: AbortSignal
  /** Waits until a service that this one needs is ready. */
  start(name: string): Promise<ServiceHandle>
  /** Notes what went wrong with a service itself, not with one that it needs. */
  fail(name: string, error: unknown): Promise<ServiceError>
}

type Addresses = ReadonlyMap<string, ServiceAddress>

/** Starts a service behind what it depends on, and waits until it is ready. */
export async function launchService(launch: Launch, site: LaunchSite): Promise<ServiceHandle> {
  const { name, service, definition, needs } = launch
  const started = new Map<string, ServiceAddress>()
  for (const other of needs.dependsOn) started.set(other, await site.start(other))
  if (site.signal.aborted) throw serviceError({ service: name, message: `Service \`${name}\` was not started: the run is ending` })
  const { addresses, stubs } = await addressesFor(launch, started, site)
  const address = (other: string) => addresses.get(other) ?? undeclaredDependency(name, other)
  const stub = (other: string) => stubs.get(other) ?? undeclaredDependency(name, other)
  // Random values stay the same for every port that is tried.
  const define = (port: number) => withRandom(`service ${name}`, () => defineService(service, { port, address, stub }))
  const watcher = runWatcher()
  watcher?.serviceStarting(name)
  try {
    const handle = await startKind(launch, { outline: definition, define }, site)
    watcher?.serviceReady({ name, url: handle.url, readyMs: handle.readyMs })
    return handle
  } catch (error) {
    watcher?.serviceFailed(name)
    throw await site.fail(name, error)
  }
}

/** Where a service of a kind finds what its values name: from inside a container that is not where this machine finds it. */
async function addressesFor(
  { kind, needs }: Launch,
  started: Addresses,
  { options, relays }: LaunchSite,
): Promise<{ readonly addresses: Addresses; readonly stubs: Addresses }> {
  const isCaller = needs.named.length + needs.stubs.length > 0
  const reach = isCaller ? await serviceKinds[kind].reach?.() : undefined
  const addresses = new Map(started)
  if (reach !== undefined) for (const other of needs.named) addresses.set(other, await relays.reach(started.get(other)!, reach))
  const stubs = new Map<string, ServiceAddress>()
  for (const stub of needs.stubs) stubs.set(stub, await options.stubs.start(stub, reach))
  return { addresses, stubs }
}

function startKind(
  { name, kind }: Launch,
  { outline, define }: { outline: ServiceDefinition; define(port: number): ServiceDefinition },
  { options, signal }: LaunchSite,
): Promise<ServiceHandle> {
  const { folder, reportFolder, session, keep, say } = options
  // The key that was found in the definition is the kind's own, so the two belong together.
  return (serviceKinds[kind] as ServiceKind<ServiceKindName>).start({
    name,
    outline: outline as ServiceKinds[ServiceKindName],
    define: define as (port: number) => ServiceKinds[ServiceKindName],
    folder,
    session,
    keep,
    logFile: join(reportFolder, 'logs', `${name}.log`),
    signal,
    waiting: say,
  })
}
