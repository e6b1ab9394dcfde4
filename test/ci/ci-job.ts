/** A job of any CI system, as far as commands and files go; the readers make these of the generated files. */
export interface CiJob {
  readonly name: string
  /** Jobs that ended before this one begins. */
  readonly needs: readonly string[]
  /** It runs although one of those failed. */
  readonly evenAfterFailure?: boolean
  /** Jobs of the same word share their files, as steps of one agent do. @default its name */
  readonly workspace?: string
  readonly env: Env
  readonly steps: readonly CiStep[]
}

export interface CiStep {
  /** A text for a shell. */
  readonly run?: string
  /** The system's shell, before the text. */
  readonly shell?: readonly string[]
  readonly env?: Env
  /** Where the shell starts, from the workspace on. */
  readonly folder?: string
  /** It runs although a step before it failed. */
  readonly always?: boolean
  /** Files that the system keeps: a path, a folder, or a pattern with stars, from the workspace on; `flat`: without the folders above. */
  readonly keep?: { readonly name: string; readonly path: string; readonly flat?: boolean }
  /** Files that other jobs kept, by the start of their names. */
  readonly fetch?: { readonly names: string; readonly into: string; readonly apart?: boolean }
}

export type Env = Readonly<Record<string, string>>

export const shells = {
  bash: ['bash', '--noprofile', '--norc', '-c'],
  bashToFirstFailure: ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c'],
  posix: ['sh', '-e', '-c'],
} as const
