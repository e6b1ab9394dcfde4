import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { problems } from '../diagnostics/problems.ts'
import { includedFiles } from './included-files.ts'
import type { LoadedFile, LoadedProject } from './loaded-project.ts'
import { isCommonJs } from './module-type.ts'
import { projectDisk } from './project-disk.ts'
import type { UnsavedFiles } from './project-disk.ts'
import { readYamlFile } from './read-yaml-file.ts'

export interface Loaded {
  /** Absent when a file could not be read; then the diagnostics say why. */
  readonly project?: LoadedProject
  /** The folder that the files of the diagnostics are relative to. */
  readonly root: string
  /** Text of every file that was read, for code frames, also of those with errors. */
  readonly sources: ReadonlyMap<string, string>
  /** SHA-256 of every file that was read, by path relative to `root`. */
  readonly inputs: Readonly<Record<string, string>>
  readonly diagnostics: readonly Diagnostic[]
}

const ENTRY_NAMES = ['apitest.yaml', 'apitest.yml']

/**
 * Reads the entry and all that it includes. The first of `entryFiles` is the entry, and its folder the project's; others are read as if
 * it included them. Without names, `apitest.yaml` or `apitest.yml` of `root` is the entry.
 */
export async function loadProject(
  entryFiles: readonly string[],
  { root, unsaved }: { readonly root: string; readonly unsaved?: UnsavedFiles },
): Promise<Loaded> {
  const names = entryFiles.length > 0 ? entryFiles : ENTRY_NAMES.filter((name) => existsSync(resolve(root, name))).slice(0, 1)
  const paths = names.map((name) => resolve(root, name))
  const folder = dirname(paths[0] ?? resolve(root, ENTRY_NAMES[0]!))
  const missing = paths.findIndex((path) => !existsSync(path) && unsaved?.has(path) !== true)
  const sources = new Map<string, string>()
  if (paths.length === 0 || missing >= 0) return { root: folder, sources, inputs: {}, diagnostics: [problems.specNotFound(names[missing])] }

  const project = realpathSync(folder)
  const disk = projectDisk(project, unsaved)
  const files: LoadedFile[] = []
  const diagnostics: Diagnostic[] = []
  const seen = new Set<string>()
  const patterns: Record<string, readonly string[]> = {}

  const read = async (file: string, includers: readonly string[]): Promise<void> => {
    if (seen.has(file)) return
    seen.add(file)
    const result = readYamlFile(disk, file)
    if (result.text !== undefined) sources.set(file, result.text)
    diagnostics.push(...result.diagnostics)
    if (result.file === undefined) return
    files.push(result.file)
    const included = await includedFiles(project, result.file, [...includers, file])
    diagnostics.push(...included.diagnostics)
    Object.assign(patterns, included.patterns)
    for (const next of included.files) await read(next, [...includers, file])
  }
  await read(basename(paths[0]!), [])
  for (const path of paths.slice(1)) await read(disk.look(path).path, [])

  const failed = diagnostics.some(({ severity }) => severity === 'error')
  const loaded = { root: project, sources, inputs: disk.inputs(), diagnostics }
  return failed ? loaded : { ...loaded, project: { root: project, files, disk, included: patterns, commonJs: isCommonJs(project) } }
}
