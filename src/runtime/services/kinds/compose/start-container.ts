import { explainUp } from '../../docker/explain-docker.ts'
import { findEngine } from '../../docker/engine.ts'
import type { Engine } from '../../docker/engine.ts'
import { findHiddenMount } from '../../docker/find-hidden-mount.ts'
import { runDocker } from '../../docker/run-docker.ts'
import { openLog } from '../../open-log.ts'
import { withDescendants } from '../../processes/with-descendants.ts'
import { urlHost } from '../../readiness/probe.ts'
import { readiness } from '../../readiness/readiness.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { waitUntilReady } from '../../readiness/wait-until-ready.ts'
import type { ServiceEnd, ServiceHandle } from '../../service-handle.ts'
import { composeOptions } from './compose-options.ts'
import type { ContainerContext } from './compose-options.ts'
import { ComposeStack } from './compose-stack.ts'
import { withPrefix } from './container-log.ts'
import { containerProbe } from './container-probe.ts'
import type { ContainerPlace } from './container-probe.ts'
import { describeExit } from './container-state.ts'
import type { ContainerState } from './container-state.ts'
import { cannotStart, ContainerTrial } from './container-trial.ts'
import type { ContainerSubject } from './container-trial.ts'
import { StackLog } from './stack-log.ts'
import { watchNeighbours } from './watch-neighbours.ts'

const READY_TIMEOUT_MS = 60_000
const SLOW_MS = 10_000
const STOP_HINTS = {
  compose: 'its first process does not handle SIGTERM; with `init: true` in `override` it ends at once',
  container: 'its first process does not handle SIGTERM, which docker does not do for it',
}

/** Starts a service of a compose project and waits until it is ready; all of it is gone again when this throws. */
export async function startContainer(context: ContainerContext): Promise<ServiceHandle> {
  const options = composeOptions(context, context.define(0))
  const found = await findEngine()
  if (found.kind === 'missing') throw cannotStart({ context, options }, { message: found.message, hint: found.hint })
  const start = new ContainerStart({ context, options }, found.engine)
  try {
    return await start.run()
  } catch (error) {
    await start.stop()
    throw error
  }
}

class ContainerStart {
  readonly #trial: ContainerTrial
  readonly #engine: Engine
  readonly #stack: ComposeStack
  readonly #readiness: Readiness
  readonly #log: StackLog
  #end: ServiceEnd | undefined
  #rootPid = 0
  #stopping: Promise<{ forced: boolean }> | undefined

  constructor({ context, options }: ContainerSubject, engine: Engine) {
    const log = openLog({ name: context.name, kind: options.kind, file: context.logFile })
    this.#trial = new ContainerTrial({ context, options }, log)
    this.#engine = engine
    this.#readiness = readiness(options.ready, { timeoutMs: READY_TIMEOUT_MS })
    this.#stack = ComposeStack.join({ name: context.name, options, engine, session: context.session })
    const awaited = this.#readiness.kind === 'log' ? this.#readiness.pattern : undefined
    this.#log = new StackLog({ log, service: options.service, env: this.#stack.env, awaited })
  }

