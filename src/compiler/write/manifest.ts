/** `apitest.manifest.json` in the output folder: what apitest owns there, and what it was made from. Committed; no dates, no absolute paths. */
export interface Manifest {
  /** Says to people what the file is. */
  readonly about: string
  /** Version of apitest that wrote it. */
  readonly apitest: string
  /** SHA-256 of every file that was read, by path relative to the manifest's folder. */
  readonly inputs: Readonly<Record<string, string>>
  /** SHA-256 of every file that apitest owns, by path relative to the manifest's folder. */
  readonly files: Readonly<Record<string, string>>
  /** The same for files outside that an `output:` of the spec declares. Absent when there are none. */
  readonly declared?: Readonly<Record<string, string>>
  /** Files that each pattern under `include` found, relative to the manifest's folder: a new file is a change too. Absent without patterns. */
  readonly included?: Readonly<Record<string, readonly string[]>>
  /** Compiling found something to warn of, so that each compile has to look again. Absent when it did not. */
  readonly warned?: true
  /** What `apitest run` needs to know before it loads any test, so that an up-to-date project starts at once. */
  readonly index: ProjectIndex
}

export interface ProjectIndex {
  readonly name: string
  /** Where the YAML lies, relative to the manifest's folder. */
  readonly folder: string
  readonly specs: readonly string[]
  readonly suites: readonly IndexedSuite[]
  readonly leaks: readonly string[]
  readonly loads: readonly string[]
  /** The same with their files, for `apitest leak` and `apitest load`. Absent where there are none. */
  readonly leakFiles?: readonly IndexedMeasurement[]
  readonly loadFiles?: readonly IndexedMeasurement[]
  /** Tags used by any test, sorted. */
  readonly tags: readonly string[]
  /** The OpenAPI document, relative to the folder. Absent: none. */
  readonly openapi?: string
  /** Environment variables without which a run of all tests does not start. Absent: none. */
  readonly env?: readonly string[]
  /** What `--var` may change. Absent: nothing. */
  readonly variables?: readonly IndexedVariable[]
}

export interface IndexedVariable {
  readonly name: string
  readonly kind: 'text' | 'number' | 'boolean' | 'list' | 'map' | 'null' | 'computed'
  /** Nothing reads it. Absent: something does. */
  readonly unused?: true
}

export interface IndexedMeasurement {
  readonly name: string
  /** The generated file, relative to the manifest's folder. */
  readonly file: string
  readonly place: string
  readonly services: readonly string[]
  /** Required environment variables that it needs. Absent: none. */
  readonly env?: readonly string[]
}

export interface IndexedSuite {
  readonly name: string
  /** The generated file, relative to the manifest's folder. */
  readonly file: string
  /** `<file>#/tests`. */
  readonly place: string
  readonly tests: readonly IndexedTest[]
}

export interface IndexedTest {
  readonly name: string
  readonly place: string
  readonly tags: readonly string[]
  readonly services: readonly string[]
  /** Required environment variables that it needs. Absent: none. */
  readonly env?: readonly string[]
  /** True when the test is a group of rows or cases. */
  readonly table: boolean
}
