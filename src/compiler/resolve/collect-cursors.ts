import { Cursor } from '../checks/cursor.ts'
import { sections, type Section } from '../checks/spec-names.ts'
import type { Spec } from '../../spec/types.gen.ts'
import type { ValidSpec } from '../validate/valid-spec.ts'

/** A file of the project with a cursor at its root. */
export interface SpecFile {
  readonly file: string
  readonly suite: string
  readonly root: Cursor
}

export function collectFiles(spec: ValidSpec<Spec>): readonly SpecFile[] {
  return spec.files.map(({ file, suite, spec: data }) => ({ file, suite, root: Cursor.root(file, data) }))
}

/** Every name of the shared sections, in reading order. */
export function collectCursors(files: readonly SpecFile[]): Readonly<Record<Section, ReadonlyMap<string, Cursor>>> {
  const all = Object.fromEntries(sections.map((section) => [section, new Map<string, Cursor>()])) as Record<Section, Map<string, Cursor>>
  for (const { root } of files) {
    for (const section of sections) for (const entry of root.get(section)?.entries() ?? []) all[section].set(entry.name, entry)
  }
  return all
}
