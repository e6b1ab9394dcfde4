import { relative } from 'node:path'
import type { Probe } from '../../readiness/probe.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { serviceError } from '../../service-error.ts'
import type { ServiceError } from '../../service-error.ts'
import type { ServiceLog } from '../../service-log.ts'
import { explainEnd } from '../process/explain-failure.ts'
import type { ComposeOptions, ContainerContext } from './compose-options.ts'

export interface ContainerSubject {
  readonly context: ContainerContext
  readonly options: ComposeOptions
}

export interface Reason {
  readonly message: string
  readonly hint: string
  /** Below the kind's own key. */
  readonly at?: readonly string[]
}

/** Before anything was started. `container` has what an override has under its own key. */
export function cannotStart(
  { context, options }: ContainerSubject,
  { message, hint, at = [], ...shown }: Reason & { details?: readonly string[]; log?: readonly string[] },
): ServiceError {
  const path = options.kind === 'container' ? at.filter((key) => key !== 'override' && key !== 'file') : at
  return serviceError({
    service: context.name,
    message: `Service \`${context.name}\` cannot start: ${message}`,
    path: [options.kind, ...path],
    ...shown,
    hint,
  })
}

/** One start of a container, as its failures tell it. */
export class ContainerTrial {
  readonly context: ContainerContext
  readonly options: ComposeOptions
  readonly log: ServiceLog
  readonly #startedMs = performance.now()

  constructor({ context, options }: ContainerSubject, log: ServiceLog) {
    this.context = context
    this.options = options
    this.log = log
  }

  get tookMs(): number {
    return Math.round(performance.now() - this.#startedMs)
  }

  cannotStart(reason: Reason): ServiceError {
    return cannotStart(this, { ...reason, details: this.#facts(), log: this.log.lines() })
  }

  stopped(): ServiceError {
    return serviceError({ service: this.context.name, message: `Service \`${this.context.name}\` was stopped before it was ready` })
  }

  endedEarly(reason: string, { probe, answer }: { probe: Probe; answer: string | undefined }): ServiceError {
    const { context, options } = this
    const lines = this.log.lines()
    return serviceError({
      service: context.name,
      message: `Service \`${context.name}\` ${reason} after ${seconds(this.tookMs)}, before it was ready`,
      path: [options.kind],
      details: [...this.#facts(), `probe: ${probe.description}${answer === undefined ? '' : ` → ${answer}`}`],
      log: lines,
      hint: explainEnd(reason, lines),
    })
  }

  neverReady(answer: string, { probe, readiness }: { probe: Probe; readiness: Readiness }): ServiceError {
    const { context, options } = this
    const { kind, timeoutMs } = readiness
    const silent = kind === 'tcp' || (kind === 'http' && !answer.startsWith('status'))
    return serviceError({
      service: context.name,
      message: `Service \`${context.name}\` was not ready after ${seconds(timeoutMs)}; last answer: ${answer}`,
      path: [options.kind, 'ready'],
      details: [...this.#facts(), `probe: ${probe.description} → ${answer}`],
      log: this.log.lines(),
      hint: silent
        ? `Does it listen on 0.0.0.0:${options.port} inside the container? 127.0.0.1 cannot be reached from outside; if it needs longer, raise \`ready.timeout\``
        : 'Compare `ready` with its last lines; if it needs longer, raise `ready.timeout`',
    })
  }

  #facts(): string[] {
    const { folder } = this.context
    const shown = (file: string) => {
      const way = relative(folder, file)
      return way.startsWith('../../..') ? file : way
    }
    return [`compose: ${this.options.files.map(shown).join(' + ')}, service ${this.options.service}`, `log: ${shown(this.log.file)}`]
  }
}

function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)}ms` : `${Number((milliseconds / 1000).toFixed(1))}s`
}
