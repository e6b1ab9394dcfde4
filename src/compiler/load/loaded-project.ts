import type { YamlFile } from '../../places/yaml-file.ts'
import type { ProjectDisk } from './project-disk.ts'

/** The YAML files of one project as data, not yet checked against the schema. */
export interface LoadedProject {
  /** Absolute path of the project's folder, the one that holds the entry. */
  readonly root: string
  /** In reading order, the entry first. */
  readonly files: readonly LoadedFile[]
  readonly disk: ProjectDisk
  /** The files that each pattern under `include` matched; pattern and files relative to the project's folder. Plain paths are no patterns. */
  readonly included: Readonly<Record<string, readonly string[]>>
  /** The package that the project is says that its files are CommonJS. */
  readonly commonJs: boolean
}

export interface LoadedFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  readonly yaml: YamlFile
  /** Maps have no prototype. */
  readonly data: Readonly<Record<string, unknown>>
}
