import { dirname, join } from 'node:path'
import type { SpecNames } from '../../compiler/checks/spec-names.ts'
import type { Checked } from '../../compiler/pipeline.ts'
import type { Documents } from './documents.ts'
import { editorDiagnostic } from './editor-diagnostics.ts'
import { findEntries } from './find-entry.ts'
import type { Diagnostic } from './protocol.ts'

/** A project as it stands in the editor. */
export interface ProjectCheck {
  /** Absolute path of the entry. */
  readonly entry: string
  /** The project's folder, absolute. */
  readonly root: string
  /** Text of its YAML files, by path relative to the folder. */
  readonly sources: ReadonlyMap<string, string>
  /** What lies behind its names; absent while the project has errors. */
  readonly names: SpecNames | undefined
  /** By absolute path; a file without mistakes has an empty list. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>
}

/**
 * Finds the project of an open file and checks it; `undefined` for a file that belongs to none.
 *
 * @param before what was found the last time: an entry that cannot be read at the moment still includes what it included then
 */
export async function checkProjectOf(path: string, documents: Documents, before?: ProjectCheck): Promise<ProjectCheck | undefined> {
  const { checkSpec } = await import('../../compiler/pipeline.ts')
  for (const entry of findEntries(path, documents.texts.get(path) ?? '')) {
    const checked = await checkSpec({ files: [entry], root: dirname(entry), unsaved: documents.texts })
    const { root, checked: flawless } = checked
    const known = before?.entry === entry && flawless === undefined ? before.sources : []
    const sources = new Map([...known, ...checked.sources])
    if (![...sources.keys()].some((file) => join(root, file) === path)) continue
    return { entry, root, sources, names: flawless?.resolved.names, diagnostics: byFile(entry, checked, documents) }
  }
  return undefined
}

function byFile(entry: string, { root, sources, diagnostics }: Checked, documents: Documents): ReadonlyMap<string, readonly Diagnostic[]> {
  const files = new Map<string, Diagnostic[]>([...sources.keys()].map((file) => [join(root, file), []]))
  for (const mistake of diagnostics) {
    const path = mistake.range === undefined ? entry : join(root, mistake.range.file)
    const list = files.get(path) ?? []
    list.push(editorDiagnostic(mistake, { root, uriOf: (file) => documents.uriOf(file) }))
    files.set(path, list)
  }
  return files
}
