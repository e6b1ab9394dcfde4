import { relative } from 'node:path'
import { explainUp } from '../../docker/explain-docker.ts'
import { findEngine } from '../../docker/engine.ts'
import type { Engine } from '../../docker/engine.ts'
import { runDocker } from '../../docker/run-docker.ts'
import { readProcessTable } from '../../processes/process-table.ts'
import { httpProbe } from '../../readiness/probe-http.ts'
import { urlHost } from '../../readiness/probe.ts'
import type { Probe } from '../../readiness/probe.ts'
import { readiness } from '../../readiness/readiness.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { waitUntilReady } from '../../readiness/wait-until-ready.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import type { ServiceEnd, ServiceHandle } from '../../service-handle.ts'
import { ServiceLog } from '../../service-log.ts'
import { explainEnd } from '../process/explain-failure.ts'
import { composeOptions } from './compose-options.ts'
import type { ComposeOptions, ContainerContext } from './compose-options.ts'
import { ComposeStack } from './compose-stack.ts'
import { followLog, lineMatcher, withPrefix } from './container-log.ts'
import type { FollowedLog } from './container-log.ts'
import { describeExit } from './container-state.ts'
import type { ContainerState } from './container-state.ts'
import { publishedPortProbe } from './published-port-probe.ts'

const READY_TIMEOUT_MS = 60_000
const WATCH_MS = 500
const SLOW_MS = 10_000
/** What docker still has to tell of a container that has ended. */
const LAST_LINES_MS = 500

/** Starts a service of a compose project and waits until it is ready; all of it is gone again when this throws. */
export async function startContainer(context: ContainerContext): Promise<ServiceHandle> {
  const options = composeOptions(context, context.define(0))
  const found = await findEngine()
  if (found.kind === 'missing') throw cannotStart({ context, options }, { message: found.message, hint: found.hint })
  const start = new ContainerStart(context, { options, engine: found.engine })
  try {
    return await start.run()
  } catch (error) {
    await start.stop()
    throw error
  }
}

interface Subject {
  readonly context: ContainerContext
  readonly options: ComposeOptions
}

class ContainerStart {
  readonly #context: ContainerContext
  readonly #options: ComposeOptions
  readonly #engine: Engine
  readonly #stack: ComposeStack
  readonly #readiness: Readiness
  readonly #log: ServiceLog
  readonly #awaited: { read(text: string): void; readonly matched: boolean }
  readonly #startedMs = performance.now()
  readonly #followed: FollowedLog[] = []
  #end: ServiceEnd | undefined
  #neighbour: string | undefined
  #rootPid = 0
  #stopping: Promise<{ forced: boolean }> | undefined

  constructor(context: ContainerContext, { options, engine }: { options: ComposeOptions; engine: Engine }) {
    this.#context = context
    this.#options = options
    this.#engine = engine
    this.#readiness = readiness(options.ready, { timeoutMs: READY_TIMEOUT_MS })
    this.#awaited = lineMatcher(this.#readiness.kind === 'log' ? this.#readiness.pattern : /$^/)
    try {
      this.#log = new ServiceLog(context.logFile)
    } catch (error) {
      throw cannotStart(
        { context, options },
        { message: `its log cannot be written: ${(error as Error).message}`, hint: 'Is the report folder writable?' },
      )
    }
    this.#stack = ComposeStack.join({ name: context.name, options, engine, session: context.session })
  }

