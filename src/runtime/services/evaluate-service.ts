import type { ServiceAddress, ServiceDefinition, ServiceEntry } from './service-definition.ts'

export interface Outline {
  readonly definition: ServiceDefinition
  /** What it says to depend on, and what its values name. */
  readonly dependsOn: readonly string[]
  /** Those of them whose address its values name. */
  readonly named: readonly string[]
  /** Stubs whose address its values name. */
  readonly stubs: readonly string[]
}

const PLACEHOLDER: ServiceAddress = { url: 'http://127.0.0.1:0', host: '127.0.0.1', port: 0 }

/** What can be known of a service before it has a port, and before the services it needs have theirs. */
export function outlineService(entry: ServiceEntry): Outline {
  const named = new Set<string>()
  const stubs = new Set<string>()
  const definition = typeof entry === 'function' ? entry({ port: 0, services: noting(named), stubs: noting(stubs) }) : entry
  return { definition, dependsOn: [...new Set([...(definition.dependsOn ?? []), ...named])], named: [...named], stubs: [...stubs] }
}

/** The definition of a service that is about to start, or that runs. */
export function defineService(
  entry: ServiceEntry,
  { port, address, stub = address }: { port: number; address(name: string): ServiceAddress; stub?: (name: string) => ServiceAddress },
): ServiceDefinition {
  return typeof entry === 'function' ? entry({ port, services: recordingAddresses(address), stubs: recordingAddresses(stub) }) : entry
}

function noting(names: Set<string>): Readonly<Record<string, ServiceAddress>> {
  return recordingAddresses((name) => {
    names.add(name)
    return PLACEHOLDER
  })
}

function recordingAddresses(read: (name: string) => ServiceAddress): Readonly<Record<string, ServiceAddress>> {
  return new Proxy({}, { get: (_, name) => (typeof name === 'string' ? read(name) : undefined) })
}
