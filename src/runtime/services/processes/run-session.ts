import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { DockerProject } from '../docker/remove-project.ts'
import { MARKER_VARIABLE, readProcess } from './process-table.ts'
import type { ProcessIdentity, ProcessMark } from './process-table.ts'

/**
 * One run that starts services. Its private folder says, at every moment, what must be cleaned up if the run dies: who the runner is,
 * and one file for each service, written before the service starts. The guard and the janitor read nothing else.
 */
export interface RunSession {
  readonly id: string
  readonly folder: string
  readonly runner: ProcessIdentity
}

/** What the folder says about a service. Its own path is the token that the processes inherit. */
export interface ServiceRecord {
  readonly name: string
  readonly signal: NodeJS.Signals
  readonly graceMs: number
}

interface RunnerRecord extends ProcessIdentity {
  /** Changes with each start of the machine: an older session is over, whatever has its runner's number now. */
  readonly boot: string | undefined
  /** Numbers of processes mean something in their own namespace only; a container may share the folder. */
  readonly namespace: string | undefined
}

const PREFIX = 'apitest-'
const RUNNER = 'runner'
const KEPT = 'kept'
const RECORD = '.service'
const PROJECT = '.docker'
const ABANDONED_MS = 60_000
const NOBODY: ProcessIdentity = { pid: 0, started: 0 }

/** Who a session is; `openSession` makes its folder, behind the start of its guard. */
export function nameSession(): RunSession {
  const id = randomBytes(6).toString('hex')
  const { pid, started } = readProcess(process.pid) ?? { pid: process.pid, started: 0 }
  return { id, folder: join(tmpdir(), `${PREFIX}${id}`), runner: { pid, started } }
}

export function openSession({ folder, runner }: RunSession): void {
  mkdirSync(folder, { mode: 0o700 })
  const record: RunnerRecord = { ...runner, boot: bootId(), namespace: pidNamespace() }
  writeFileSync(join(folder, RUNNER), JSON.stringify(record))
}

/** Milliseconds since the epoch, by the clock of the file system, to be compared with other files. */
export function sessionBegan({ folder }: RunSession): number {
  return statSync(join(folder, RUNNER)).mtimeMs
}

/** From here on the guard and the janitor of a later run look for nothing. */
export function closeSession({ folder }: Pick<RunSession, 'folder'>): void {
  rmSync(folder, { recursive: true, force: true })
}

/** The services stay up after the run, until `apitest doctor --clean`. */
export function keepSession({ folder }: RunSession): void {
  writeFileSync(join(folder, KEPT), '')
}

/** Written before the service starts, so that there is no moment at which it could be forgotten. */
export function recordService(session: RunSession, record: ServiceRecord): ProcessMark {
  const { token, marker } = markOf(session, record.name)
  writeFileSync(token, JSON.stringify(record), { mode: 0o600 })
  return { token, marker }
}

export function forgetService(session: RunSession, name: string): void {
  rmSync(markOf(session, name).token, { force: true })
}

/** Written before docker is asked for anything. */
export function recordProject({ folder }: RunSession, record: DockerProject): void {
  writeFileSync(join(folder, `${record.project}${PROJECT}`), JSON.stringify(record), { mode: 0o600 })
}

export function forgetProject({ folder }: RunSession, { project }: DockerProject): void {
  rmSync(join(folder, `${project}${PROJECT}`), { force: true })
}

export function markOf({ id, folder }: Pick<RunSession, 'id' | 'folder'>, name: string): ProcessMark {
  return { marker: `,${id}.${name},`, token: join(folder, `${name}${RECORD}`) }
}

/** A run inside a service of another run belongs to both, so the outer mark is kept. */
export function markerVariable({ marker }: ProcessMark, outer = process.env[MARKER_VARIABLE]): Record<string, string> {
  return { [MARKER_VARIABLE]: outer === undefined ? marker : outer + marker.slice(1) }
}

export interface FoundRunSession extends RunSession {
  readonly state: 'running' | 'kept' | 'dead'
  readonly services: readonly ServiceRecord[]
  /** What it started with docker. */
  readonly projects: readonly DockerProject[]
}

/** Sessions of this user, of runs that are going on, were kept, or have died. Those that cannot be judged are left out. */
export function findSessions(): FoundRunSession[] {
  return readdirSync(tmpdir()).flatMap((name) => {
    const folder = join(tmpdir(), name)
    const session = isSessionFolder(folder) ? readSession(folder) : undefined
    return session === undefined ? [] : [session]
  })
}

export function isSessionFolder(folder: string): boolean {
  return /^apitest-[0-9a-f]{12}$/.test(basename(folder))
}

export function readSession(folder: string): FoundRunSession | undefined {
  const runner = readJson<RunnerRecord>(join(folder, RUNNER))
  const files = listFolder(folder)
  if (files === undefined) return undefined
  if (runner === undefined)
    return isAbandoned(folder, files)
      ? { id: folder.slice(-12), folder, runner: NOBODY, state: 'dead', services: [], projects: [] }
      : undefined
  const sameBoot = runner.boot === bootId()
  if (sameBoot && runner.namespace !== pidNamespace()) return undefined
  const lives = sameBoot && readProcess(runner.pid)?.started === runner.started && !readProcess(runner.pid)?.zombie
  const services = files.filter((file) => file.endsWith(RECORD)).flatMap((file) => readJson<ServiceRecord>(join(folder, file)) ?? [])
  const projects = files.filter((file) => file.endsWith(PROJECT)).flatMap((file) => readJson<DockerProject>(join(folder, file)) ?? [])
  return {
    id: folder.slice(-12),
    folder,
    runner,
    state: files.includes(KEPT) ? 'kept' : lives ? 'running' : 'dead',
    services,
    projects,
  }
}

/** Its run died between two lines of `openSession`. */
function isAbandoned(folder: string, files: readonly string[]): boolean {
  return files.length === 0 && Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > ABANDONED_MS
}

/** Undefined when its run has just ended and removed it. */
function listFolder(folder: string): string[] | undefined {
  try {
    return readdirSync(folder)
  } catch {
    return undefined
  }
}

/** Undefined for what another user owns, and for what is half written. */
function readJson<T>(path: string): T | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T
  } catch {
    return undefined
  }
}

function bootId(): string | undefined {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return undefined
  }
}

function pidNamespace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return undefined
  }
}
