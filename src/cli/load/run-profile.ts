import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexedMeasurement, ProjectIndex } from '../../compiler/write/manifest.ts'
import { LoadPlanError } from '../../runtime/load/engine/load-plan.ts'
import { ProgramMissingError } from '../../runtime/load/external/generator-program.ts'
import { WorkerFailure } from '../../runtime/load/engine/worker-team.ts'
import type { LoadSummary } from '../../runtime/load/report/load-summary.ts'
import { ServiceError } from '../../runtime/services/service-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { hideInLogs } from '../run/hide-in-logs.ts'
import { enterRunEnvironment } from '../run/run-environment.ts'
import { openRunFolder } from '../run/run-folder.ts'
import { listenForInterruption } from '../run/run-interruption.ts'
import { watchRun } from '../../runtime/services/run-watcher.ts'
import { UsageError } from '../usage-error.ts'
import { bundleFile } from './bundle-file.ts'
import { driveLoad } from './drive-load.ts'
import { printLoadProgress } from './load-progress.ts'
import type { LoadProgress } from './load-progress.ts'
import { readOverrides, readPercentiles } from './load-settings.ts'
import type { LoadInput } from './load-settings.ts'

export interface ProfileRun {
  readonly target: ProjectTarget
  readonly index: ProjectIndex
  readonly load: IndexedMeasurement
  readonly reportFolder: string
  readonly variables: Readonly<Record<string, string>>
  readonly fromFiles: Readonly<Record<string, string>>
  readonly seed: number
  readonly options: LoadInput
  readonly note: string | undefined
}

export interface ProfileEnd {
  readonly exitCode: ExitCode
  /** Absent when it did not come to a load. */
  readonly summary: LoadSummary | undefined
}

/** Starts the services that a profile needs, runs it, leaves its report, and stops everything again. */
export async function runProfile(host: Host, run: ProfileRun): Promise<ProfileEnd> {
  const { load, options, target } = run
  const percentiles = readPercentiles(options.percentiles) ?? [50, 95, 99]
  const overrides = readOverrides(options)
  const progress = printLoadProgress(host, { quiet: options['only-summary'], percentiles })
  if (run.note !== undefined) progress.note(run.note)
  const folder = openRunFolder(run.reportFolder, { replaceLogs: false })
  const interruption = listenForInterruption(host, {
    first: () => progress.note('stopping; Ctrl-C again ends at once'),
    second: () => progress.close(),
  })
  const unwatch = watchServices(progress, { interruption, signal: interruption.signal })
  const services = options.host === undefined ? load.services : load.services.slice(1)
  const leave = enterRunEnvironment({
    ...run,
    runFolder: folder.path,
    services,
    env: load.env ?? [],
    keep: options.keep,
    update: false,
    record: false,
  })
  const bundled = await bundleFile(host, join(target.output, load.file))
  let stopServices: (() => Promise<void>) | undefined
  try {
    const { importLoad } = await import('../../runtime/load/engine/import-load.ts')
    const definition = await importLoad(bundled.url, options.host)
    const { serve } = await import('../../runtime/services/serve.ts')
    stopServices = await serve(definition.project, services)
    if (interruption.interrupted()) return { exitCode: exitCodes.interrupted, summary: undefined }
    const recordFolder = join(run.reportFolder, 'loads', fileName(load))
    return await driveLoad(host, { ...run, definition, file: bundled.url, overrides, percentiles, recordFolder, progress, interruption })
  } catch (error) {
    if (interruption.interrupted()) return { exitCode: exitCodes.interrupted, summary: undefined }
    if (error instanceof LoadPlanError) throw new UsageError(error.message)
    if (error instanceof ServiceError || error instanceof ProgramMissingError || (error instanceof WorkerFailure && error.missing)) {
      progress.close()
      const hint = error instanceof ServiceError ? error.failure.hint : undefined
      host.stderr.write(`${error.message}\n${hint === undefined ? '' : `  ${hint}\n`}`)
      return { exitCode: exitCodes.missing, summary: undefined }
    }
    throw error
  } finally {
    progress.close()
    await stopServices?.()
    leave()
    unwatch()
    interruption.stopListening()
    bundled.close()
    await keepLogs(folder.path, run.reportFolder, fileName(load))
    folder.close()
  }
}

function watchServices(
  progress: LoadProgress,
  { interruption, signal }: { interruption: { guard(stop: () => void): void }; signal: AbortSignal },
): () => void {
  const starting = new Set<string>()
  let stop: (() => Promise<void>) | undefined
  signal.addEventListener('abort', () => {
    if (starting.size > 0) void stop?.()
  })
  return watchRun({
    serviceStarting: (name) => {
      starting.add(name)
      progress.note(`starting ${name}`)
    },
    serviceReady: ({ name, url }) => {
      starting.delete(name)
      progress.note(`${name} is ready at ${url}`)
    },
    serviceFailed: (name) => starting.delete(name),
    said: (message) => progress.note(message),
    serving: (services) => {
      stop = services.stop
      interruption.guard(services.stopNow)
      if (signal.aborted) void services.stop()
    },
  })
}

/** The logs of the services belong to the load; those of the tests stay. */
async function keepLogs(runFolder: string, reportFolder: string, name: string): Promise<void> {
  const logs = join(runFolder, 'logs')
  const own = join(reportFolder, 'loads', name, 'logs')
  if (!existsSync(logs) || !existsSync(join(reportFolder, 'loads', name))) return
  rmSync(own, { recursive: true, force: true })
  renameSync(logs, own)
  await hideInLogs(own)
}

function fileName({ file }: IndexedMeasurement): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.load\.ts$/, '')
}