  async run(): Promise<ServiceHandle> {
    const { options } = this.#trial
    await this.#bringUp()
    const containers = await this.#stack.containers()
    const own = containers.filter(({ service }) => service === options.service)
    const container = own.find(({ running }) => running) ?? own[0]
    if (container === undefined)
      throw this.#trial.cannotStart({ message: 'docker compose made no container for it', hint: `Is \`${options.service}\` scaled to 0?` })
    await this.#checkMounts(containers)
    const others = containers.filter(({ service }) => service !== container.service)
    const ended = this.#log.follow(container, others).then(() => this.#noteEnd(container.id))
    const port = container.ports.get(options.port)
    if (container.running && port === undefined)
      throw this.#trial.cannotStart({
        message: `docker published no port for ${options.port}`,
        hint: 'Does `docker ps` show one?',
        at: ['port'],
      })
    const place = { id: container.id, host: this.#engine.host, port: port ?? 0, env: this.#stack.env, log: this.#log }
    await this.#becomeReady(place, { ended, alone: others.length === 0 })
    if (this.#engine.local) this.#rootPid = Number(await this.#inspect(container.id, '{{.State.Pid}}'))
    return this.#handle(place)
  }

  async #bringUp(): Promise<void> {
    const { context, options, log } = this.#trial
    let last = ''
    const onText = withPrefix('[docker] ', (text) => {
      last = text.trimEnd().split('\n').at(-1) ?? last
      log.accept('stderr', text)
    })
    const slow = setInterval(() => {
      const seconds = Math.round(this.#trial.tookMs / 1000)
      context.waiting(`bringing up \`${context.name}\` for ${seconds}s: ${last.replace('[docker] ', '')}`)
    }, SLOW_MS)
    try {
      const { code, stderr } = await this.#stack.up([options.service, ...options.also], { signal: context.signal, onText })
      if (context.signal.aborted) throw this.#trial.stopped()
      if (code === 0) return
      const containers = await this.#stack.containers()
      for (const container of containers) if ((container.exitCode ?? 0) !== 0) await this.#log.readOnce(container)
      await this.#checkMounts(containers)
      throw this.#trial.cannotStart(explainUp(stderr))
    } finally {
      clearInterval(slow)
    }
  }

  /** Docker makes an empty folder where it sees no file; with one that sees this machine's files, compose has noticed already. */
  async #checkMounts(containers: readonly ContainerState[]): Promise<void> {
    if (this.#engine.local) return
    const hidden = await findHiddenMount(containers, { env: this.#stack.env, address: this.#engine.address })
    if (hidden !== undefined) throw this.#trial.cannotStart(hidden)
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

  async #becomeReady(place: ContainerPlace, { ended, alone }: { ended: Promise<void>; alone: boolean }): Promise<void> {
    const { context, options, log } = this.#trial
    const probe = containerProbe(this.#readiness, place)
    const watch = alone ? undefined : watchNeighbours(this.#stack, options.service)
    const result = await waitUntilReady({
      probe: {
        ...probe,
        attempt: async (timeoutMs) => (this.#end === undefined ? probe.attempt(timeoutMs) : { ready: false, answer: 'it has ended' }),
      },
      timeoutMs: this.#readiness.timeoutMs,
      intervalMs: this.#readiness.intervalMs,
      over: () => this.#end?.description ?? watch?.reason(),
      wake: watch === undefined ? ended : Promise.race([ended, watch.died]),
      signal: context.signal,
      slow: (waitedMs, answer) => {
        const line = log.lines({ limit: 1 })[0]
        const printed = line === undefined ? '' : `; last line: ${line}`
        context.waiting(`waiting for \`${context.name}\` for ${Math.round(waitedMs / 1000)}s: ${probe.description}: ${answer}${printed}`)
      },
    }).finally(watch?.stop)
    switch (result.kind) {
      case 'ready':
        return
      case 'aborted':
        throw this.#trial.stopped()
      case 'over':
        throw this.#trial.endedEarly(result.reason, { probe, answer: result.answer })
      case 'timeout':
        throw this.#trial.neverReady(result.answer, { probe, readiness: this.#readiness })
    }
  }

  #handle({ id, host, port, env }: ContainerPlace): ServiceHandle {
    const { context, options, log, tookMs } = this.#trial
    return {
      name: context.name,
      kind: options.kind,
      url: `http://${urlHost(host)}:${port}`,
      host,
      port,
      readyMs: tookMs,
      logFile: log.file,
      container: { id, dockerHost: env['DOCKER_HOST'] },
      pids: () => (this.#rootPid > 0 ? withDescendants(this.#rootPid) : []),
      log: (query) => log.excerpt(query),
      ended: () => this.#end,
      stop: async () => ({ ...(await this.stop()), left: [], hint: STOP_HINTS[options.kind] }),
      stopNow: () => {}, // the guard takes down what docker runs as soon as this process has ended
      release: () => this.#log.close(),
    }
  }

  /** Takes it down; said once, however often it is asked for. */
  stop(): Promise<{ forced: boolean }> {
    return (this.#stopping ??= this.#takeDown())
  }

  async #takeDown(): Promise<{ forced: boolean }> {
    const { context, options } = this.#trial
    const { name, waiting } = context
    const { forced, left, strangers } = await this.#stack.leave(name)
    await this.#log.drain()
    this.#log.close()
    if (left.length > 0) waiting(`docker could not remove ${left.join(', ')} of \`${name}\`; \`npx apitest doctor --clean\` tries again`)
    if (strangers.length > 0) waiting(`removed ${strangers.join(', ')}, which this run had not built (\`cleanup: { images: all }\`)`)
    const others = forced.filter((service) => service !== options.service)
    if (others.length > 0) waiting(`beside \`${name}\`, ${others.join(', ')} did not end in time and had to be killed`)
    return { forced: forced.includes(options.service) }
  }
}
