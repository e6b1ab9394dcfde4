import type { Project } from '../project/define-project.ts'
import type { LoadTask } from '../load/program/define-load.ts'

/** The keys of the YAML, with their meaning and their defaults. */
export interface LeakDefinition {
  /** What is sent, and how often relative to each other. */
  readonly requests: readonly LoadTask[]
  /** @default 1 */
  readonly users?: number | string
  /** Such as `500/s`. @default as fast as the users go */
  readonly rate?: string
  /** @default { requests: 500 } */
  readonly warmup?: { readonly requests?: number | string; readonly duration?: string }
  /** @default { requests: 24000, extend: true } */
  readonly window?: { readonly requests?: number | string; readonly duration?: string; readonly extend?: boolean }
  /** @default '500ms', and more often in short windows */
  readonly sample?: string
  /** @default 'auto' */
  readonly memory?: 'auto' | 'anon' | 'cgroup' | 'gpu'
  /** @default 'auto' */
  readonly probe?: LeakProbe
  /** Such as `100B/request`. @default nothing */
  readonly allow?: string
  /** Such as `1GiB`. @default none */
  readonly limit?: string
  readonly caches?: { readonly entries: number | string }
  /** @default false */
  readonly attribute?: boolean
  /** Relative to the project's folder. */
  readonly baseline?: string
  /** @default 'fail' */
  readonly inconclusive?: 'fail' | 'pass'
}

export type LeakProbe = 'auto' | 'none' | { readonly get?: string; readonly post?: string; readonly put?: string; readonly delete?: string }

/** One leak window of a project, as `defineLeak` returns it and `apitest leak` runs it. */
export interface Leak {
  readonly project: Project
  readonly name: string
  readonly definition: LeakDefinition
}

/**
 * Describes a leak window; `apitest leak NAME` runs it.
 *
 * @example
 * export const leak = defineLeak(project, 'predict keeps its memory', {
 *   requests: [{ name: 'predict', run: async ({ api }) => { await api.send(predict) } }],
 *   users: 8,
 *   window: { requests: 24_000 },
 * })
 */
export function defineLeak(project: Project, name: string, definition: LeakDefinition): Leak {
  return { project, name, definition }
}
