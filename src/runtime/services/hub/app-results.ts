import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceResult } from '../../report/run-result.ts'
import { runWatcher } from '../run-watcher.ts'

/** What a worker tells of an application that runs beside its tests. */
export type AppNews =
  | { readonly state: 'starting' }
  | { readonly state: 'ready'; readonly url: string; readonly readyMs: number }
  | { readonly state: 'failed' }

/** Applications that run in the workers, for the report: each worker has its own, and they share a log. */
export class AppResults {
  readonly #folder: string
  readonly #results = new Map<string, ServiceResult>()

  /** @param folder of the logs */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Returns where the log goes, which is empty when the first worker starts. */
  note(name: string, app: AppNews): string {
    const logFile = join(this.#folder, `${name}.log`)
    const known = this.#results.get(name)
    if (known === undefined) clear(this.#folder, logFile)
    if (app.state === 'ready' && known?.url === undefined) runWatcher()?.serviceReady({ name, url: app.url, readyMs: app.readyMs })
    this.#results.set(name, {
      name,
      kind: 'node',
      url: app.state === 'ready' ? (known?.url ?? app.url) : known?.url,
      state: app.state === 'failed' ? 'failed' : (known?.state ?? 'stopped'),
      readyMs: app.state === 'ready' ? (known?.readyMs ?? app.readyMs) : known?.readyMs,
      forced: false,
      log: `logs/${name}.log`,
    })
    return logFile
  }

  results(): readonly ServiceResult[] {
    return [...this.#results.values()]
  }

  get logFiles(): readonly string[] {
    return [...this.#results.keys()].map((name) => join(this.#folder, `${name}.log`))
  }
}

/** Where nothing can be written, the worker says so. */
function clear(folder: string, logFile: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(logFile, '')
  } catch {
    // the application runs all the same
  }
}
