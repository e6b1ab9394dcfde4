import { runDocker } from '../../docker/run-docker.ts'
import type { ServiceLog } from '../../service-log.ts'
import { followLog, lineMatcher, withPrefix } from './container-log.ts'
import type { FollowedLog } from './container-log.ts'
import type { ContainerState } from './container-state.ts'

export interface StackLogOptions {
  readonly log: ServiceLog
  /** The service whose own lines stand as they are; those of others bear their names. */
  readonly service: string
  readonly env: NodeJS.ProcessEnv
  /** A line that readiness waits for. */
  readonly awaited: RegExp | undefined
}

/** What docker still has to tell of a container that has ended. */
const LAST_LINES_MS = 500
const NOTHING = /$^/

/** The log of a service in a container, with the lines of the containers around it and of docker itself. */
export class StackLog {
  readonly #options: StackLogOptions
  readonly #awaited: ReturnType<typeof lineMatcher>
  readonly #followed: FollowedLog[] = []

  constructor(options: StackLogOptions) {
    this.#options = options
    this.#awaited = lineMatcher(options.awaited ?? NOTHING)
  }

  get matched(): boolean {
    return this.#awaited.matched
  }

  /** Follows the containers until they end; settles when the first, the service's own, has no more to say. */
  follow(own: ContainerState, others: readonly ContainerState[]): Promise<void> {
    const { log, env } = this.#options
    const first = followLog({
      id: own.id,
      env,
      onText: (stream, text) => {
        this.#awaited.read(text)
        log.accept(stream, text)
      },
    })
    this.#followed.push(first, ...others.map(({ id, service }) => followLog({ id, env, onText: prefixed(`${service} | `, log) })))
    return first.ended
  }

  /** For a container that has ended before anybody could follow it. */
  async readOnce({ id, service }: ContainerState): Promise<void> {
    const { log, env } = this.#options
    const { stdout, stderr } = await runDocker(['logs', '--tail', '200', id], { env, timeoutMs: 10_000 })
    const accept = prefixed(service === this.#options.service ? '' : `${service} | `, log)
    accept('stdout', stdout)
    accept('stderr', stderr)
  }

  /** Waits a moment for the last lines of containers that are being stopped. */
  async drain(): Promise<void> {
    const ended = Promise.all(this.#followed.map((followed) => followed.ended))
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LAST_LINES_MS))])
  }

  close(): void {
    for (const { stop } of this.#followed) stop()
    this.#options.log.close()
  }
}

function prefixed(prefix: string, log: ServiceLog): (stream: 'stdout' | 'stderr', text: string) => void {
  const writers = {
    stdout: withPrefix(prefix, (text) => log.accept('stdout', text)),
    stderr: withPrefix(prefix, (text) => log.accept('stderr', text)),
  }
  return (stream, text) => writers[stream](text)
}
