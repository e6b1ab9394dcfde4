import type { Probe, ProbeResult } from './probe.ts'

export interface Wait {
  readonly probe: Probe
  readonly timeoutMs: number
  readonly intervalMs: number | undefined
  /** Why it can never become ready any more; asked after each attempt that failed. */
  over(): string | undefined
  /** Settles when `over` may have changed. */
  readonly wake: Promise<unknown>
  /** The run does not need the service any more. */
  readonly signal: AbortSignal
  /** Called about every ten seconds. */
  slow(waitedMs: number, answer: string): void
}

export type WaitResult =
  | { readonly kind: 'ready'; readonly host: string | undefined }
  | { readonly kind: 'timeout'; readonly answer: string }
  | { readonly kind: 'over'; readonly reason: string; readonly answer: string | undefined }
  | { readonly kind: 'aborted' }

/** A share of the time waited so far: a quick start is noticed at once, and a slow one costs few attempts. */
const SHORTEST_PAUSE_MS = 10
const PAUSE_SHARE = 1 / 10
const LONGEST_PAUSE_MS = 250
/** Doubles with each attempt that takes as long, so that a first answer that needs seconds is waited for. */
const ATTEMPT_MS = 2000
/** The last attempt may go on for so long behind the timeout: cut shorter, it would tell nothing. */
const SHORTEST_ATTEMPT_MS = 500
const SLOW_MS = 10_000

/** Probes until the service is ready, cannot become ready, or the time is over. */
export async function waitUntilReady(wait: Wait): Promise<WaitResult> {
  const start = performance.now()
  const waited = () => performance.now() - start
  const wake = wakeOnce(wait)
  let answer: string | undefined
  let attemptMs = ATTEMPT_MS
  let nextReportMs = SLOW_MS
  for (;;) {
    const began = waited()
    const attempt = wait.probe.attempt(Math.max(SHORTEST_ATTEMPT_MS, Math.min(attemptMs, wait.timeoutMs - began)))
    const result = await wake.during<ProbeResult | undefined>(attempt)
    if (wait.signal.aborted) return { kind: 'aborted' }
    if (result === undefined) continue // something has changed: one more attempt tells whether it still became ready
    if (result.ready) return { kind: 'ready', host: result.host }
    const reason = wait.over()
    if (reason !== undefined) return { kind: 'over', reason, answer }
    answer = result.answer
    if (waited() >= wait.timeoutMs) return { kind: 'timeout', answer }
    if (waited() - began >= attemptMs) attemptMs *= 2
    if (waited() >= nextReportMs) {
      wait.slow(waited(), answer)
      nextReportMs += SLOW_MS
    }
    const pauseMs = wait.intervalMs ?? Math.min(Math.max(SHORTEST_PAUSE_MS, waited() * PAUSE_SHARE), LONGEST_PAUSE_MS)
    await wake.during(sleep(Math.min(pauseMs, Math.max(1, wait.timeoutMs - waited()))))
    if (wait.signal.aborted) return { kind: 'aborted' }
  }
}

/** Cuts short what is being waited for, once. */
function wakeOnce({ wake, signal }: Wait): { during<T>(work: Promise<T>): Promise<T | undefined> } {
  let woken = false
  const aborted = new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return {
    during: async (work) => {
      if (woken) return Promise.race([work, aborted.then(() => undefined)])
      return Promise.race([
        work,
        aborted.then(() => undefined),
        wake.then(() => {
          woken = true
          return undefined
        }),
      ])
    },
  }
}

function sleep(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined))
}
