import type { Api } from '../../project/api.ts'
import type { Project } from '../../project/define-project.ts'
import type { Data } from '../../values/data.ts'

/** What a user of a load does, or what a leak window sends. */
export interface LoadTask {
  /** As in statistics. */
  readonly name: string
  /** How often it is chosen, relative to the others. @default 1 */
  readonly weight?: number | string
  /** Labels to choose by: `--tags`, `--exclude-tags`. */
  readonly tags?: readonly string[]
  readonly run: (context: TaskContext) => Promise<void>
}

/** What a task has around it. */
export interface TaskContext {
  /** As in tests; what it sends is recorded once, and sent many times. */
  readonly api: Api
  /** The current row of `data`. */
  readonly row: Data
}

/** The keys of the YAML, with their meaning and their defaults. */
export interface LoadProfile {
  readonly users?: number | string
  readonly spawnRate?: string
  readonly wait?: string | { readonly pacing: string }
  readonly rate?: string
  readonly maxConnections?: number | string
  readonly stages?: readonly LoadStage[]
  readonly duration?: string
  readonly warmup?: string
  readonly data?: () => Data
  readonly order?: 'sequential' | 'random' | 'unique'
  readonly tasks: readonly LoadTask[]
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** One stretch of a load that changes over time. */
export type LoadStage = { readonly duration: string } & ({ readonly users: number | string } | { readonly rate: string })

/** One load profile of a project, as `defineLoad` returns it and `apitest load` runs it. */
export interface LoadDefinition {
  readonly project: Project
  readonly name: string
  readonly profile: LoadProfile
}

/**
 * Describes a load profile; `apitest load NAME` runs it.
 *
 * @example
 * export const load = defineLoad(project, 'peak', {
 *   users: 10,
 *   duration: '1m',
 *   tasks: [{ name: 'predict', run: async ({ api }) => { await api.send(predict) } }],
 *   thresholds: { p95: { lt: '200ms' }, errors: { lt: '1%' } },
 * })
 */
export function defineLoad(project: Project, name: string, profile: LoadProfile): LoadDefinition {
  return { project, name, profile }
}
