import type { Probe } from './probe.ts'

export interface Wait {
  readonly probe: Probe
  readonly timeoutMs: number
  readonly intervalMs: number | undefined
  /** Looked at before each attempt and whenever `wake` settles; a value ends the wait. */
  interrupted(): string | undefined
  /** Settles when `interrupted` may have changed. */
  readonly wake: Promise<unknown>
  /** Called about every ten seconds. */
  slow(waitedMs: number, answer: string): void
}

export type WaitResult =
  | { readonly kind: 'ready'; readonly host: string | undefined }
  | { readonly kind: 'timeout'; readonly answer: string }
  | { readonly kind: 'interrupted'; readonly reason: string; readonly answer: string | undefined }

const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 250
/** Doubles with each attempt that takes as long, so that a first answer that needs seconds is waited for. */
const ATTEMPT_MS = 2000
const SLOW_MS = 10_000

/** Probes until the service is ready, the time is over, or it has been interrupted. */
export async function waitUntilReady(wait: Wait): Promise<WaitResult> {
  const start = performance.now()
  const waited = () => performance.now() - start
  let answer: string | undefined
  let woken = false
  void wait.wake.then(() => (woken = true))
  let attemptMs = ATTEMPT_MS
  let nextReportMs = SLOW_MS
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.3, LONGEST_PAUSE_MS)) {
    const began = waited()
    const result = await wait.probe.attempt(Math.max(1, Math.min(attemptMs, wait.timeoutMs - began)))
    if (result.ready) return { kind: 'ready', host: result.host }
    const reason = wait.interrupted()
    if (reason !== undefined) return { kind: 'interrupted', reason, answer }
    answer = result.answer
    if (waited() >= wait.timeoutMs) return { kind: 'timeout', answer }
    if (waited() - began >= attemptMs) attemptMs *= 2
    if (waited() >= nextReportMs) {
      wait.slow(waited(), answer)
      nextReportMs += SLOW_MS
    }
    const left = Math.max(1, wait.timeoutMs - waited())
    await pause(Math.min(wait.intervalMs ?? pauseMs, left), woken ? undefined : wait.wake)
  }
}

async function pause(milliseconds: number, wake: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const slept = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)))
  await (wake === undefined ? slept : Promise.race([slept, wake]))
  clearTimeout(timer)
}
