import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { upperCase } from '../../compiler/kinds/load-targets/script/local-names.ts'
import { LoadRunner } from '../../runtime/load/engine/load-runner.ts'
import type { ExternalRun } from '../../runtime/load/external/external-run.ts'
import type { LoadHeader } from '../../runtime/load/record/load-record.ts'
import { readRecord } from '../../runtime/load/record/read-record.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import { readDuration } from '../run/run-options.ts'
import { UsageError } from '../usage-error.ts'
import type { Drive } from './drive-load.ts'
import { leftOutOf } from './left-out-of.ts'
import { selectTasks } from './select-tasks.ts'

export type LoadRun = LoadRunner | ExternalRun

/** The run of a profile by whichever engine was asked for; it has not started yet. */
export async function openRun(drive: Drive): Promise<LoadRun> {
  const { options } = drive
  const graceMs = options['stop-timeout'] === undefined ? 10_000 : readDuration('stop-timeout', options['stop-timeout'])
  const engine = options.engine ?? 'node'
  const runner = await LoadRunner.open({
    load: drive.definition,
    place: drive.load.place,
    program: pathToFileURL(join(packageFolder(), 'dist', 'load-worker.js')),
    settings: {
      file: drive.file,
      host: options.host,
      tasks: selectTasks(drive.definition.profile.tasks, options),
      transport: options.transport === 'undici' ? 'undici' : 'auto',
    },
    workers: engine === 'node' ? (options.workers ?? 1) : 1,
    overrides: drive.overrides,
    graceMs,
    recorded: () => readRecord(drive.recordFolder).samples(),
    environment: { apitest: packageVersion(), node: process.version, platform: `${process.platform} ${process.arch}`, cpus: cpus().length },
  })
  if (engine !== 'locust' && engine !== 'k6') return runner
  // The built-in engine knows what will be sent where, and what must hold; the other one sends it.
  const { header } = runner
  await runner.close()
  return openExternal(drive, { engine, header, graceMs })
}

async function openExternal(
  drive: Drive,
  { engine, header, graceMs }: { engine: 'locust' | 'k6'; header: LoadHeader; graceMs: number },
): Promise<ExternalRun> {
  refuseOptions(drive, engine)
  const { openExternalRun } = await import('../../runtime/load/external/open-external-run.ts')
  const { options, overrides, definition, recordFolder, target, load } = drive
  const folder = join(target.output, dirname(load.file), load.file.slice(load.file.lastIndexOf('/') + 1).replace(/\.load\.ts$/, ''))
  const seconds = header.phases.at(-1)?.until ?? 0
  const changed = overrides.users !== undefined || overrides.seconds !== undefined
  const users = overrides.users ?? (changed && engine === 'k6' ? header.phases.at(-1)?.users : undefined)
  const script = join(folder, engine === 'locust' ? 'locustfile.py' : 'k6.js')
  for (const what of leftOutOf(script)) drive.progress.note(`${engine} has no words for \`${what}\`, which is left out`)
  return openExternalRun({
    engine,
    header,
    seconds,
    graceMs,
    script,
    folder,
    logFolder: join(recordFolder, engine),
    env: {
      ...Object.fromEntries(Object.entries(header.targets).map(([name, url]) => [`${upperCase(name, 'SERVICE')}_URL`, url])),
      ...readEnv(definition.project.env),
    },
    workers: options.workers ?? 1,
    tags: { only: options.tags, not: options['exclude-tags'] },
    overrides: {
      ...(users !== undefined && { users }),
      ...(overrides.spawnRate !== undefined && { spawnRate: overrides.spawnRate }),
      ...(changed && { seconds }),
    },
  })
}

/** The values of declared variables; one that is missing is for the script to say. */
function readEnv(env: object | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.keys(env ?? {}).flatMap((name) => {
      try {
        return [[name, String((env as Readonly<Record<string, unknown>>)[name])] as const]
      } catch {
        return []
      }
    }),
  )
}

/** Nothing that was asked for is passed over. */
function refuseOptions({ options, overrides, definition }: Drive, engine: 'locust' | 'k6'): void {
  const { profile } = definition
  const refuse = (option: string, reason: string): never => {
    throw new UsageError(`\`--engine ${engine}\` has no \`${option}\`: ${reason}`, 'The built-in engine takes it: leave `--engine` out')
  }
  if (Object.keys(options.var).length > 0) refuse('--var', 'values of variables stand in the generated script')
  if (options.task.length > 0) refuse('--task', 'the generated script runs all tasks')
  if (engine === 'k6' && options.tags.length + options['exclude-tags'].length > 0)
    refuse(options.tags.length > 0 ? '--tags' : '--exclude-tags', 'the generated script runs all tasks')
  if (overrides.rate !== undefined) refuse('--rate', 'the rate stands in the generated script')
  if (profile.stages !== undefined && (overrides.users !== undefined || overrides.seconds !== undefined))
    refuse(overrides.users === undefined ? '--run-time' : '--users', 'stages stand in the generated script')
  if (engine === 'k6' && profile.rate !== undefined && (overrides.users !== undefined || overrides.seconds !== undefined))
    refuse(overrides.users === undefined ? '--run-time' : '--users', 'rate and duration stand in the generated script')
  if (engine === 'k6' && (options.workers ?? 1) > 1) refuse('--workers', 'k6 uses all cores by itself')
}
