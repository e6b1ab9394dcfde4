import { watchRun } from '../../runtime/services/run-watcher.ts'
import type { Interruption } from './run-interruption.ts'
import type { RunProgress } from './run-progress.ts'

/** Shows what the services do, and leaves it to the run to stop them. Returns how to stop watching. */
export function watchServices(progress: RunProgress, interruption: Interruption): () => void {
  const starting = new Set<string>()
  let stop: (() => Promise<void>) | undefined
  // While services start there are no tests to end first.
  interruption.signal.addEventListener('abort', () => {
    if (starting.size > 0) void stop?.()
  })
  return watchRun({
    serviceStarting: (name) => {
      starting.add(name)
      progress.serviceStarting(name)
    },
    serviceReady: (service) => {
      starting.delete(service.name)
      progress.serviceReady(service)
    },
    serviceFailed: (name) => {
      starting.delete(name)
      progress.serviceFailed(name)
    },
    said: (message) => progress.note(message),
    serving: (services) => {
      stop = services.stop
      interruption.guard(services.stopNow)
      if (interruption.signal.aborted) void services.stop()
    },
  })
}
