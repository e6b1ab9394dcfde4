import type { Place } from '../../places/place.ts'
import type { YamlFile } from '../../places/yaml-file.ts'

/**
 * What `validate` hands to `resolve`: data that keeps to the schema, as written (aliases and merge keys unfolded; `__proto__` is a
 * key like any other), and the syntax trees for lines and columns. `Spec` is the root type of `spec/types.gen.ts`.
 */
export interface ValidSpec<Spec> {
  /** `name:`, else the folder's name. */
  readonly name: string
  /** In reading order, the entry first. */
  readonly files: readonly ValidFile<Spec>[]
  /** All files as one: named sections joined, the others from the file that has them. `tests` and `suites` stay with their files. */
  readonly merged: Omit<Spec, 'tests' | 'suites' | 'include'>
  /** Which file defines a key of a merged section, such as `('requests', 'predict')`; without a name the section itself. */
  placeOf(section: string, name?: string): Place
}

export interface ValidFile<Spec> {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  readonly yaml: YamlFile
  readonly spec: Spec
}
