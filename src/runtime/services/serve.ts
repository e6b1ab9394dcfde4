import { randomInt } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { missingEnv } from '../project/define-env.ts'
import type { ServiceResult } from '../report/run-result.ts'
import { HUB_VARIABLE } from './hub/hub-protocol.ts'
import { redact } from '../values/secrets.ts'
import { Hub } from './hub/hub.ts'
import { serveHub } from './hub/hub-server.ts'
import { cleanLeftovers } from './processes/clean-leftovers.ts'
import { closeSession, keepSession, nameSession, openSession } from './processes/run-session.ts'
import { startGuard } from './processes/start-guard.ts'
import { withRandom } from '../values/random.ts'
import { outlineService } from './evaluate-service.ts'
import type { Outline } from './evaluate-service.ts'
import { runWatcher } from './run-watcher.ts'
import type { ServiceEntry } from './service-definition.ts'
import { ServiceError } from './service-error.ts'
import type { ServiceFailure } from './service-error.ts'
import type { StubEntry } from '../stubs/stub-definition.ts'
import { StubHost } from '../stubs/stub-host.ts'
import { stopOnSignal } from './stop-on-signal.ts'

/** What `serve` needs of a project. */
export interface ServedProject {
  readonly folder: URL
  /** YAML files relative to the folder, for the place of a failure. */
  readonly specs?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly services?: Readonly<Record<string, ServiceEntry>>
  readonly stubs?: Readonly<Record<string, StubEntry>>
}

/** `services.json` in the folder of the run, for the command line and the reports. */
export interface ServicesRecord {
  readonly services: readonly ServiceResult[]
  /** Why services did not start; the run cannot go on then. */
  readonly failures: readonly ServiceFailure[]
}

/**
 * Starts services with what they depend on, and stops them in reverse order when the returned function is called, on Ctrl-C and its like,
 * and when this process dies. Others start when a test asks for them. Throws `ServiceError` when one cannot start.
 *
 * @example
 * // setup.ts, vitest's globalSetup
 * export default () => serve(project, ['web'])
 */
export async function serve(
  project: ServedProject,
  names: readonly string[],
  { observe }: { /** Handed what owns the services, for what looks into them. */ readonly observe?: (hub: Hub) => void } = {},
): Promise<() => Promise<void>> {
  await checkEnv(project)
  await sayLeftovers()
  process.env.APITEST_SEED ??= String(randomInt(2 ** 31))
  const folder = fileURLToPath(project.folder)
  const keep = process.env.APITEST_KEEP === '1'
  const session = nameSession()
  startGuard(session) // first, so that there is no moment at which the folder could be left
  openSession(session)
  const stubs = new StubHost({ stubs: project.stubs ?? {}, folder, say })
  const hub = new Hub({
    services: project.services ?? {},
    folder,
    reportFolder: reportFolder(folder),
    session,
    keep,
    stubs,
    locate: locateIn(project, folder),
    say,
  })
  observe?.(hub)
  const server = await serveHub({ hub, stubs, folder: session.folder })
  process.env[HUB_VARIABLE] = server.address

  const end = once(async ({ keepRunning }: { keepRunning: boolean }) => {
    if (keepRunning) {
      for (const { name, url } of hub.handles) say(`kept: \`${name}\` at ${url}; \`npx apitest doctor --clean\` stops it`)
      await hub.release()
      if (stubs.names.length > 0) say(`stubs end with this run: ${stubs.names.join(', ')}`)
      keepSession(session)
    } else {
      await hub.stop()
    }
    await stubs.stop()
    record({ services: hub.results(), failures: hub.failures })
    server.close()
    delete process.env[HUB_VARIABLE]
    if (!keepRunning) closeSession(session)
  })
  const stops = { stop: () => end({ keepRunning: false }), stopNow: () => hub.stopNow() }
  const watcher = runWatcher()
  watcher?.serving(stops)
  const ignoreSignals = watcher === undefined ? stopOnSignal(stops) : () => {}
  const teardown = async () => {
    await server.released()
    await end({ keepRunning: keep && hub.failures.length === 0 })
    ignoreSignals()
  }
  try {
    await hub.startAll(startedHere(project.services ?? {}, selected(names)))
    return teardown
  } catch (error) {
    await end({ keepRunning: false })
    ignoreSignals()
    throw error instanceof ServiceError ? withPlace(error, folder) : error
  }
}

