import type { Cursor } from '../checks/cursor.ts'
import type { ComposeFacts } from '../load/compose-facts.ts'
import type { MapValue, Value } from '../plan/plan.ts'

/** What a kind needs to turn its part of the spec into a part of the plan. */
export interface PlanTools {
  /** Any value, with its `${…}` read. */
  value(cursor: Cursor): Value
  /** A path of the spec, which starts at its YAML file; in the plan it starts at the project's folder. */
  path(cursor: Cursor): Value
  /** A plain value or a matcher, whose schemas may be files. */
  expected(cursor: Cursor): Value
  /** A command as a list of words. */
  command(cursor: Cursor): Value
  /** The entries of a map, each by its own function where one is given, otherwise as `value`. */
  map(cursor: Cursor, entries: Readonly<Record<string, (cursor: Cursor) => Value>>): MapValue
  /** Adds `cwd` where the YAML file lies in a folder of its own, because that is where its commands start. */
  inOwnFolder(cursor: Cursor, planned: MapValue): MapValue
  /** The same function for every entry of a map, or every item of a list. */
  each(cursor: Cursor, plan: (cursor: Cursor) => Value): Value
  /** The export of a module, such as `src/app.ts#app`. */
  module(cursor: Cursor): Value
  /** The path of a generated file from the project's folder on. */
  generated(path: string): Value
  /** What was read of compose files. */
  compose(files: readonly string[]): ComposeFacts
  /** All services of the project, in the order of the YAML. */
  services(): Cursor[]
  /** A declared environment variable. */
  env(name: string): { readonly default: string | undefined } | undefined
}
