import type { Place } from '../../places/place.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { ProjectDisk } from '../load/project-disk.ts'

/**
 * What `validate` hands to `resolve`: data that keeps to the schema, as written (aliases and merge keys unfolded; `__proto__` is a
 * key like any other), and the syntax trees for lines and columns. `Spec` is the root type of the schema's generated types.
 */
export interface ValidSpec<Spec> {
  /** `name:`, else the folder's name. */
  readonly name: string
  /** Absolute path of the project's folder; paths of files are relative to it. */
  readonly root: string
  /** In reading order, the entry first. */
  readonly files: readonly ValidFile<Spec>[]
  /** All files as one: named sections joined, the others from the file that has them. `tests` and `suites` stay with their files. */
  readonly merged: Omit<Spec, 'tests' | 'suites' | 'include'>
  /** The files that the spec names (fixtures, hooks …), read when asked for; `look('data.json')` starts at the project's folder. */
  readonly disk: ProjectDisk
  /** Which file defines a key of a merged section, such as `('requests', 'predict')`; without a name the section itself. */
  placeOf(section: string, name?: string): Place
}

export interface ValidFile<Spec> {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  /** Name of the suite that the file's own `tests` form: the project's name for the entry, else made of the file's name. Unique. */
  readonly suite: string
  readonly yaml: YamlFile
  readonly spec: Spec
}
