import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process, told apart from a later one with the same pid by its start time. */
export interface ProcessIdentity {
  readonly pid: number
  /** Grows with time; the unit is the system's own (clock ticks since boot, or milliseconds where there is no /proc). */
  readonly started: number
}

export interface ProcessInfo extends ProcessIdentity {
  readonly parent: number
  /** Has ended and waits to be reaped: not alive, and maybe never reaped where pid 1 is no init. */
  readonly zombie: boolean
}

/** What marks the processes of one service. */
export interface ProcessMark {
  /** Stands in the environment of the processes, in `APITEST_SERVICE`. */
  readonly marker: string
  /** A file that they inherit as an open descriptor; it survives daemonising, a changed title and a cleared environment. */
  readonly token: string
}

export interface ProcessTable {
  readonly all: ReadonlyMap<number, ProcessInfo>
  carries(pid: number, mark: ProcessMark): boolean
}

export const MARKER_VARIABLE = 'APITEST_SERVICE'

/** All processes at this moment, from /proc where the system has it, otherwise from `ps`, which does not see open files. */
export function readProcessTable({ source = hasProc() ? 'proc' : 'ps' }: { source?: 'proc' | 'ps' } = {}): ProcessTable {
  return source === 'proc' ? fromProc() : fromPs()
}

/** Undefined when no such process is alive. */
export function readProcess(pid: number): ProcessInfo | undefined {
  return hasProc() ? readStat(pid) : fromPs().all.get(pid)
}

/** True while this very process lives, not another one that got its number. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  const now = readProcess(pid)
  return now !== undefined && now.started === started && !now.zombie
}

/** For people: the name of a program, such as `gunicorn`. */
export function processName(pid: number): string | undefined {
  if (!hasProc())
    return (
      spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' })
        .stdout?.trim()
        .split('/')
        .at(-1) || undefined
    )
  return readText(`/proc/${pid}/comm`)?.trim()
}

let proc: boolean | undefined

export function hasProc(): boolean {
  return (proc ??= existsSync('/proc/self/stat'))
}

function fromProc(): ProcessTable {
  const all = new Map<number, ProcessInfo>()
  for (const entry of readdirSync('/proc')) {
    if (entry < '0' || entry > ':') continue
    const info = readStat(Number(entry))
    if (info !== undefined) all.set(info.pid, info)
  }
  return { all, carries: (pid, { marker, token }) => hasMarker(pid, marker) || hasOpen(pid, token) }
}

/** The name, in brackets, may hold blanks and brackets itself. */
function readStat(pid: number): ProcessInfo | undefined {
  const stat = readText(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { pid, parent: Number(fields[1]), started: Number(fields[19]), zombie: fields[0] === 'Z' || fields[0] === 'X' }
}

function hasMarker(pid: number, marker: string): boolean {
  return readText(`/proc/${pid}/environ`)?.includes(marker) ?? false
}

function hasOpen(pid: number, file: string): boolean {
  return openFiles(pid).includes(file)
}

/** What the descriptors of a process stand for: paths, `socket:[1234]`, `pipe:[1234]`. Empty when it may not be seen. */
export function openFiles(pid: number): string[] {
  let descriptors: string[]
  try {
    descriptors = readdirSync(`/proc/${pid}/fd`)
  } catch {
    return []
  }
  return descriptors.flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${descriptor}`)]
    } catch {
      return []
    }
  })
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}

const PS_LINE = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\w{3} +\w{3} +\d+ +[\d:]+ +\d{4})\s(.*)$/

/** One call of `ps` that prints environments too: option `-E` on macOS, `e` elsewhere. */
function fromPs(): ProcessTable {
  const all = new Map<number, ProcessInfo>()
  const commands = new Map<number, string>()
  const options = process.platform === 'darwin' ? '-axwwE' : 'axeww'
  const { stdout } = spawnSync('ps', [options, '-o', 'pid=,ppid=,stat=,lstart=,command='], {
    encoding: 'latin1',
    maxBuffer: 256 * 1024 * 1024,
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' },
  })
  for (const line of (stdout ?? '').split('\n')) {
    const [, pid, parent, state, started, command] = PS_LINE.exec(line) ?? []
    if (pid === undefined) continue
    all.set(Number(pid), { pid: Number(pid), parent: Number(parent), started: Date.parse(started!), zombie: state!.startsWith('Z') })
    commands.set(Number(pid), command!)
  }
  return { all, carries: (pid, { marker }) => commands.get(pid)?.includes(marker) ?? false }
}
