import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { IndexedMeasurement } from '../../compiler/write/manifest.ts'
import type { Leak } from '../../runtime/leak/define-leak.ts'
import type { LeakResult } from '../../runtime/leak/leak-result.ts'
import { ServiceError } from '../../runtime/services/service-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { bundleFile } from '../load/bundle-file.ts'
import type { BundledFile } from '../load/bundle-file.ts'
import { hideInLogs } from '../run/hide-in-logs.ts'
import { enterRunEnvironment } from '../run/run-environment.ts'
import { openRunFolder } from '../run/run-folder.ts'
import { listenForInterruption } from '../run/run-interruption.ts'
import { watchServices } from '../run/watch-services.ts'
import type { LeakProgress } from './leak-progress.ts'

export interface WindowRun {
  readonly target: ProjectTarget
  readonly leak: IndexedMeasurement
  readonly reportFolder: string
  readonly variables: Readonly<Record<string, string>>
  readonly fromFiles: Readonly<Record<string, string>>
  readonly seed: number
  readonly update: boolean
  readonly progress: LeakProgress
}

export interface WindowEnd {
  readonly exitCode: ExitCode
  /** Undefined when the service did not start. */
  readonly result: LeakResult | undefined
}

/** Runs one leak window of a compiled project and leaves its files in the report folder. */
export async function runWindow(host: Host, run: WindowRun): Promise<WindowEnd> {
  const { target, leak, progress } = run
  const folder = openRunFolder(run.reportFolder, { replaceLogs: false })
  const interruption = listenForInterruption(host, { first: () => progress.interrupted(), second: () => progress.close() })
  const unwatch = watchServices(progress.services, interruption)
  const leave = enterRunEnvironment({
    ...run,
    runFolder: folder.path,
    services: leak.services,
    env: leak.env ?? [],
    keep: false,
    record: false,
  })
  let bundled: BundledFile | undefined
  try {
    progress.busy(`loading ${leak.name}`)
    bundled = await bundleFile(host, join(target.output, leak.file))
    const [{ leak: definition }, { runLeak }] = await Promise.all([
      // safe: what the compiler writes into a leak file
      import(bundled.url) as Promise<{ leak: Leak }>,
      import('../../runtime/leak/run-leak.ts'),
    ])
    const seen = await runLeak(definition, {
      services: leak.services,
      signal: interruption.signal,
      progress: progress.news,
      module: bundled.url,
      update: run.update,
    })
    // logs lay there while it ran, and have moved since
    const ownFolder = join(run.reportFolder, 'leaks', fileName(leak))
    const outcome = { ...seen, result: JSON.parse(JSON.stringify(seen.result).replaceAll(folder.path, ownFolder)) as LeakResult }
    const { writeLeakFiles } = await import('../../runtime/leak/write-leak-files.ts')
    const files = writeLeakFiles(outcome, ownFolder)
    progress.ended(outcome.result, files)
    if (interruption.interrupted()) return { exitCode: exitCodes.interrupted, result: outcome.result }
    return { exitCode: outcome.result.passed ? exitCodes.ok : exitCodes.failed, result: outcome.result }
  } catch (error) {
    if (interruption.interrupted()) return { exitCode: exitCodes.interrupted, result: undefined }
    if (!(error instanceof ServiceError)) throw error
    progress.failed(error.message)
    return { exitCode: exitCodes.missing, result: undefined }
  } finally {
    bundled?.close()
    leave()
    unwatch()
    interruption.stopListening()
    await keepLogs(folder.path, join(run.reportFolder, 'leaks', fileName(leak)))
    folder.close()
    progress.close()
  }
}

/** The logs of the services belong to the window; those of the tests stay. */
async function keepLogs(runFolder: string, own: string): Promise<void> {
  const logs = join(runFolder, 'logs')
  if (!existsSync(logs)) return
  mkdirSync(own, { recursive: true })
  rmSync(join(own, 'logs'), { recursive: true, force: true })
  renameSync(logs, join(own, 'logs'))
  await hideInLogs(join(own, 'logs'))
}

function fileName({ file }: IndexedMeasurement): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.leak\.ts$/, '')
}
