import { outlineService } from '../services/evaluate-service.ts'
import type { Hub } from '../services/hub/hub.ts'
import { serve } from '../services/serve.ts'
import { ServiceError } from '../services/service-error.ts'
import type { ServiceHandle, ServiceKindName } from '../services/service-handle.ts'
import { kindOf } from '../services/service-kinds.ts'
import type { Leak } from './define-leak.ts'
import { hostNodeApp } from '../services/kinds/node/host-node-app.ts'
import { openProbe, ProbeError } from './drive/probe-control.ts'
import type { WindowProgress } from './drive/watch-window.ts'
import { judgeWindow } from './judge-window.ts'
import type { WatchedService } from './judge-window.ts'
import type { LeakOutcome } from './leak-outcome.ts'
import { leakSettings } from './leak-settings.ts'
import { injectProbe } from './probe/inject-probe.ts'
import { makeProbeFolder } from './probe/probe-folder.ts'
import type { ProbeFolder } from './probe/probe-folder.ts'
import { refusal } from './refuse.ts'
import { refused } from './result-of.ts'

export interface LeakRun {
  /** Services that its requests go to; all of them are watched. */
  readonly services: readonly string[]
  readonly signal: AbortSignal
  readonly progress: (news: WindowProgress | { readonly phase: 'which request'; readonly share: number }) => void
  /** The compiled file of the window, as a URL: programs that host a part of the project read it too. */
  readonly module: string
  /** Store what comes out as the new baseline. */
  readonly update: boolean
}

/** A service before it runs. */
interface Candidate {
  readonly name: string
  readonly kind: ServiceKindName
  /** What is loaded into it lies here; undefined when nothing is. */
  readonly folder: ProbeFolder | undefined
}

/** Starts the services, sends the window, judges, and stops the services. Throws `ServiceError` when one cannot start. */
export async function runLeak({ project, name, definition }: Leak, run: LeakRun): Promise<LeakOutcome> {
  const settings = leakSettings(definition)
  const startedAt = new Date()
  const { services = {} } = project
  const names = run.services.length > 0 ? run.services : Object.keys(services).slice(0, 1)
  const notes: string[] = []
  const candidates: Candidate[] = []
  let hosted = services
  try {
    for (const service of names) {
      const base = { name, service, startedAt }
      const entry = services[service]
      if (entry === undefined) return refused(base, refusal.noProcess(service, undefined))
      const outline = outlineService(entry).definition
      const kind = kindOf(service, outline)
      if (kind === 'url' && names.every((other) => isElsewhere(services, other))) return refused(base, refusal.noProcess(service, kind))
      if (kind === 'url') {
        notes.push(`\`${service}\` is a \`url\` and was not watched: apitest did not start it`)
        continue
      }
      if ('node' in outline && outline.node.mocks !== undefined) return refused(base, refusal.mocked(service))
      hosted = { ...hosted, [service]: hostNodeApp(entry, { module: run.module, name: service }) }
      candidates.push({ name: service, kind, folder: settings.probe === 'auto' ? makeProbeFolder() : undefined })
    }
    const start = {
      leak: { project: { ...project, services: hosted }, name, definition },
      run,
      names,
      candidates,
      settings,
      startedAt,
      notes,
    }
    try {
      return await watched(start)
    } catch (error) {
      const container = error instanceof ServiceError && candidates.find(({ name: one, folder }) => one === error.failure.service && folder)
      if (!container || !isContainer(container.kind) || run.signal.aborted) throw error
      const why = `\`${container.name}\` did not start with the probe and was started once more without`
      return await watched({
        ...start,
        candidates: candidates.map((one) => (one === container ? { ...one, folder: undefined } : one)),
        notes: [...notes, why],
      })
    }
  } finally {
    for (const { folder } of candidates) folder?.remove()
  }
}

interface Start {
  readonly leak: Leak
  readonly run: LeakRun
  /** All that are started. */
  readonly names: readonly string[]
  readonly candidates: readonly Candidate[]
  readonly settings: ReturnType<typeof leakSettings>
  readonly startedAt: Date
  readonly notes: readonly string[]
}

async function watched(start: Start): Promise<LeakOutcome> {
  const { leak, run, names, candidates, settings, startedAt, notes } = start
  const { project, name } = leak
  const probed = candidates.flatMap(({ name: service, folder }) =>
    folder === undefined ? [] : [[service, injectProbe(project.services![service]!, folder.path)] as const],
  )
  let hub: Hub | undefined
  const stop = await serve({ ...project, services: { ...project.services, ...Object.fromEntries(probed) } }, names, {
    observe: (found) => (hub = found),
  })
  try {
    const services: WatchedService[] = []
    for (const { name: service, folder } of candidates) {
      const handle: ServiceHandle = await hub!.start(service)
      services.push({
        handle,
        probe: await openProbe({ probe: settings.probe, folder: folder?.path, url: handle.url, pids: () => handle.pids() }),
      })
    }
    return await judgeWindow({ leak, run, settings, services, startedAt, notes })
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    const hint = 'Does the service have this path? `probe: none` watches from outside alone'
    return refused({ name, service: candidates[0]!.name, startedAt }, { reason: error.message, hint })
  } finally {
    await stop()
  }
}

function isContainer(kind: ServiceKindName): boolean {
  return kind === 'compose' || kind === 'container'
}

function isElsewhere(services: NonNullable<Leak['project']['services']>, name: string): boolean {
  const entry = services[name]
  return entry !== undefined && kindOf(name, outlineService(entry).definition) === 'url'
}
