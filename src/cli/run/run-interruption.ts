import { exitCodes } from '../exit-codes.ts'
import type { Host } from '../host.ts'

/** npm hands a Ctrl-C on that the terminal has already sent to everybody: twice the same wish. */
const sameWishMs = 300

export interface Interruption {
  /** Aborted when the run has to end: tests, then cleanups, then services. */
  readonly signal: AbortSignal
  /** True when the user asked for it. */
  interrupted(): boolean
  /** Ends the run for another reason. */
  end(): void
  /** What must not survive when the second Ctrl-C ends this process at once. */
  guard(stopNow: () => void): void
  stopListening(): void
}

/** The first Ctrl-C ends the run in good order, the second at once. */
export function listenForInterruption(host: Host, on: { readonly first: () => void; readonly second: () => void }): Interruption {
  const controller = new AbortController()
  const guarded: (() => void)[] = []
  let firstAt: number | undefined
  const stopListening = host.onInterrupt(() => {
    if (firstAt === undefined) {
      firstAt = host.now()
      on.first()
      controller.abort()
      return
    }
    if (host.now() - firstAt < sameWishMs) return
    on.second()
    for (const stopNow of guarded) stopNow()
    process.exit(exitCodes.interrupted)
  })
  return {
    signal: controller.signal,
    interrupted: () => firstAt !== undefined,
    end: () => controller.abort(),
    guard: (stopNow) => guarded.push(stopNow),
    stopListening,
  }
}
