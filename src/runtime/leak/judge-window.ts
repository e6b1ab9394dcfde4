import type { ServiceHandle } from '../services/service-handle.ts'
import { attribute } from './attribute.ts'
import type { Attribution } from './attribute.ts'
import { compareBaseline } from './baseline.ts'
import type { Leak } from './define-leak.ts'
import type { LeakTraffic } from './drive/leak-traffic.ts'
import type { ProbeControl } from './drive/probe-control.ts'
import { programTraffic } from './drive/program-traffic.ts'
import { ServiceWatch } from './drive/service-watch.ts'
import { WindowWatch } from './drive/watch-window.ts'
import { judgeTrace } from './judge/judge-trace.ts'
import type { Judgement } from './judge/judge-trace.ts'
import type { LeakOutcome } from './leak-outcome.ts'
import type { LeakResult } from './leak-result.ts'
import type { LeakSettings } from './leak-settings.ts'
import type { ProbeAnswer } from './probe/ask-probes.ts'
import { refusal } from './refuse.ts'
import type { Refusal } from './refuse.ts'
import { refused, resultOf } from './result-of.ts'
import type { LeakRun } from './run-leak.ts'
import { Sampler } from './sample/sampler.ts'

/** A service that runs, and what looks into it. */
export interface WatchedService {
  readonly handle: ServiceHandle
  readonly probe: ProbeControl
}

export interface WindowToJudge {
  readonly leak: Leak
  readonly run: LeakRun
  readonly settings: LeakSettings
  /** One at least. */
  readonly services: readonly WatchedService[]
  readonly startedAt: Date
  readonly notes: readonly string[]
}

interface Watched {
  readonly handle: ServiceHandle
  readonly watch: ServiceWatch
  readonly killsBefore: number
}

/** Sends the window while every service is watched, and judges each; the worst verdict is that of the window. */
export async function judgeWindow(window: WindowToJudge): Promise<LeakOutcome> {
  const { leak, settings, services } = window
  const { project, name, definition } = leak
  const watched = services.map((service) => watchOf(service, settings))
  const traffic = await programTraffic({ project, name, tasks: definition.requests, users: settings.users, rate: settings.rate })
  try {
    return await drive({ ...window, watched, traffic })
  } finally {
    await traffic.close()
  }
}

function watchOf({ handle, probe }: WatchedService, settings: LeakSettings): Watched {
  const sampler = new Sampler(
    { pids: () => handle.pids(), ...(handle.container && { container: handle.container }) },
    { memory: settings.memory },
  )
  const ended = () => handle.ended()?.description
  const watch = new ServiceWatch({ service: handle.name, sampler, probe, limit: settings.limit, ended })
  return { handle, watch, killsBefore: sampler.kills() }
}

interface Driven extends WindowToJudge {
  readonly watched: readonly Watched[]
  readonly traffic: LeakTraffic
}

async function drive(driven: Driven): Promise<LeakOutcome> {
  const { leak, run, settings, watched, traffic, startedAt, notes } = driven
  const { name, definition } = leak
  const rules = { allow: settings.allow, memory: settings.memory }
  const window = new WindowWatch({
    settings,
    traffic,
    watches: watched.map(({ watch }) => watch),
    signal: run.signal,
    progress: run.progress,
  })
  const judge = () => watched.map((one) => ({ ...one, judgement: judgeTrace(one.watch.trace, rules) }))
  const whyNot = ({ handle, watch, killsBefore, judgement }: ReturnType<typeof judge>[number]): Refusal | undefined =>
    refusal.ofWindow({ window, watch, traffic, settings, handle, kills: watch.sampler.kills() - killsBefore, judgement })
  await window.warmUp()
  for (const { watch } of watched) {
    const why = settings.memory === 'gpu' && window.end === undefined ? await withoutGpu(watch) : undefined
    if (why !== undefined) return refused({ name, service: watch.service, startedAt, watch }, refusal.noGpu(why))
  }
  if (window.end === undefined) await window.watch()
  let judged = judge()
  const unsure = (one: (typeof judged)[number]) => one.judgement.verdict === 'inconclusive' && whyNot(one) === undefined
  const extended = settings.extend && window.end === undefined && judged.some(unsure)
  if (extended) {
    await window.watch()
    judged = judge()
  }
  const refusals = judged.map(whyNot)
  window.close()
  const facts = { name, startedAt, window, extended, failed: window.failed, settings, notes }
  const outcomes: LeakOutcome[] = []
  for (const [index, { handle, watch, judgement }] of judged.entries()) {
    const own = { ...facts, service: handle.name, watch }
    const why = refusals[index]
    if (why !== undefined) {
      outcomes.push(refused(own, why))
      continue
    }
    const asked = settings.attribute && judgement.verdict === 'leak' && definition.requests.length > 1 && window.end === undefined
    const byRequest = asked ? await attributed({ driven, window, watch, leaking: judgement.decisive }) : undefined
    const untold = asked && byRequest === undefined ? ['Which request it is was not found out: the window ended too early'] : []
    const result = resultOf({ ...own, notes: [...own.notes, ...untold], judgement, byRequest })
    outcomes.push(outcomeOf(driven, { result, judgement, watch }))
  }
  return worstOf(outcomes)
}

/** Why nothing is known about GPU memory, where neither the driver tells it nor the service itself. */
async function withoutGpu({ sampler, probe }: ServiceWatch): Promise<string | undefined> {
  if (sampler.gpuTrouble === undefined) return undefined
  const answers = [...((await probe.ask?.()) ?? new Map<number, ProbeAnswer>()).values()]
  return answers.some(({ gpu }) => gpu !== undefined) ? undefined : sampler.gpuTrouble
}

function attributed({ driven, ...of }: { driven: Driven } & Pick<Attribution, 'window' | 'watch' | 'leaking'>) {
  const { leak, run, settings, traffic } = driven
  return attribute({
    ...of,
    names: leak.definition.requests.map((request) => request.name),
    requests: settings.window.requests || of.window.requests,
    progress: (share) => run.progress({ phase: 'which request', share }),
    byTask: () => traffic.counts.byTask,
  })
}

function outcomeOf(
  { leak, settings, run, services }: Driven,
  { result, judgement, watch }: { result: LeakResult; judgement: Judgement; watch: ServiceWatch },
): LeakOutcome {
  const key = services.length === 1 ? result.name : `${result.name} (${result.service})`
  const compared = compareBaseline(result, { key, project: leak.project, settings, update: run.update })
  return { result: compared, trace: watch.trace, judgement, others: [] }
}

const BADNESS = ['no leak', 'inconclusive', 'not judged', 'leak'] as const

/** The window says what its worst service says, and names the others. */
function worstOf(outcomes: readonly LeakOutcome[]): LeakOutcome {
  const [worst, ...others] = outcomes.toSorted((a, b) => rank(b) - rank(a))
  const notes = others.map(({ result }) => `\`${result.service}\`: ${result.verdict}; ${result.reason}`)
  const reason = others.length === 0 ? worst!.result.reason : `\`${worst!.result.service}\`: ${worst!.result.reason}`
  return { ...worst!, result: { ...worst!.result, reason, notes: [...worst!.result.notes, ...notes] }, others }
}

function rank({ result: { passed, verdict } }: LeakOutcome): number {
  return (passed ? 0 : BADNESS.length) + BADNESS.indexOf(verdict)
}
