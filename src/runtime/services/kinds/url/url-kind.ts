import { ProxyAddressError, proxyFor } from '../../../http/proxy/proxy-for.ts'
import { httpProbe } from '../../readiness/probe-http.ts'
import { tcpProbe } from '../../readiness/probe-tcp.ts'
import type { Probe } from '../../readiness/probe.ts'
import { readiness } from '../../readiness/readiness.ts'
import { waitUntilReady } from '../../readiness/wait-until-ready.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceHandle } from '../../service-handle.ts'
import type { ServiceKind, StartContext } from '../../service-kind.ts'

/** Something that runs elsewhere: nothing to start or stop, but a clear word when it is not there. */
export const urlKind: ServiceKind<'url'> = { name: 'url', start }

const REACHABLE_TIMEOUT_MS = 5000
const NEVER = new Promise<never>(() => {})

async function start(context: StartContext<'url'>): Promise<ServiceHandle> {
  const began = performance.now()
  const definition = context.define(0)
  const url = parseUrl(context.name, definition.url)
  const ready = readiness(definition.ready, { timeoutMs: REACHABLE_TIMEOUT_MS })
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const probe = probeFor()
  // Behind a proxy a direct connection says nothing.
  if (proxyOf(context.name, url) === undefined) await check(probe)
  return {
    name: context.name,
    kind: 'url',
    url: url.href.replace(/\/+$/, ''),
    host,
    port,
    readyMs: Math.round(performance.now() - began),
    logFile: undefined,
    pids: () => [],
    log: () => ({ lines: [], before: { count: 0, atLeast: false } }),
    ended: () => undefined,
    stop: async () => ({ forced: false, left: [] }),
    stopNow: () => {},
    release: () => {},
  }

  function probeFor(): Probe {
    if (ready.kind !== 'http') return tcpProbe({ hosts: [host], port })
    return httpProbe({ origin: url.origin, path: ready.path, status: ready.status })
  }

  async function check(probe: Probe): Promise<void> {
    const result = await waitUntilReady({
      probe,
      timeoutMs: ready.timeoutMs,
      intervalMs: ready.intervalMs,
      over: () => undefined,
      wake: NEVER,
      signal: context.signal,
      slow: (waitedMs, answer) =>
        context.waiting(`waiting for \`${context.name}\` for ${Math.round(waitedMs / 1000)}s: ${probe.description}: ${answer}`),
    })
    if (result.kind === 'ready') return
    const reason = result.kind === 'timeout' ? result.answer : 'the run was stopped'
    throw serviceError({
      service: context.name,
      message: `Service \`${context.name}\` cannot be reached at ${url.href}: ${reason}`,
      path: ['url'],
      details: [`probe: ${probe.description}`],
      hint: 'Is it running, and is the address right? A service that apitest is to start has `process` in place of `url`',
    })
  }
}

function parseUrl(service: string, text: unknown): URL {
  const url = typeof text === 'string' && URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url
  throw serviceError({
    service,
    message: `Service \`${service}\` has no usable URL: ${text === undefined || text === '' ? 'it is empty' : `\`${String(text)}\``}`,
    path: ['url'],
    hint: 'Write it as `http://host:port` or `https://host`; an environment variable in it may be unset',
  })
}

function proxyOf(service: string, url: URL): ReturnType<typeof proxyFor> {
  try {
    return proxyFor(url.origin)
  } catch (error) {
    if (!(error instanceof ProxyAddressError)) throw error
    throw serviceError({ service, message: `Service \`${service}\` at ${url.href} has no usable proxy: ${error.message}`, path: ['url'] })
  }
}
