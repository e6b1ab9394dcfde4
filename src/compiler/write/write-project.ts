import { mkdirSync, renameSync, rmSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inspectOutput, refusals } from './inspect-output.ts'
import type { Output, OutputFile, OutputRequest } from './inspect-output.ts'

export interface WriteRequest extends OutputRequest {
  /** Overwrites what was edited by hand or written by others. @default false */
  readonly force?: boolean
}

export interface Written {
  /** When there are any, nothing was written. */
  readonly diagnostics: readonly Diagnostic[]
  readonly files: readonly OutputFile[]
  /** Relative to the generated folder, the manifest left out. */
  readonly written: readonly string[]
  readonly removed: readonly string[]
}

/**
 * Brings the generated folder up to date: writes what differs, removes what is no longer generated, and touches nothing else. All or
 * nothing: with a file that must not be overwritten, nothing is written.
 */
export function writeProject(request: WriteRequest): Written {
  const output = inspectOutput(request)
  const { files } = output
  const diagnostics = refusals(output, request, { force: request.force ?? false })
  if (diagnostics.length > 0) return { diagnostics, files, written: [], removed: [] }
  const differing = files.filter((file) => file.after !== undefined && file.state !== 'unchanged')
  const orphans = files.filter((file) => file.after === undefined)
  for (const file of differing) replaceFile(file.target, file.after ?? '')
  for (const { target } of orphans) unlinkSync(target)
  removeEmptyFolders(output, orphans)
  // last, so that an interruption leaves files that count as changed, not as edited
  if (output.manifest.state !== 'unchanged') replaceFile(output.manifest.target, output.manifest.after ?? '')
  return { diagnostics: [], files, written: differing.map(({ path }) => path), removed: orphans.map(({ path }) => path) }
}

/** A reader sees the old file or the new one, never a part. */
function replaceFile(target: string, text: string): void {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`)
  mkdirSync(dirname(target), { recursive: true })
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, target)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function removeEmptyFolders({ folder }: Output, removed: readonly OutputFile[]): void {
  for (const { target } of removed) {
    for (let parent = dirname(target); parent.startsWith(`${folder}/`) || parent.startsWith(`${folder}\\`); parent = dirname(parent)) {
      try {
        rmdirSync(parent)
      } catch {
        break
      }
    }
  }
}
