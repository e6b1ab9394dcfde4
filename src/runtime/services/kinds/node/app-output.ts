import { AsyncLocalStorage } from 'node:async_hooks'
import type { Server } from 'node:http'
import type { OutputStream, ServiceLog } from '../../service-log.ts'

/** Whose work is going on: an application runs in the process of the tests, and what it prints must not be taken for theirs. */
const printing = new AsyncLocalStorage<ServiceLog>()

/** What is printed by `work`, and by all that it starts, goes into the log of an application. */
export function withOutput<T>(log: ServiceLog, work: () => T): T {
  for (const stream of ['stdout', 'stderr'] as const) {
    divert(process[stream], stream)
    // A test runner may have put a console of its own in place.
    divert((console as { _stdout?: Writable; _stderr?: Writable })[`_${stream}`], stream)
  }
  return printing.run(log, work)
}

/** The same for everything that a server does from now on, its connections and requests included. */
export function serveWithOutput(server: Server, log: ServiceLog): void {
  const emit = server.emit.bind(server)
  server.emit = ((...event: [name: string, ...parameters: unknown[]]) => withOutput(log, () => emit(...event))) as Server['emit']
}

interface Writable {
  write(chunk: unknown, ...rest: unknown[]): boolean
}

const diverted = new WeakSet<Writable>()

function divert(target: Writable | undefined, stream: OutputStream): void {
  if (target === undefined || diverted.has(target)) return
  diverted.add(target)
  const write = target.write.bind(target)
  target.write = (chunk, ...rest) => {
    const log = printing.getStore()
    if (log === undefined) return write(chunk, ...rest)
    log.accept(stream, typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString())
    const done = rest.find((argument) => typeof argument === 'function') as (() => void) | undefined
    if (done !== undefined) queueMicrotask(done)
    return true
  }
}
