import { createSocket } from 'node:dgram'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, isIP } from 'node:net'
import { hostname } from 'node:os'
import type { Reach } from '../service-kind.ts'
import { dockerEnvironment } from './docker-environment.ts'
import { explainEngine } from './explain-docker.ts'
import { runDocker } from './run-docker.ts'

/** Where docker is, and how what it publishes is reached from here. */
export interface Engine {
  /** As docker names it, such as `unix:///var/run/docker.sock`. */
  readonly address: string
  /** Ports of containers are reached at this host. */
  readonly host: string
  /** They are published on this address of the engine's machine. */
  readonly bind: string
  /** Its containers are processes of this machine. */
  readonly local: boolean
  /** Such as `2.26.1`. */
  readonly composeVersion: string
  /** This compose reads the tags of override files. */
  readonly readsTags: boolean
}

export type EngineSearch =
  | { readonly kind: 'found'; readonly engine: Engine }
  | { readonly kind: 'missing'; readonly message: string; readonly hint: string }

const OLDEST = [2, 20, 0] as const
/** The first with both `!reset` and `!override`; earlier ones would merge silently. */
const TAGS = [2, 24, 4] as const

let known: { readonly key: string; readonly search: Promise<EngineSearch> } | undefined

/** Asked once a run, unless the answer was that there is none. */
export async function findEngine(env: NodeJS.ProcessEnv = process.env): Promise<EngineSearch> {
  const key = JSON.stringify([env.DOCKER_HOST, env.DOCKER_CONTEXT, env.PATH, env.APITEST_SERVICE_HOST])
  if (known?.key !== key) known = { key, search: search() }
  const found = await known.search
  if (found.kind === 'missing') known = undefined
  return found
}

async function search(): Promise<EngineSearch> {
  const env = dockerEnvironment()
  const call = { env, timeoutMs: 30_000 }
  const [info, version, address] = await Promise.all([
    runDocker(['info', '--format', '{{.Name}}'], call),
    runDocker(['compose', 'version', '--short'], call),
    env.DOCKER_HOST ??
      runDocker(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], call).then(({ stdout }) => stdout.trim()),
  ])
  const name = info.stdout.trim()
  if (info.code !== 0 || name === '') return { kind: 'missing', ...explainEngine(info, address) }
  const composeVersion = /\d+\.\d+\.\d+/.exec(version.stdout)?.[0]
  if (composeVersion === undefined)
    return {
      kind: 'missing',
      message: 'docker has no `compose` command',
      hint: 'Install Compose 2.20 or newer: https://docs.docker.com/compose/install/',
    }
  if (!isAtLeast(composeVersion, OLDEST))
    return {
      kind: 'missing',
      message: `Docker Compose ${composeVersion} is too old`,
      hint: `Install ${OLDEST.join('.')} or newer: https://docs.docker.com/compose/install/`,
    }
  return { kind: 'found', engine: { address, ...placeOf(address, name), composeVersion, readsTags: isAtLeast(composeVersion, TAGS) } }
}

/**
 * A socket of this machine means loopback, unless this is a container and the socket that of its host: then what the host publishes is
 * at the gateway. An engine in the same container has the container's own name.
 */
function placeOf(address: string, name: string): Pick<Engine, 'host' | 'bind' | 'local'> {
  const override = process.env.APITEST_SERVICE_HOST
  const [, remote] = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)/.exec(address) ?? []
  const remoteHost = remote?.replaceAll(/[[\]]/g, '')
  const isHere = remoteHost === undefined || ['localhost', '127.0.0.1', '::1'].includes(remoteHost)
  const gateway = isHere && name !== hostname() && inContainer() ? defaultGateway() : undefined
  const host = override ?? (isHere ? (gateway ?? '127.0.0.1') : remoteHost)
  const loopback = host === '127.0.0.1' || host === 'localhost'
  return { host, bind: process.env.APITEST_BIND ?? (loopback ? '127.0.0.1' : '0.0.0.0'), local: loopback && remoteHost === undefined }
}

function inContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv')
}

/** The route to 0.0.0.0; its gateway stands there as little-endian hexadecimal. */
function defaultGateway(): string | undefined {
  try {
    const route = readFileSync('/proc/net/route', 'latin1')
      .split('\n')
      .map((line) => line.split('\t'))
      .find(([, destination]) => destination === '00000000')
    return route?.[2]
      ?.match(/../g)
      ?.toReversed()
      .map((byte) => Number.parseInt(byte, 16))
      .join('.')
  } catch {
    return undefined
  }
}

/** At which address of this machine containers find what listens here. */
export async function addressForContainers(): Promise<Reach> {
  const found = await findEngine()
  const outer = found.kind === 'found' && !found.engine.local ? await addressTowards(found.engine.host) : undefined
  if (outer !== undefined) return { bind: '0.0.0.0', host: outer }
  const format = '{{range .IPAM.Config}}{{.Gateway}} {{end}}'
  const { stdout } = await runDocker(['network', 'inspect', 'bridge', '--format', format], { env: dockerEnvironment(), timeoutMs: 10_000 })
  const gateways = stdout.trim().split(' ')
  const own = await Promise.all(gateways.map(async (address) => (await isOwnAddress(address)) && address))
  const gateway = own.find((address) => address !== false)
  // Where docker runs in a virtual machine, as on macOS, that machine hands the name on to this one.
  return gateway === undefined ? { bind: '127.0.0.1', host: 'host.docker.internal' } : { bind: gateway, host: gateway }
}

/** The address under which another machine sees this one; nothing is sent. */
function addressTowards(host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const settle = (address: string | undefined) => {
      socket.close()
      resolve(address)
    }
    socket.once('error', () => settle(undefined))
    socket.connect(9, host, () => settle(socket.address().address))
  })
}

/** Asked of the system: lists of interfaces leave out a bridge on which no container runs yet. */
function isOwnAddress(address: string): Promise<boolean> {
  if (isIP(address) === 0) return Promise.resolve(false)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(0, address, () => server.close(() => resolve(true)))
  })
}

function isAtLeast(version: string, [major, minor, patch]: readonly [number, number, number]): boolean {
  const [a = 0, b = 0, c = 0] = version.split('.').map(Number)
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch
}
