import { RequestError } from '../http/request-error.ts'
import { defineService, outlineService } from '../services/evaluate-service.ts'
import type { Outline } from '../services/evaluate-service.ts'
import type { ServiceAddress, ServiceDefinition, ServiceEntry, ServiceKinds } from '../services/service-definition.ts'
import { withRandom } from '../values/random.ts'

/** A service as requests need it. */
export interface ServiceAccess {
  readonly name: string
  readonly address: ServiceAddress
  /** Computed anew for each request, so that `${uuid()}` in a header is another one each time. */
  readonly definition: ServiceDefinition
}

type Services = Readonly<Record<string, ServiceEntry>>

/** Starts a service where it is not running yet. Without a hub (nothing was started by `serve`) only those with a `url` can be used. */
export async function accessService(services: Services, name: string): Promise<ServiceAccess> {
  const entry = entryOf(services, name)
  const outline = outlineOf(entry)
  if (typeof entry !== 'function' && !('node' in entry)) return { name, address: await addressOf(name, entry), definition: entry }
  const own = 'node' in outline.definition ? undefined : await addressOf(name, outline.definition)
  const others = new Map<string, ServiceAddress>()
  for (const other of outline.dependsOn) others.set(other, await addressOf(other, outlineOf(entryOf(services, other)).definition))
  const stubs = new Map<string, ServiceAddress>()
  for (const stub of outline.stubs) stubs.set(stub, await accessStub(stub))
  const define = (port: number) =>
    defineService(entry, { port, address: (other) => others.get(other) ?? nowhere, stub: (other) => stubs.get(other) ?? nowhere })
  const address = own ?? (await nodeAddress(entry, { name, define }))
  return { name, address, definition: define(address.port) }
}

/** Whatever names itself; the compiler refuses that. */
const nowhere: ServiceAddress = { url: 'http://127.0.0.1:0', host: '127.0.0.1', port: 0 }

async function nodeAddress(
  entry: object,
  { name, define }: { name: string; define(port: number): ServiceDefinition },
): Promise<ServiceAddress> {
  const { accessNodeApp } = await import('../services/kinds/node/node-apps.ts')
  const { node } = define(0) as ServiceKinds['node']
  return accessNodeApp(entry, { name, define: () => node })
}

/** Where a stub listens. It lives beside the services, so there is none without a hub. */
export async function accessStub(name: string): Promise<ServiceAddress> {
  if (process.env['APITEST_HUB']) {
    const { startStub } = await import('../services/hub-client.ts')
    return startStub(name)
  }
  throw new RequestError('request', `The stub \`${name}\` is not running`, {
    hint: '`npx apitest run` starts it, and so does vitest with the generated vitest.config.ts',
  })
}

const outlines = new WeakMap<object, Outline>()

function outlineOf(entry: ServiceEntry): Outline {
  const known = outlines.get(entry) ?? withRandom('outline of a service', () => outlineService(entry))
  outlines.set(entry, known)
  return known
}

function entryOf(services: Services, name: string): ServiceEntry {
  const entry = Object.hasOwn(services, name) ? services[name] : undefined
  if (entry !== undefined) return entry
  const known = Object.keys(services)
  throw new RequestError(
    'request',
    known.length === 0
      ? `No service is named \`${name}\`; the project has none`
      : `No service is named \`${name}\`; known are ${known.join(', ')}`,
  )
}

async function addressOf(name: string, definition: ServiceDefinition): Promise<ServiceAddress> {
  if ('url' in definition && definition.unknownToHub === true) return parseAddress(name, String(definition.url))
  if (process.env['APITEST_HUB']) {
    const { startService } = await import('../services/hub-client.ts')
    return startService(name)
  }
  if ('url' in definition) return parseAddress(name, String(definition.url))
  throw new RequestError('request', `The service \`${name}\` is not running`, {
    hint: '`npx apitest run` starts it, and so does vitest with the generated vitest.config.ts',
  })
}

function parseAddress(name: string, url: string): ServiceAddress {
  if (!URL.canParse(url)) throw new RequestError('request', `The service \`${name}\` has the address \`${url}\`, which is no URL`)
  const { hostname, port, protocol } = new URL(url)
  return { url: url.replace(/\/+$/, ''), host: hostname, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) }
}
