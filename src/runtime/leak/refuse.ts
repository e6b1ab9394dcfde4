import type { ServiceHandle, ServiceKindName } from '../services/service-handle.ts'
import type { LeakTraffic } from './drive/leak-traffic.ts'
import type { ServiceWatch } from './drive/service-watch.ts'
import type { WindowWatch } from './drive/watch-window.ts'
import { formatCount, formatRate } from './format-leak.ts'
import type { Judgement } from './judge/judge-trace.ts'
import type { LeakSettings } from './leak-settings.ts'

export interface Refusal {
  readonly reason: string
  readonly hint: string
}

interface Facts {
  readonly window: WindowWatch
  readonly watch: ServiceWatch
  readonly traffic: LeakTraffic
  readonly settings: LeakSettings
  readonly handle: ServiceHandle
  readonly kills: number
  readonly judgement: Judgement
}

const MAX_FAILED = 0.01
const LEAST_RATE = 0.8

/** What was seen is no basis for a verdict: why, and what to do. Undefined when it is one. */
export const refusal = { noProcess, mocked, noGpu, ofWindow }

function noProcess(service: string, kind: ServiceKindName | undefined): Refusal {
  if (kind === 'url')
    return {
      reason: `\`${service}\` is a \`url\`: apitest did not start it and sees none of its processes`,
      hint: 'Describe it as `process`, `python`, `compose` or `container`, so that its memory can be watched',
    }
  return { reason: `there is no service \`${service}\``, hint: 'Name one under `services`' }
}

function mocked(service: string): Refusal {
  return {
    reason: `\`${service}\` has \`mocks\`, which hold beside tests only: in a process of its own it would call what they replace`,
    hint: 'Describe it once more for the window, without mocks, or as `process`',
  }
}

function noGpu(trouble: string): Refusal {
  return { reason: `there is no GPU memory to look at: ${trouble}`, hint: 'Run it on a machine with an NVIDIA GPU' }
}

function ofWindow({ window, watch, traffic, settings, handle, kills, judgement }: Facts): Refusal | undefined {
  const { end, requests, failed } = window
  const crashed = crash({ window, watch, traffic, handle, kills })
  if (crashed !== undefined) return crashed
  if (end?.kind === 'interrupted') return { reason: 'the window was interrupted', hint: 'Start it again' }
  const all = traffic.counts
  if (failed > MAX_FAILED * Math.max(1, requests) || all.failed > MAX_FAILED * Math.max(1, all.completed)) {
    const [worst] = [...all.failures].toSorted(([, a], [, b]) => b - a)
    const share = `${((100 * all.failed) / all.completed).toFixed(1)} %`
    return {
      reason: `${formatCount(all.failed)} of ${formatCount(all.completed)} requests failed (${share}), so the service was not really used; most often: ${worst?.[0] ?? 'unknown'}`,
      hint: 'Make the request pass as a test first (`apitest run`); a leak window accepts 1 % of failures',
    }
  }
  if (settings.rate !== undefined && window.rate < LEAST_RATE * settings.rate && end === undefined)
    return {
      reason: `${formatRate(settings.rate)} was asked for and ${formatRate(window.rate)} was reached`,
      hint: 'Lower `rate`, or raise `users` if the service is waiting for them',
    }
  if (judgement.decisive === undefined || judgement.decisive.trend.shape === 'too short')
    return {
      reason: `only ${formatCount(requests)} requests and ${judgement.decisive?.series.x.length ?? 0} looks at memory${end === undefined ? '' : ` until the window ended: ${end.message}`}; a verdict needs 12 at different numbers of requests`,
      hint: end === undefined ? 'Make the window longer: `window: { requests: 24000 }`' : 'Give it more room, or a smaller window',
    }
  return undefined
}

/** The service, or one of its workers, ended although nobody asked it to. */
function crash({
  window,
  watch,
  traffic,
  handle,
  kills,
}: Pick<Facts, 'window' | 'watch' | 'traffic' | 'handle' | 'kills'>): Refusal | undefined {
  const { end, failed } = window
  const { vanished } = watch
  const hint = `Its last lines are in ${handle.logFile ?? 'its log'}`
  if (kills > 0)
    return {
      reason: `the system killed ${kills === 1 ? 'a process' : `${kills} processes`} of \`${handle.name}\` because the container ran out of memory`,
      hint,
    }
  const report = handle.log({ limit: 400 }).lines.findLast((line) => WORKER_DIED.test(line))
  if (end?.kind === 'service' && end.service === handle.name)
    return { reason: `\`${handle.name}\` ${end.message} after ${formatCount(window.requests)} requests`, hint }
  if (report !== undefined && vanished.length > 0 && failed > 0)
    return { reason: `a worker of \`${handle.name}\` died: ${report.trim()}`, hint }
  const { lastFailureAt } = traffic.counts
  const gone =
    failed === 0 || lastFailureAt === undefined ? undefined : vanished.find(({ seenAt }) => Math.abs(seenAt - lastFailureAt) < SAME_TIME_MS)
  if (gone !== undefined) return { reason: `a process of \`${handle.name}\` (pid ${gone.pid}) ended while requests failed`, hint }
  return undefined
}

/** A request fails when its process ends, and the process is missed at the next look. */
const SAME_TIME_MS = 2000

/** As gunicorn, uvicorn and nodes' cluster libraries say it. */
const WORKER_DIED = /worker.*(?:was sent SIG(?:KILL|SEGV|ABRT|BUS)|exited with code [1-9]|died|terminated due to signal)/i
