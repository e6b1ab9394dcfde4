import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pickPort } from '../../services/processes/ports.ts'
import type { WorkerSample } from '../record/load-record.ts'
import type { ProgramOptions } from './external-options.ts'
import type { GeneratorProgram, GeneratorReport } from './generator-program.ts'
import { ProcessFamily, requireProgram } from './process-family.ts'

/** What `apitest_samples.py` says, one line each. */
type Message =
  | { readonly kind: 'hello'; readonly worker: string }
  | { readonly kind: 'start'; readonly worker: string; readonly time: number }
  | { readonly kind: 'error'; readonly worker: string; readonly message: string }
  | {
      readonly kind: 'second'
      readonly worker: string
      readonly time: number
      readonly users: number
      readonly cpu: number
      readonly rss: number
      readonly endpoints: readonly LocustEndpoint[]
    }

interface LocustEndpoint {
  readonly method: string
  readonly name: string
  readonly url: string
  readonly times: readonly number[]
  readonly bytes: number
  readonly statuses: Readonly<Record<string, number>>
  readonly failed: number
  readonly timedOut: number
  readonly failures: Readonly<Record<string, number>>
}

/** Starts Locust with the generated file: one process, or a master with workers. */
export async function runLocust(options: ProgramOptions, report: GeneratorReport): Promise<GeneratorProgram> {
  requireProgram('locust', {
    args: ['--version'],
    advice: 'Install it with `pip install locust`; the built-in engine (`--engine node`) needs nothing',
  })
  const listener = new LocustListener(report)
  const address = await listener.listen()
  const family = new ProcessFamily('locust', options.logFolder)
  const env = { ...options.env, APITEST_SAMPLES: address, PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' }
  const files = `${options.script},${samplesFile()}`
  const member = (name: string, args: readonly string[]) =>
    family.start({ name, command: 'locust', args: ['-f', files, ...args], env, cwd: options.folder })
  const { users, spawnRate, seconds } = options.overrides
  const load = [
    ...(users === undefined ? [] : ['-u', String(users)]),
    ...(spawnRate === undefined ? [] : ['-r', String(spawnRate)]),
    ...(seconds === undefined ? [] : ['-t', `${seconds}s`]),
    ...flag('--tags', options.tags?.only),
    ...flag('--exclude-tags', options.tags?.not),
    '--stop-timeout',
    String(options.graceMs / 1000),
    '--only-summary',
  ]
  const head = options.workers > 1 ? await startCluster(options.workers, { member, load }) : member('locust', ['--headless', ...load])
  const name = options.workers > 1 ? 'locust-master' : 'locust'
  const exited = once(head, 'close') as Promise<[number | null]>
  const ended = exited.then(async ([code]) => {
    await family.end(3000)
    await listener.close()
    return listener.hasBegun ? undefined : `Locust ended with code ${String(code)} before it sent anything:\n${family.lastLines(name)}`
  })
  return {
    ended,
    stop: async (graceMs) => {
      listener.tell({ stop: true })
      const slow = setTimeout(() => void family.end(2000), graceMs + 5000)
      await ended
      clearTimeout(slow)
    },
    setUsers: (wanted) => listener.tell({ users: wanted, spawnRate }),
    close: async () => {
      await family.end(1000)
      await ended
    },
  }
}

function flag(name: string, values: readonly string[] = []): string[] {
  return values.length === 0 ? [] : [name, ...values]
}

interface Cluster {
  readonly member: (name: string, args: readonly string[]) => ReturnType<ProcessFamily['start']>
  readonly load: readonly string[]
}

async function startCluster(workers: number, { member, load }: Cluster): Promise<ReturnType<ProcessFamily['start']>> {
  const port = String(await pickPort())
  const master = member('locust-master', [
    '--master',
    '--headless',
    '--master-bind-host=127.0.0.1',
    `--master-bind-port=${port}`,
    `--expect-workers=${workers}`,
    '--expect-workers-max-wait=60',
    ...load,
  ])
  for (let index = 1; index <= workers; index++)
    member(`locust-worker-${index}`, ['--worker', '--master-host', '127.0.0.1', '--master-port', port])
  return master
}

/** Hears what every Locust process measures. */
class LocustListener {
  readonly #report: GeneratorReport
  readonly #server = createServer((socket) => this.#accept(socket))
  readonly #sockets = new Set<Socket>()
  readonly #workers = new Map<string, { users: number; cpu: number; rss: number; state: WorkerSample['state'] }>()
  hasBegun = false

  constructor(report: GeneratorReport) {
    this.#report = report
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  tell(wish: object): void {
    for (const socket of this.#sockets) socket.write(`${JSON.stringify(wish)}\n`)
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket)
    let worker: string | undefined
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#sockets.delete(socket)
      const known = worker === undefined ? undefined : this.#workers.get(worker)
      if (known !== undefined) Object.assign(known, { state: 'stopped', users: 0, cpu: 0 })
    })
    createInterface(socket).on('line', (line) => {
      const message = JSON.parse(line) as Message
      worker = message.worker
      this.#hear(message)
    })
  }

  #hear(message: Message): void {
    if (message.kind === 'start') {
      if (message.worker.startsWith('worker')) return
      this.hasBegun = true
      this.#report.began(message.time * 1000)
    } else if (message.kind === 'error') this.#report.log(`Locust, ${message.worker}: ${message.message}`)
    else if (message.kind === 'second') this.#hearSecond(message)
  }

  #hearSecond({ worker, time, users, cpu, rss, endpoints }: Message & { kind: 'second' }): void {
    this.#workers.set(worker, { users, cpu, rss, state: 'running' })
    for (const { bytes, times, failed, timedOut, ...endpoint } of endpoints)
      this.#report.add(time * 1000 + 500, {
        ...endpoint,
        times,
        failed,
        timedOut,
        ok: times.length - failed - timedOut,
        bytesReceived: bytes,
      })
    const all = [...this.#workers]
    const senders = all.filter(([id]) => id !== 'master')
    this.#report.describe(
      senders.reduce((sum, [, state]) => sum + state.users, 0),
      {
        cpu: all.reduce((sum, [, state]) => sum + state.cpu, 0),
        rssBytes: all.reduce((sum, [, state]) => sum + state.rss, 0),
        latenessP99: 0,
        loopDelayP99: 0,
        workers: senders.map(([id, state]) => ({ id, state: state.state, users: state.users, cpu: state.cpu })),
      },
    )
  }
}

/** Beside the bundle or one of its chunks; for the sources, beside this file. */
function samplesFile(): string {
  const candidates = ['./apitest_samples.py', '../apitest_samples.py'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`apitest_samples.py is not at ${candidates[0]}; run \`npm run build\``)
  return found
}
