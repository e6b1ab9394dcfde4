import { existsSync, readdirSync, statSync, watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { dirname } from 'node:path'
import { createBell } from './bell.ts'
import type { Bell } from './bell.ts'

export interface WatchOptions {
  /** Compiles once and returns the absolute paths of all files that it read, also when it found mistakes. */
  readonly compile: () => Promise<readonly string[]>
  /** Ends the watching. */
  readonly signal: AbortSignal
  /** Told what `compile` threw; the watching goes on. */
  readonly onError: (error: unknown) => void
  /** How long things must be quiet before it compiles, so that one save is one run. @default 50 */
  readonly quietMs?: number
}

/**
 * Compiles now, and again whenever a file that was read changes, until the signal aborts. Watches folders and not files: editors save
 * by writing a new file over the old name, which a watcher of the file would lose.
 */
export async function watchSpec({ compile, signal, onError, quietMs = 50 }: WatchOptions): Promise<void> {
  let inputs: readonly string[] = []
  const bell = createBell()
  const watchers = new Map<string, FSWatcher>()
  signal.addEventListener('abort', bell.ring, { once: true })
  try {
    while (!signal.aborted) {
      const known = { inputs, fingerprint: fingerprint(inputs), startedAt: Date.now() }
      try {
        inputs = await compile()
      } catch (error) {
        onError(error)
      }
      watchFolders(watchers, inputs, bell)
      if (!savedMeanwhile(known, inputs)) await changed(inputs, { bell, signal, quietMs })
    }
  } finally {
    signal.removeEventListener('abort', bell.ring)
    for (const watcher of watchers.values()) watcher.close()
  }
}

/** Resolves when the files are not what they were, or when the signal aborts. Events that change nothing are passed over. */
async function changed(
  inputs: readonly string[],
  { bell, signal, quietMs }: { bell: Bell; signal: AbortSignal; quietMs: number },
): Promise<void> {
  const before = fingerprint(inputs)
  do {
    await bell.rung()
    while (!signal.aborted && (await bell.rungWithin(quietMs)));
  } while (!signal.aborted && fingerprint(inputs) === before)
}

interface Known {
  readonly inputs: readonly string[]
  readonly fingerprint: string
  readonly startedAt: number
}

/** File systems tell the time of a change up to this much too early. */
const clockSlackMs = 10

/** True when a file was saved while it was being compiled: it may have been read before that. */
function savedMeanwhile(known: Known, inputs: readonly string[]): boolean {
  if (fingerprint(known.inputs) !== known.fingerprint) return true
  const now = Date.now()
  return inputs.some((path) => {
    if (known.inputs.includes(path)) return false
    const savedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
    return savedAt > known.startedAt - clockSlackMs && savedAt <= now
  })
}

function fingerprint(inputs: readonly string[]): string {
  const files = inputs.map((path) => {
    const stats = statSync(path, { throwIfNoEntry: false })
    return stats === undefined ? 'missing' : `${stats.mtimeMs} ${stats.size} ${stats.ino}`
  })
  // a file that a pattern under `include` would find
  const neighbours = foldersOf(inputs).map((folder) => yamlFiles(folder).join('/'))
  return [...files, ...neighbours].join('\n')
}

function yamlFiles(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/.test(name))
      .toSorted()
  } catch {
    return []
  }
}

function foldersOf(inputs: readonly string[]): string[] {
  return [...new Set(inputs.map((path) => dirname(path)))]
}

/** One watcher for each folder with inputs; of a folder that is gone, the nearest one above, so that its return is seen. */
function watchFolders(watchers: Map<string, FSWatcher>, inputs: readonly string[], { ring }: Bell): void {
  const wanted = new Set(foldersOf(inputs).map(nearestFolder))
  for (const [folder, watcher] of watchers) {
    if (wanted.has(folder)) continue
    watcher.close()
    watchers.delete(folder)
  }
  for (const folder of wanted) {
    if (watchers.has(folder)) continue
    const watcher = watch(folder, ring)
    watcher.on('error', () => {
      watcher.close()
      watchers.delete(folder)
      ring()
    })
    watchers.set(folder, watcher)
  }
}

function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
}
