import type { Cursor } from '../checks/cursor.ts'
import type { ComposeFacts } from '../load/compose-facts.ts'
import type { SpecNames } from '../checks/spec-names.ts'
import type { SpecFile } from './collect-cursors.ts'

/** A spec in which every name leads somewhere: what `plan` needs to know beside the text of the YAML. */
export interface ResolvedSpec {
  readonly name: string
  /** Absolute path of the project's folder. */
  readonly root: string
  readonly files: readonly SpecFile[]
  readonly names: SpecNames
  readonly defaults: Cursor | undefined
  readonly session: Cursor | undefined
  readonly hooks: ResolvedHooks | undefined
  /** The OpenAPI document, relative to the project's folder. */
  readonly openapi: string | undefined
  /** What the compose files say, by their paths, one a line. */
  readonly compose: ReadonlyMap<string, ComposeFacts>
}

export interface ResolvedHooks {
  /** Relative to the project's folder. */
  readonly path: string
  /** The functions that the spec uses, in the order of their first use. */
  readonly functions: readonly string[]
}
