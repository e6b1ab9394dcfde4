import { constants } from 'node:os'

export interface SignalActions {
  /** Once, for the first signal. */
  stop(): Promise<void>
  /** For a signal while that goes on. */
  stopNow(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** npm hands a Ctrl-C on that the terminal has already sent to everybody: twice the same wish. */
const SAME_WISH_MS = 300

/**
 * On Ctrl-C and its like, stops the services first and lets those that listened before act afterwards: vitest ends the process one
 * millisecond after a signal. A second signal kills and ends at once. Returns how to undo it.
 */
export function stopOnSignal({ stop, stopNow }: SignalActions): () => void {
  const earlier = SIGNALS.map((signal) => [signal, process.rawListeners(signal) as NodeJS.SignalsListener[]] as const)
  let firstAt: number | undefined
  const restore = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal)
    for (const [signal, listeners] of earlier) for (const listener of listeners) process.on(signal, listener)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    const now = Date.now()
    if (firstAt !== undefined) {
      if (now - firstAt < SAME_WISH_MS) return
      stopNow()
      process.exit(128 + constants.signals[signal])
    }
    firstAt = now
    void stop().finally(() => {
      restore()
      process.kill(process.pid, signal)
    })
  }
  for (const signal of SIGNALS) process.removeAllListeners(signal).on(signal, onSignal)
  return restore
}
