import type { Problem } from '../diagnostics/problem.ts'
import type { ComposeFacts } from '../load/compose-facts.ts'
import type { HooksFacts } from '../load/hooks-facts.ts'
import type { ProjectDisk } from '../load/project-disk.ts'
import type { OpenapiFacts } from './openapi-facts.ts'
import type { Related, Reporter, Spot } from './reporter.ts'
import type { SpecNames } from './spec-names.ts'

/** What every check can ask and tell; one instance a run of `resolve`. */
export class CheckTools {
  readonly names: SpecNames
  readonly disk: ProjectDisk
  /** What the hooks file exports; `undefined` when the spec names none, or one that cannot be read. */
  hooks: HooksFacts | undefined
  /** The spec has a `hooks` key, whether or not its file could be read. */
  readonly hooksNamed: boolean
  /** The OpenAPI document; `undefined` when the spec names none, or one that cannot be used. */
  openapi: OpenapiFacts | undefined
  /** The spec has an `openapi` key, whether or not its file could be read. */
  readonly openapiNamed: boolean
  readonly hooksUsed = new Set<string>()
  /** What was read of compose files, by their paths, one a line. */
  readonly composeFacts = new Map<string, ComposeFacts>()
  readonly #readCompose: (files: readonly string[]) => Promise<ComposeFacts>
  /** What a module of the project exports. */
  readonly readModule: (file: string) => Promise<HooksFacts>
  readonly #reporter: Reporter
  readonly #later: (() => Promise<void>)[] = []

  constructor(parts: {
    names: SpecNames
    disk: ProjectDisk
    hooksNamed: boolean
    openapiNamed: boolean
    reporter: Reporter
    readCompose: (files: readonly string[]) => Promise<ComposeFacts>
    readModule: (file: string) => Promise<HooksFacts>
  }) {
    this.names = parts.names
    this.disk = parts.disk
    this.hooksNamed = parts.hooksNamed
    this.openapiNamed = parts.openapiNamed
    this.#reporter = parts.reporter
    this.#readCompose = parts.readCompose
    this.readModule = parts.readModule
  }

  readonly report = (problem: Problem, spot: Spot, related?: readonly Related[]): void => {
    this.#reporter.report(problem, spot, related)
  }

  /** Reads compose files once, whoever asks; paths relative to the project's folder. */
  async readCompose(files: readonly string[]): Promise<ComposeFacts> {
    const key = files.join('\n')
    const facts = this.composeFacts.get(key) ?? (await this.#readCompose(files))
    this.composeFacts.set(key, facts)
    return facts
  }

  /** For checks that load a library; they run when the walk is over, so that specs without them never pay. */
  later(check: () => Promise<void>): void {
    this.#later.push(check)
  }

  async finish(): Promise<void> {
    for (const check of this.#later) await check()
  }
}
