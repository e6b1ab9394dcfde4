/**
 * Whoever shows a run while it goes on: the command line, which runs vitest in its own process. Without one, `serve` prints to standard
 * error and listens for signals itself.
 */
export interface RunWatcher {
  serviceStarting(name: string): void
  serviceReady(service: { readonly name: string; readonly url: string; readonly readyMs: number | undefined }): void
  serviceFailed(name: string): void
  /** A line for the user. */
  said(message: string): void
  /** The watcher ends the run on Ctrl-C and its like: tests first, then services; `stopNow` is for the second one. */
  serving(services: { stop(): Promise<void>; stopNow(): void }): void
}

// On globalThis, since the bundle of the command line and the one that generated code imports may be two copies of this module.
const key = Symbol.for('apitest.watcher')

export function runWatcher(): RunWatcher | undefined {
  return (globalThis as { [key]?: RunWatcher })[key]
}

/** Returns how to stop watching. */
export function watchRun(watcher: RunWatcher): () => void {
  const shared = globalThis as { [key]?: RunWatcher }
  shared[key] = watcher
  return () => {
    if (shared[key] === watcher) delete shared[key]
  }
}
