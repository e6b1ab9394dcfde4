import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'

/** What one process (or one thread of it) says behind its collection. */
export interface ProbeAnswer {
  /** As the process itself sees it; in a container another number than outside. */
  readonly pid: number
  /** What answered. */
  readonly runtime?: 'node' | 'python'
  readonly live?: number
  readonly committed?: number
  /** GPU memory in use by PyTorch. */
  readonly gpu?: number
}

const PATIENCE_MS = 30_000

/** Asks every process that has a probe; those that have ended are forgotten. */
export async function askProbes(folder: string): Promise<ProbeAnswer[]> {
  const sockets = readdirSync(folder).filter((name) => name.endsWith('.sock'))
  const answers = await Promise.all(sockets.map((name) => askProbe(join(folder, name))))
  return mergeThreads(answers.filter((answer) => answer !== undefined))
}

/** Threads with a heap of their own answer on their own. */
function mergeThreads(answers: readonly ProbeAnswer[]): ProbeAnswer[] {
  const merged = new Map<number, ProbeAnswer>()
  for (const answer of answers) {
    const other = merged.get(answer.pid)
    merged.set(
      answer.pid,
      other === undefined ? answer : { ...other, ...added(other, answer, 'live'), ...added(other, answer, 'committed') },
    )
  }
  return [...merged.values()]
}

function added(a: ProbeAnswer, b: ProbeAnswer, key: 'live' | 'committed'): Partial<ProbeAnswer> {
  return a[key] === undefined && b[key] === undefined ? {} : { [key]: (a[key] ?? 0) + (b[key] ?? 0) }
}

function askProbe(path: string): Promise<ProbeAnswer | undefined> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect({ path })
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.setEncoding('utf8').on('data', (part: string) => (text += part))
    // Of a process that has ended, or one that is about to listen: the file stays, for those.
    socket.on('error', () => {})
    socket.on('close', () => resolve(parse(text)))
  })
}

function parse(text: string): ProbeAnswer | undefined {
  try {
    return JSON.parse(text) as ProbeAnswer
  } catch {
    return undefined
  }
}
