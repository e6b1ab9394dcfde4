import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PoolRunnerInitializer, PoolWorker } from 'vitest/node'
import { packageFolder } from '../package-info.ts'

/** How long a worker may take to end after its last test before it is killed. */
const graceMs = 500

export interface WarmWorker {
  /** For vitest's `pool`. */
  readonly pool: PoolRunnerInitializer
  /** What tests write to its standard output and error past `console`, as it comes. */
  onOutput: (text: string) => void
  /** Ends it, also when no test was ever given to it. */
  stop(): Promise<void>
  /** For a test that never yields: nothing else ends it. */
  kill(): void
}

/**
 * Starts the process that runs the tests right away: it loads vitest's and apitest's runtime on another core while this process loads
 * vitest itself, which takes a third off a short run. A process rather than a thread, so that a test that never yields cannot hold up
 * Ctrl-C, and memory is given back.
 */
export function startWarmWorker(): WarmWorker {
  const started: ChildProcess[] = []
  let waiting: ChildProcess | undefined = startProcess(started)
  const take = () => {
    const child = waiting ?? startProcess(started)
    waiting = undefined
    return child
  }
  const worker: WarmWorker = {
    pool: {
      name: 'apitest',
      createPoolWorker: ({ env }) => poolWorker(take(), { env: env as NodeJS.ProcessEnv, onOutput: (text) => worker.onOutput(text) }),
    },
    onOutput: (text) => process.stderr.write(text),
    stop: async () => {
      await Promise.all(started.map(end))
    },
    kill: () => {
      for (const child of started) child.kill('SIGKILL')
    },
  }
  return worker
}

function startProcess(started: ChildProcess[]): ChildProcess {
  const child = fork(join(packageFolder(), 'dist', 'worker.js'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // vitest's modules look at some of these while they load; the rest comes with the first message
    env: { ...process.env, VITEST: 'true', TEST: 'true', NODE_ENV: process.env.NODE_ENV ?? 'test' },
  })
  started.push(child)
  return child
}

function poolWorker(child: ChildProcess, { env, onOutput }: { env: NodeJS.ProcessEnv; onOutput: (text: string) => void }): PoolWorker {
  let greeted = false
  return {
    name: 'apitest',
    on: (event, callback) => void child.on(event, callback),
    off: (event, callback) => void child.off(event, callback),
    send: (message) => void (child.connected && child.send(message)),
    deserialize: (data) => data,
    start: async () => {
      if (greeted) return
      greeted = true
      child.send({ env })
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', onOutput)
    },
    stop: () => end(child),
    canReuse: () => true,
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  if (child.connected) child.disconnect()
  await ended
  clearTimeout(timer)
}
