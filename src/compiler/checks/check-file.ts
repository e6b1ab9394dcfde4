import { posix } from 'node:path'
import { nearestName } from '../diagnostics/nearest-name.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import type { DiskEntry } from '../load/project-disk.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

export type FileEntry = Extract<DiskEntry, { kind: 'file' }>

export interface FileNeed {
  readonly kind?: 'file' | 'folder'
  readonly allowOutside?: boolean
  /** What a path to nothing is called, where there are better words than those for any file. */
  readonly missing?: (...about: Parameters<typeof problems.missingFile>) => Problem
}

/** Looks for the file that a text names; `undefined` when there is nothing to look into, which has been reported. */
export function checkFile(cursor: Cursor, tools: CheckTools, need: FileNeed = {}): FileEntry | undefined {
  const { kind = 'file', allowOutside = false, missing = problems.missingFile } = need
  const path = cursor.text
  if (path === undefined || hasTemplate(path)) return undefined
  const entry = tools.disk.look(projectPath(cursor.file, path))
  if (entry.outside && !allowOutside) tools.report(problems.pathOutside(path), { cursor })
  else if (entry.kind === 'missing')
    tools.report(missing(path, { nearest: nearestSibling(path, entry.siblings), from: cursor.file, kind }), { cursor })
  else if (entry.kind === 'folder' && kind === 'file') tools.report(problems.folderInsteadOfFile(path), { cursor })
  else if (entry.kind === 'file' && kind === 'folder') tools.report(problems.fileInsteadOfFolder(path), { cursor })
  else if (entry.kind === 'file') return entry
  return undefined
}

/** A path of the spec, which starts at its own file, relative to the project's folder. */
export function projectPath(file: string, path: string): string {
  return posix.isAbsolute(path) ? path : posix.join(posix.dirname(file), path)
}

function nearestSibling(path: string, siblings: readonly string[]): string | undefined {
  const nearest = nearestName(posix.basename(path), siblings)
  return nearest === undefined ? undefined : `${posix.dirname(path) === '.' ? '' : `${posix.dirname(path)}/`}${nearest}`
}
