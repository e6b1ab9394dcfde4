import type { Diagnostic } from './diagnostics/diagnostic.ts'
import { loadProject } from './load/load-project.ts'
import { validate } from './validate/validate.ts'

export interface CheckOptions {
  /** The first is the entry; none: apitest.yaml of `root`. */
  readonly files?: readonly string[]
  /** The folder the user stands in. */
  readonly root: string
}

export interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Absolute path of the folder that the files of the diagnostics are relative to. */
  readonly root: string
  /** Text of the files that were read, for code frames. */
  readonly sources: ReadonlyMap<string, string>
}

/** Reads and checks a project: load → validate → resolve. Stops behind the first stage that had an error. */
export async function checkSpec({ files = [], root: folder }: CheckOptions): Promise<Checked> {
  const { project, root, sources, diagnostics: loading } = await loadProject(files, { root: folder })
  if (project === undefined) return { root, sources, diagnostics: loading }
  const { diagnostics } = await validate(project)
  return { root, sources, diagnostics: [...loading, ...diagnostics] }
}
