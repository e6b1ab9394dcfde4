import { setTimeout as sleep } from 'node:timers/promises'
import { planLoad } from '../../runtime/load/engine/load-plan.ts'
import type { LoadOverrides } from '../../runtime/load/engine/load-plan.ts'
import type { LoadProfile } from '../../runtime/load/program/define-load.ts'
import { redact } from '../../runtime/values/secrets.ts'
import type { Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import type { LoadInput } from './load-settings.ts'
import type { LoadRun } from './open-run.ts'

export interface OpenedPage {
  /** Where it is, for people. */
  readonly message: string
  /** Stays open after the end, as long as was asked for. */
  linger(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/** The live page of a run that has not started yet. */
export async function openPage(
  host: Host,
  {
    runner,
    options,
    percentiles,
    overrides,
    profile,
  }: { runner: LoadRun; options: LoadInput; percentiles: readonly number[]; overrides: LoadOverrides; profile: LoadProfile },
): Promise<OpenedPage> {
  const { openLoadPage, PortTakenError } = await import('../../runtime/load/page/open-load-page.ts')
  const { header } = runner
  const last = header.phases.at(-1)
  const { spawnRate } = planLoad(profile, overrides)
  const settings = {
    ...(last?.users !== undefined && { users: last.users }),
    ...(last?.rate !== undefined && { rate: last.rate }),
    ...(Number.isFinite(spawnRate) && { spawnRate }),
    ...(options.host !== undefined && { host: options.host }),
  }
  const page = await openLoadPage(runner, {
    percentiles,
    settings,
    redact,
    ...(options['web-port'] !== undefined && { port: options['web-port'] }),
    ...(options['web-host'] !== undefined && { host: options['web-host'] }),
  }).catch((error: unknown) => {
    throw error instanceof PortTakenError ? new UsageError(error.message) : error
  })
  const taken = page.takenPort === undefined ? '' : ` (port ${page.takenPort} is taken)`
  const next = options.autostart ? 'the load starts now' : 'start the load there'
  return {
    message: `live page: ${page.url}${taken}; ${next}`,
    async linger(signal) {
      if (signal.aborted) return
      const seconds = options.autoquit
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
      if (seconds === undefined) host.stderr.write('The page stays open; Ctrl-C ends\n')
      await (seconds === undefined ? stopped : Promise.race([stopped, sleep(seconds * 1000, undefined, { signal }).catch(() => undefined)]))
    },
    close: () => page.close(),
  }
}