/** All that is missing is told at once, each at its line. */
async function checkEnv({ folder, specs = [], env }: ServedProject): Promise<void> {
  const missing = env === undefined ? [] : missingEnv(env)
  if (missing.length === 0) return
  const { failOnMissingEnv } = await import('../project/fail-on-missing-env.ts')
  throw await failOnMissingEnv({ folder, specs }, missing)
}

/** A Node application runs beside the tests; what it needs runs here. */
function startedHere(services: Readonly<Record<string, ServiceEntry>>, names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => (isNode(services, name) ? startedHere(services, dependenciesOf(services, name)) : [name])))]
}

function isNode(services: Readonly<Record<string, ServiceEntry>>, name: string): boolean {
  return 'node' in (outlineOf(services, name)?.definition ?? {})
}

function dependenciesOf(services: Readonly<Record<string, ServiceEntry>>, name: string): readonly string[] {
  return outlineOf(services, name)?.dependsOn ?? []
}

/** The hub says what is wrong with a service that has none. */
function outlineOf(services: Readonly<Record<string, ServiceEntry>>, name: string): Outline | undefined {
  const entry = Object.hasOwn(services, name) ? services[name] : undefined
  try {
    return entry && withRandom(`service ${name}`, () => outlineService(entry))
  } catch {
    return undefined
  }
}

/** The command line knows which services the chosen tests use. */
function selected(names: readonly string[]): readonly string[] {
  const chosen = process.env.APITEST_SERVICES
  return chosen === undefined ? names : chosen.split(',').filter((name) => name !== '')
}

function reportFolder(folder: string): string {
  return resolve(process.env.APITEST_RUN_DIR ?? join(folder, 'apitest-report'))
}

function record(services: ServicesRecord): void {
  const folder = process.env.APITEST_RUN_DIR
  if (folder === undefined) return
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'services.json'), JSON.stringify(services))
  } catch (error) {
    say(`services.json cannot be written: ${(error as Error).message}`)
  }
}

/** The YAML is read only when there is a failure to show. */
function locateIn({ specs = [] }: ServedProject, folder: string) {
  return async (failure: ServiceFailure): Promise<ServiceFailure> => {
    const { findSpecPlace } = await import('../../places/read-spec-place.ts')
    const place = await findSpecPlace(folder, specs, ['services', failure.service, ...failure.path])
    if (place === undefined) return failure
    const { file, line, column, frame } = place
    return { ...failure, place: { file, line, column }, frame: redact(frame) }
  }
}

/** Vitest shows the first frame of the stack as the place of the error. */
function withPlace(error: ServiceError, folder: string): ServiceError {
  const { place } = error.failure
  error.stack = `${error.name}: ${error.message}${place === undefined ? '' : `\n    at spec (${join(folder, place.file)}:${place.line}:${place.column})`}`
  return error
}

async function sayLeftovers(): Promise<void> {
  const { processes, projects } = await cleanLeftovers()
  if (projects.length > 0) say(`removed what an earlier run had left in docker: ${projects.join(', ')}`)
  if (processes.length > 0)
    say(`ended what an earlier run had left: ${processes.map(({ pid, name }) => `${name ?? 'a process'} (pid ${pid})`).join(', ')}`)
}

function say(message: string): void {
  const watcher = runWatcher()
  if (watcher !== undefined) return watcher.said(message)
  process.stderr.write(`apitest: ${message}\n`)
}

function once<Argument>(action: (argument: Argument) => Promise<void>): (argument: Argument) => Promise<void> {
  let result: Promise<void> | undefined
  return (argument) => (result ??= action(argument))
}
