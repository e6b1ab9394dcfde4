import { readText } from '../sample/read-text.ts'
import type { LeakProbe } from '../define-leak.ts'
import { askProbes } from '../probe/ask-probes.ts'
import type { ProbeAnswer } from '../probe/ask-probes.ts'

/** Forces a collection and asks what is in use, however the window does that. */
export interface ProbeControl {
  /** For people: `node`, `python`, `POST /__gc`, `none`. */
  readonly description: string
  /** By the pid that this machine sees. Undefined where nothing is forced. */
  readonly ask: (() => Promise<ReadonlyMap<number, ProbeAnswer>>) | undefined
  /** Why there is none although one would help. */
  readonly trouble: string | undefined
}

export interface ProbeOptions {
  readonly probe: LeakProbe
  /** Where the sockets are; undefined when nothing was loaded into the service. */
  readonly folder: string | undefined
  readonly url: string
  readonly pids: () => readonly number[]
}

export async function openProbe({ probe, folder, url, pids }: ProbeOptions): Promise<ProbeControl> {
  if (typeof probe === 'object') return requestProbe(probe, { url, pids })
  if (probe === 'none' || folder === undefined) return none(undefined)
  const first = await askProbes(folder)
  if (first.length === 0) return none('no Node or Python process of the service answered the probe')
  const runtimes = [...new Set(first.map(({ runtime }) => runtime ?? 'unknown'))].toSorted()
  return {
    description: runtimes.join(', '),
    trouble: undefined,
    ask: async () => {
      const outside = outerPids(pids())
      return new Map((await askProbes(folder)).map((answer) => [outside.get(answer.pid) ?? answer.pid, answer]))
    },
  }
}

function none(trouble: string | undefined): ProbeControl {
  return { description: 'none', ask: undefined, trouble }
}

/** A request of the service itself, which collects; what it answers may say how many bytes are in use then. */
async function requestProbe(probe: Exclude<LeakProbe, string>, { url, pids }: Pick<ProbeOptions, 'url' | 'pids'>): Promise<ProbeControl> {
  const [[method = 'post', path = '/'] = []] = Object.entries(probe) as [string, string][]
  const description = `${method.toUpperCase()} ${path}`
  const ask = async () => {
    const answer = await fetch(url + path, { method: method.toUpperCase(), signal: AbortSignal.timeout(60_000) })
    const text = await answer.text()
    if (!answer.ok) throw new ProbeError(`the probe ${description} was answered with status ${answer.status}`)
    const [pid = 0] = pids()
    const told = amountsOf(text)
    return new Map<number, ProbeAnswer>(told === undefined ? [] : [[pid, { pid, ...told }]])
  }
  await ask().catch((error: unknown) => {
    throw error instanceof ProbeError ? error : new ProbeError(`the probe ${description} was not answered: ${(error as Error).message}`)
  })
  return { description, ask, trouble: undefined }
}

/** `{"live": 73400320, "committed": 90000000}`, the latter where it is known; undefined for any other answer. */
function amountsOf(text: string): Pick<ProbeAnswer, 'live' | 'committed'> | undefined {
  const { live, committed } = objectIn(text)
  if (typeof live !== 'number' || !(live > 0)) return undefined
  return { live, ...(typeof committed === 'number' && { committed }) }
}

function objectIn(text: string): { readonly live?: unknown; readonly committed?: unknown } {
  try {
    // safe: what is not an object has neither key
    return (JSON.parse(text) as object | null) ?? {}
  } catch {
    return {}
  }
}

export class ProbeError extends Error {}

/** A process in a container has another number inside; the last of its numbers is the innermost. */
function outerPids(pids: readonly number[]): Map<number, number> {
  const numbers = new Map<number, number>()
  for (const pid of pids) {
    const inner = /^NSpid:.*\t(\d+)$/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1]
    if (inner !== undefined) numbers.set(Number(inner), pid)
  }
  return numbers
}
