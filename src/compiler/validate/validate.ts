import { basename } from 'node:path'
import type { Spec } from '../../spec/types.gen.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { LoadedFile, LoadedProject } from '../load/loaded-project.ts'
import { mergeFiles } from './merge-files.ts'
import { suiteNames } from './suite-names.ts'
import type { ValidSpec } from './valid-spec.ts'
import { validateIncludedFile, validateSpec } from './validator.gen.js'

/** Checks every file against the schema and joins them. Without a spec, the diagnostics hold at least one error. */
export async function validate({
  root,
  files,
  disk,
}: LoadedProject): Promise<{ spec?: ValidSpec<Spec>; diagnostics: readonly Diagnostic[] }> {
  const mistakes: Diagnostic[] = []
  for (const [index, file] of files.entries()) mistakes.push(...(await checkFile(file, { included: index > 0 })))
  if (mistakes.length > 0) return { diagnostics: mistakes }

  const { data, diagnostics, placeOf } = mergeFiles(files)
  if (diagnostics.length > 0) return { diagnostics }
  // The schema has just said that the data is of these types.
  const merged = data as unknown as Spec
  const name = merged.name ?? basename(root)
  const suites = suiteNames(
    files.map(({ file }) => file),
    { project: name, declared: Object.keys(merged.suites ?? {}) },
  )
  return {
    spec: {
      name,
      root,
      files: files.map(({ file, yaml, data: spec }, index) => ({ file, yaml, suite: suites[index]!, spec: spec as unknown as Spec })),
      merged,
      disk,
      placeOf,
    },
    diagnostics,
  }
}

/** The words are only loaded when there is something to say. */
async function checkFile({ yaml, data }: LoadedFile, { included }: { included: boolean }): Promise<readonly Diagnostic[]> {
  const errors = included ? validateIncludedFile(data) : validateSpec(data)
  if (errors.length === 0) return []
  const { schemaDiagnostics } = await import('./schema-diagnostics.ts')
  return schemaDiagnostics(yaml, errors, { data, included })
}
