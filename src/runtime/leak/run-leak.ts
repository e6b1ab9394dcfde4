import { totalmem } from 'node:os'
import { outlineService } from '../services/evaluate-service.ts'
import type { Hub } from '../services/hub/hub.ts'
import { serve } from '../services/serve.ts'
import type { ServiceHandle } from '../services/service-handle.ts'
import { kindOf } from '../services/service-kinds.ts'
import { compareBaseline } from './baseline.ts'
import type { Leak } from './define-leak.ts'
import { hostNodeApp } from './drive/host-node-app.ts'
import { openProbe, ProbeError } from './drive/probe-control.ts'
import type { ProbeControl } from './drive/probe-control.ts'
import { programTraffic } from './drive/program-traffic.ts'
import { WindowWatch } from './drive/watch-window.ts'
import type { WindowProgress } from './drive/watch-window.ts'
import { attribute } from './attribute.ts'
import { explain } from './judge/explain.ts'
import { judgeTrace, totalGrowth } from './judge/judge-trace.ts'
import type { Judgement } from './judge/judge-trace.ts'
import { leakSettings } from './leak-settings.ts'
import type { LeakSettings } from './leak-settings.ts'
import type { LeakResult, RequestShare } from './leak-result.ts'
import type { LeakTrace } from './leak-trace.ts'
import { injectProbe } from './probe/inject-probe.ts'
import { makeProbeFolder } from './probe/probe-folder.ts'
import { refusal } from './refuse.ts'
import { Sampler } from './sample/sampler.ts'

export interface LeakRun {
  /** Services that its requests go to; the first one is watched. */
  readonly services: readonly string[]
  readonly signal: AbortSignal
  readonly progress: (news: WindowProgress | { readonly phase: 'which request'; readonly share: number }) => void
  /** The compiled file of the window, as a URL: programs that host a part of the project read it too. */
  readonly module: string
  /** Store what comes out as the new baseline. */
  readonly update: boolean
}

export interface LeakOutcome {
  readonly result: LeakResult
  readonly trace: LeakTrace | undefined
  readonly judgement: Judgement | undefined
}

/** Starts the services, sends the window, judges, and stops the services. Throws `ServiceError` when one cannot start. */
export async function runLeak({ project, name, definition }: Leak, run: LeakRun): Promise<LeakOutcome> {
  const settings = leakSettings(definition)
  const service = run.services[0] ?? Object.keys(project.services ?? {})[0] ?? ''
  const entry = project.services?.[service]
  const startedAt = new Date()
  const base = { name, service, startedAt }
  const outline = entry && outlineService(entry).definition
  const kind = outline && kindOf(service, outline)
  if (entry === undefined || kind === 'url') return refuse(base, refusal.noProcess(service, kind))
  if ('node' in outline! && outline.node.mocks !== undefined) return refuse(base, refusal.mocked(service))
  const folder = settings.probe === 'auto' ? makeProbeFolder() : undefined
  const program = hostNodeApp(entry, { module: run.module, name: service })
  const watched =
    folder === undefined
      ? { ...project, services: { ...project.services, [service]: program } }
      : { ...project, services: { ...project.services, [service]: injectProbe(program, folder.path) } }
  let hub: Hub | undefined
  try {
    const stop = await serve(watched, run.services, { observe: (found) => (hub = found) })
    try {
      const handle = await hub!.start(service)
      const probe = await openProbe({ probe: settings.probe, folder: folder?.path, url: handle.url, pids: () => handle.pids() })
      return await watch({ leak: { project: watched, name, definition }, run, settings, handle, probe, startedAt })
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error
      return refuse(base, { reason: error.message, hint: 'Does the service have this path? `probe: none` watches from outside alone' })
    } finally {
      await stop()
    }
  } finally {
    folder?.remove()
  }
}

interface Watching {
  readonly leak: Leak
  readonly run: LeakRun
  readonly settings: LeakSettings
  readonly handle: ServiceHandle
  readonly probe: ProbeControl
  readonly startedAt: Date
}

async function watch(watching: Watching): Promise<LeakOutcome> {
  const { leak, run, settings, handle, probe, startedAt } = watching
  const { project, name, definition } = leak
  const traffic = await programTraffic({ project, name, tasks: definition.requests, users: settings.users, rate: settings.rate })
  const sampler = new Sampler(
    { pids: () => handle.pids(), ...(handle.container && { container: handle.container }) },
    { memory: settings.memory },
  )
  const window = new WindowWatch({
    settings,
    traffic,
    sampler,
    probe,
    ended: () => handle.ended()?.description,
    signal: run.signal,
    progress: run.progress,
  })
  const killsBefore = sampler.kills()
  await sampler.read()
  if (settings.memory === 'gpu' && sampler.gpuTrouble !== undefined)
    return refuse({ name, service: handle.name, startedAt, probe }, refusal.noGpu(sampler.gpuTrouble))
  const rules = { allow: settings.allow, memory: settings.memory }
  await window.warmUp()
  if (window.end === undefined) await window.watch()
  let judgement = judgeTrace(window.trace, rules)
  const refused = () => refusal.ofWindow({ window, traffic, settings, handle, kills: sampler.kills() - killsBefore, judgement })
  let extended = false
  if (judgement.verdict === 'inconclusive' && settings.extend && window.end === undefined && refused() === undefined) {
    extended = true
    await window.watch()
    judgement = judgeTrace(window.trace, rules)
  }
  const why = refused()
  window.close()
  let byRequest: readonly RequestShare[] | undefined
  if (
    why === undefined &&
    judgement.verdict === 'leak' &&
    settings.attribute &&
    definition.requests.length > 1 &&
    window.end === undefined
  ) {
    byRequest = await attribute({
      window,
      names: definition.requests.map((request) => request.name),
      requests: settings.window.requests || window.requests,
      progress: (share) => run.progress({ phase: 'which request', share }),
      byTask: () => traffic.counts.byTask,
    })
  }
  await traffic.close()
  const facts = { name, service: handle.name, startedAt, window, probe, extended, failed: window.failed }
  if (why !== undefined) return { ...refuse({ ...facts, requests: window.requests }, why), trace: window.trace }
  const result = resultOf({ ...facts, judgement, settings, byRequest, limit: sampler.limit })
  const compared = compareBaseline(result, { project, settings, update: run.update })
  return { result: compared, trace: window.trace, judgement }
}

