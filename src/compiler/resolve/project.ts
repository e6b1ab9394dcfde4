import type { Problem } from '../diagnostics/problem.ts'
import type { ProjectDisk } from '../load/project-disk.ts'
import type { Related, Reporter, Spot } from './report.ts'
import type { SpecNames } from './spec-names.ts'

/** What every check can ask and tell. */
export class Project {
  readonly names: SpecNames
  readonly disk: ProjectDisk
  readonly #reporter: Reporter
  readonly #later: (() => Promise<void>)[] = []

  constructor({ names, disk, reporter }: { names: SpecNames; disk: ProjectDisk; reporter: Reporter }) {
    this.names = names
    this.disk = disk
    this.#reporter = reporter
  }

  report(problem: Problem, spot: Spot, related?: readonly Related[]): void {
    this.#reporter.report(problem, spot, related)
  }

  /** For checks that load a library; they run when the walk is over, so that specs without them never pay. */
  later(check: () => Promise<void>): void {
    this.#later.push(check)
  }

  async finish(): Promise<void> {
    for (const check of this.#later) await check()
  }
}