  async run(): Promise<ServiceHandle> {
    await this.#bringUp()
    const containers = await this.#stack.containers()
    const own = containers.filter(({ service }) => service === this.#options.service)
    const container = own.find(({ running }) => running) ?? own[0]
    if (container === undefined)
      throw this.#failure({ message: 'docker compose made no container for it', hint: `Is \`${this.#options.service}\` scaled to 0?` })
    const ended = this.#follow(container, containers)
    const port = container.ports.get(this.#options.port)
    if (container.running && port === undefined)
      throw this.#failure({
        message: `docker published no port for ${this.#options.port}`,
        hint: 'Does `docker ps` show one?',
        at: ['port'],
      })
    const address = { host: this.#engine.host, port: port ?? 0 }
    await this.#becomeReady({ container, address, ended })
    if (this.#engine.local) this.#rootPid = Number(await this.#inspect(container.id, '{{.State.Pid}}'))
    return this.#handle(address, container.id)
  }

  async #bringUp(): Promise<void> {
    const { context } = this.#subject
    let last = ''
    const onText = withPrefix('[docker] ', (text) => {
      last = text.trimEnd().split('\n').at(-1) ?? last
      this.#log.accept('stderr', text)
    })
    const slow = setInterval(() => {
      const seconds = Math.round((performance.now() - this.#startedMs) / 1000)
      context.waiting(`bringing up \`${context.name}\` for ${seconds}s: ${last.replace('[docker] ', '')}`)
    }, SLOW_MS)
    try {
      const { code, stderr } = await this.#stack.up([this.#options.service, ...this.#options.also], { signal: context.signal, onText })
      if (context.signal.aborted) throw this.#stopped()
      if (code === 0) return
      const dead = (await this.#stack.containers()).filter(({ exitCode }) => exitCode !== undefined && exitCode !== 0)
      for (const container of dead) await this.#readOnce(container)
      throw this.#failure(explainUp(stderr))
    } finally {
      clearInterval(slow)
    }
  }

  /** Follows the service's own lines as they are, and those of the services around it with their names. */
  #follow(container: ContainerState, containers: readonly ContainerState[]): Promise<void> {
    const { env } = this.#stack
    const own = followLog({
      id: container.id,
      env,
      onText: (stream, text) => {
        this.#awaited.read(text)
        this.#log.accept(stream, text)
      },
    })
    const others = containers.filter(({ service }) => service !== container.service)
    const beside = others.map(({ id, service }) => followLog({ id, env, onText: prefixed(service, this.#log) }))
    this.#followed.push(own, ...beside)
    return own.ended.then(() => this.#noteEnd(container.id))
  }

  /** For a container that has ended before anybody could follow it. */
  async #readOnce({ id, service }: ContainerState): Promise<void> {
    const prefix = service === this.#options.service ? '' : `${service} | `
    const { stdout, stderr } = await runDocker(['logs', '--tail', '200', id], { env: this.#stack.env, timeoutMs: 10_000 })
    for (const [stream, text] of [
      ['stdout', stdout],
      ['stderr', stderr],
    ] as const)
      withPrefix(prefix, (lines) => this.#log.accept(stream, lines))(text)
  }

  /** A log that ends may also mean that docker keeps none. */
  async #noteEnd(id: string): Promise<void> {
    const state = await this.#inspect(id, '{{.State.Running}} {{.State.ExitCode}} {{.State.OOMKilled}}')
    const [running, exitCode, outOfMemory] = state.split(' ')
    if (running !== 'false' || this.#stopping !== undefined) return
    const description = describeExit(Number(exitCode), { outOfMemory: outOfMemory === 'true' })
    this.#end = { description, atMs: Date.now(), clean: exitCode === '0' }
  }

  async #inspect(id: string, format: string): Promise<string> {
    const { stdout } = await runDocker(['inspect', '--format', format, id], { env: this.#stack.env, timeoutMs: 10_000 })
    return stdout.trim()
  }

  async #becomeReady({ container, address, ended }: { container: ContainerState; address: Address; ended: Promise<void> }): Promise<void> {
    const { context } = this.#subject
    const probe = this.#probe(container, address)
    const watch = this.#watchNeighbours(container)
    const wake = Promise.race([ended, watch.died])
    const result = await waitUntilReady({
      probe: {
        ...probe,
        attempt: async (timeoutMs) => (this.#end === undefined ? probe.attempt(timeoutMs) : { ready: false, answer: 'it has ended' }),
      },
      timeoutMs: this.#readiness.timeoutMs,
      intervalMs: this.#readiness.intervalMs,
      over: () => this.#end?.description ?? this.#neighbour,
      wake,
      signal: context.signal,
      slow: (waitedMs, answer) => {
        const line = this.#log.lines({ limit: 1 })[0]
        const printed = line === undefined ? '' : `; last line: ${line}`
        context.waiting(`waiting for \`${context.name}\` for ${Math.round(waitedMs / 1000)}s: ${probe.description}: ${answer}${printed}`)
      },
    }).finally(watch.stop)
    switch (result.kind) {
      case 'ready':
        return
      case 'aborted':
        throw this.#stopped()
      case 'over':
        throw this.#endedEarly(result.reason, { probe, answer: result.answer })
      case 'timeout':
        throw this.#neverReady(result.answer, probe)
    }
  }

  #probe(container: ContainerState, address: Address): Probe {
    const target = this.#readiness
    switch (target.kind) {
      case 'http':
        return httpProbe({ origin: `http://${urlHost(address.host)}:${address.port}`, path: target.path, status: target.status })
      case 'tcp':
        return publishedPortProbe(address)
      case 'log':
        return {
          description: `a line like ${target.pattern}`,
          attempt: async () => (this.#awaited.matched ? { ready: true } : { ready: false, answer: 'no such line' }),
        }
      case 'command':
        return this.#commandProbe(container.id, target.command)
    }
  }

  /** Inside the container, where the programs that know it are. */
  #commandProbe(id: string, command: readonly string[]): Probe {
    return {
      description: `command ${command.join(' ')} in the container`,
      attempt: async (timeoutMs) => {
        const { code, stdout, stderr } = await runDocker(['exec', id, ...command], { env: this.#stack.env, timeoutMs })
        if (code === 0) return { ready: true }
        const last = `${stdout}${stderr}`.trim().split('\n').at(-1)
        const end = code === undefined ? `did not end in ${timeoutMs} ms` : `exit code ${code}`
        return { ready: false, answer: last ? `${end}: ${last}` : end }
      },
    }
  }

  /** A service beside it that ends with an error; one that ends with 0 has done its work. */
  #watchNeighbours({ service }: ContainerState): { readonly died: Promise<void>; stop(): void } {
    let timer: NodeJS.Timeout | undefined
    const died = new Promise<void>((resolve) => {
      const look = async () => {
        const dead = (await this.#stack.containers()).find((other) => other.service !== service && (other.exitCode ?? 0) !== 0)
        if (dead !== undefined) {
          this.#neighbour = `cannot become ready: \`${dead.service}\`, which it needs, ${describeExit(dead.exitCode!)}`
          resolve()
        } else if (timer !== undefined) timer = setTimeout(() => void look(), WATCH_MS)
      }
      if (this.#followed.length > 1) timer = setTimeout(() => void look(), WATCH_MS)
    })
    return {
      died,
      stop: () => {
        clearTimeout(timer)
        timer = undefined
      },
    }
  }

  #handle(address: Address, id: string): ServiceHandle {
    const { name } = this.#context
    return {
      name,
      kind: this.#options.kind,
      url: `http://${urlHost(address.host)}:${address.port}`,
      host: address.host,
      port: address.port,
      readyMs: Math.round(performance.now() - this.#startedMs),
      logFile: this.#log.file,
      container: { id, dockerHost: this.#stack.env['DOCKER_HOST'] },
      pids: () => (this.#rootPid > 0 ? withDescendants(this.#rootPid) : []),
      log: (query) => this.#log.lines(query),
      ended: () => this.#end,
      stop: async () => ({ ...(await this.stop()), left: [] }),
      stopNow: () => {}, // the guard takes down what docker runs as soon as this process has ended
      release: () => this.#letGo(),
    }
  }

  /** Takes it down; said once, however often it is asked for. */
  stop(): Promise<{ forced: boolean }> {
    return (this.#stopping ??= this.#takeDown())
  }

  async #takeDown(): Promise<{ forced: boolean }> {
    const { name, waiting } = this.#context
    const { forced, left, strangers } = await this.#stack.leave(name)
    await Promise.race([
      Promise.all(this.#followed.map(({ ended }) => ended)),
      new Promise((resolve) => setTimeout(resolve, LAST_LINES_MS)),
    ])
    this.#letGo()
    if (left.length > 0) waiting(`docker could not remove ${left.join(', ')} of \`${name}\`; \`npx apitest doctor --clean\` tries again`)
    if (strangers.length > 0) waiting(`removed ${strangers.join(', ')}, which this run had not built (\`cleanup: { images: all }\`)`)
    const others = forced.filter((service) => service !== this.#options.service)
    if (others.length > 0) waiting(`beside \`${name}\`, ${others.join(', ')} did not end in time and had to be killed`)
    return { forced: forced.includes(this.#options.service) }
  }

  #letGo(): void {
    for (const { stop } of this.#followed) stop()
    this.#log.close()
  }

  get #subject(): Subject {
    return { context: this.#context, options: this.#options }
  }

  #stopped(): ServiceError {
    return serviceError({ service: this.#context.name, message: `Service \`${this.#context.name}\` was stopped before it was ready` })
  }

  #failure({ message, hint, at }: Reason): ServiceError {
    return cannotStart(this.#subject, { message, hint, ...(at !== undefined && { at }), details: this.#facts(), log: this.#log.lines() })
  }

  #endedEarly(reason: string, { probe, answer }: { probe: Probe; answer: string | undefined }): ServiceError {
    const { context, options } = this.#subject
    const lines = this.#log.lines()
    return serviceError({
      service: context.name,
      message: `Service \`${context.name}\` ${reason} after ${seconds(performance.now() - this.#startedMs)}, before it was ready`,
      path: [options.kind],
      details: [...this.#facts(), `probe: ${probe.description}${answer === undefined ? '' : ` → ${answer}`}`],
      log: lines,
      hint: explainEnd(reason, lines),
    })
  }

  #neverReady(answer: string, probe: Probe): ServiceError {
    const { context, options } = this.#subject
    const { kind, timeoutMs } = this.#readiness
    const silent = kind === 'tcp' || (kind === 'http' && !answer.startsWith('status'))
    return serviceError({
      service: context.name,
      message: `Service \`${context.name}\` was not ready after ${seconds(timeoutMs)}; last answer: ${answer}`,
      path: [options.kind, 'ready'],
      details: [...this.#facts(), `probe: ${probe.description} → ${answer}`],
      log: this.#log.lines(),
      hint: silent
        ? `Does it listen on 0.0.0.0:${options.port} inside the container? 127.0.0.1 cannot be reached from outside; if it needs longer, raise \`ready.timeout\``
        : 'Compare `ready` with its last lines; if it needs longer, raise `ready.timeout`',
    })
  }

  #facts(): string[] {
    const { folder } = this.#context
    const shown = (file: string) => {
      const way = relative(folder, file)
      return way.startsWith('../../..') ? file : way
    }
    return [`compose: ${this.#options.files.map(shown).join(' + ')}, service ${this.#options.service}`, `log: ${shown(this.#log.file)}`]
  }
}

interface Address {
  readonly host: string
  readonly port: number
}

interface Reason {
  readonly message: string
  readonly hint: string
  /** Below the kind's own key. */
  readonly at?: readonly string[]
}

/** `container` has what an override has under its own key. */
function cannotStart(
  { context, options }: Subject,
  { message, hint, at = [], details = [], log }: Reason & { details?: readonly string[]; log?: readonly string[] },
): ServiceError {
  const path = options.kind === 'container' ? at.filter((key) => key !== 'override' && key !== 'file') : at
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` cannot start: ${message}`,
    path: [options.kind, ...path],
    details,
    ...(log !== undefined && { log }),
    hint,
  })
}

function prefixed(service: string, log: ServiceLog): (stream: 'stdout' | 'stderr', text: string) => void {
  const writers = {
    stdout: withPrefix(`${service} | `, (text) => log.accept('stdout', text)),
    stderr: withPrefix(`${service} | `, (text) => log.accept('stderr', text)),
  }
  return (stream, text) => writers[stream](text)
}

function withDescendants(root: number): number[] {
  const { all } = readProcessTable()
  const found = new Set(all.has(root) ? [root] : [])
  for (let size = -1; size !== found.size;) {
    size = found.size
    for (const { pid, parent, zombie } of all.values()) if (found.has(parent) && !zombie) found.add(pid)
  }
  return [...found]
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(1))}s`
}