interface ResultFacts {
  readonly name: string
  readonly service: string
  readonly startedAt: Date
  readonly window: WindowWatch
  readonly probe: ProbeControl
  readonly extended: boolean
  readonly failed: number
  readonly judgement: Judgement
  readonly settings: LeakSettings
  readonly byRequest: readonly RequestShare[] | undefined
  readonly limit: number | undefined
}

function resultOf(facts: ResultFacts): LeakResult {
  const { judgement, settings, window, probe } = facts
  const { decisive, verdict, all, generations, masked } = judgement
  const { slope, low, high } = masked && generations !== undefined ? generations : totalGrowth(judgement)
  const rate = window.rate
  const statedRate = settings.rate ?? 100
  const { reason, hint } = explain(judgement, { requests: window.requests, extended: facts.extended })
  const stopped = window.end
  const limit = limitOf(facts)
  const now = window.trace.samples.at(-1)?.memory ?? 0
  const left = Math.max(0, limit.bytes - now)
  const overLimit = stopped?.kind === 'limit'
  return {
    version: 1,
    name: facts.name,
    service: facts.service,
    verdict,
    passed: !overLimit && (verdict === 'no leak' || (verdict === 'inconclusive' && settings.inconclusive === 'pass')),
    bytesPerRequest: round(slope),
    low: round(low),
    high: round(high),
    requests: window.requests,
    failedRequests: facts.failed,
    metric: decisive.metric,
    probe: probe.description,
    reason: overLimit ? `${stopped.message}; ${reason}` : reason,
    notes: notesOf(facts),
    hint,
    shape: decisive.trend.shape,
    rate,
    bytesPerHour: Math.round(slope * rate * 3600),
    bytesPerHourAt: { rate: statedRate, bytes: Math.round(slope * statedRate * 3600) },
    untilLimit:
      verdict === 'leak' && slope > 0
        ? { limit: limit.bytes, of: limit.of, requests: Math.round(left / slope), seconds: Math.round(left / slope / rate) }
        : undefined,
    series: all.map(({ metric, unit, verdict: own, trend }) => ({
      metric,
      unit,
      verdict: own,
      shape: trend.shape,
      perRequest: trend.slope,
      low: trend.low,
      high: trend.high,
    })),
    byRequest: facts.byRequest,
    extended: facts.extended,
    durationMs: Date.now() - facts.startedAt.getTime(),
    startedAt: facts.startedAt.toISOString(),
    baseline: undefined,
  }
}

function limitOf({ settings, limit }: ResultFacts): { bytes: number; of: string } {
  if (settings.limit !== undefined) return { bytes: settings.limit, of: 'limit' }
  return limit === undefined ? { bytes: totalmem(), of: "the machine's memory" } : { bytes: limit, of: "the container's limit" }
}

function notesOf({ window, probe, judgement }: ResultFacts): string[] {
  const notes: string[] = []
  const { source } = window.trace
  if (probe.trouble !== undefined) notes.push(`Watched from outside alone: ${probe.trouble}`)
  if (source === 'rss') notes.push('This system tells resident memory only, in which pages of files count too: trust it less')
  if (source === 'engine' || source === 'cgroup')
    notes.push('Memory of the whole container: pages that processes share until they write count as growth when they do')
  if (window.end?.kind === 'safety') notes.push(`The window ended early, for safety: ${window.end.message}`)
  for (const { metric, verdict } of judgement.all)
    if (verdict === 'leak' && metric !== judgement.decisive.metric) notes.push(`The number or size of ${metric} grows as well`)
  return notes
}

function refuse(
  facts: {
    name: string
    service: string
    startedAt: Date
    requests?: number
    failed?: number
    probe?: ProbeControl
    extended?: boolean
    window?: WindowWatch
  },
  { reason, hint }: { reason: string; hint: string },
): LeakOutcome {
  const result: LeakResult = {
    version: 1,
    name: facts.name,
    service: facts.service,
    verdict: 'not judged',
    passed: false,
    bytesPerRequest: undefined,
    low: undefined,
    high: undefined,
    requests: facts.requests ?? 0,
    failedRequests: facts.failed ?? 0,
    metric: undefined,
    probe: facts.probe?.description ?? 'none',
    reason,
    notes: [],
    hint,
    shape: undefined,
    rate: facts.window?.rate ?? 0,
    bytesPerHour: undefined,
    bytesPerHourAt: undefined,
    untilLimit: undefined,
    series: [],
    byRequest: undefined,
    extended: facts.extended ?? false,
    durationMs: Date.now() - facts.startedAt.getTime(),
    startedAt: facts.startedAt.toISOString(),
    baseline: undefined,
  }
  return { result, trace: undefined, judgement: undefined }
}

function round(value: number): number | undefined {
  return Number.isFinite(value) ? Math.round(value * 10) / 10 : undefined
}
