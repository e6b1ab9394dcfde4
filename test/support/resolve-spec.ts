import { join } from 'node:path'
import type { Diagnostic } from '../../src/compiler/diagnostics/diagnostic.ts'
import { loadProject } from '../../src/compiler/load/load-project.ts'
import type { Plan } from '../../src/compiler/plan/plan.ts'
import { planProject } from '../../src/compiler/plan/plan-project.ts'
import { resolve, type Resolved } from '../../src/compiler/resolve/resolve.ts'
import { validate } from '../../src/compiler/validate/validate.ts'
import type { ValidSpec } from '../../src/compiler/validate/valid-spec.ts'
import type { Spec } from '../../src/spec/types.gen.ts'
import { readMarks } from './cursor-mark.ts'
import { specFolder } from './spec-folder.ts'

export type Files = Readonly<Record<string, string | Uint8Array>>

/** Loads, validates and resolves a folder; mistakes of the first two stages throw, because the test is not about them. */
export async function resolveFolder(path: string, { ci = false }: { ci?: boolean } = {}): Promise<Resolved> {
  const { project, diagnostics: loading } = await loadProject([join(path, 'apitest.yaml')], { root: path })
  const { spec, diagnostics } = project === undefined ? { diagnostics: loading } : await validate(project)
  if (spec === undefined) throw new Error(`Not even valid: ${JSON.stringify(diagnostics, undefined, 1)}`)
  const readHooks = async (file: string) => (await import('../../src/compiler/load/read-hooks.ts')).readHooks(spec.disk, file)
  const findFiles = async (pattern: string) => (await import('../../src/compiler/load/glob.ts')).glob(spec.root, pattern)
  const readCompose = async (files: readonly string[]) =>
    (await import('../../src/compiler/load/read-compose.ts')).readCompose(spec.disk, files)
  return resolve(spec as ValidSpec<Spec>, { ci, readHooks, readCompose, findFiles })
}

export async function resolveSpec(files: string | Files, options?: { ci?: boolean }): Promise<Resolved> {
  await using folder = await specFolder(typeof files === 'string' ? { 'apitest.yaml': files } : { ...files })
  return await resolveFolder(folder.path, options)
}

/** The plan of a spec that has no errors. */
export async function planSpec(files: string | Files, { output = 'generated' }: { output?: string } = {}): Promise<Plan> {
  const { resolved, diagnostics } = await resolveSpec(files)
  if (resolved === undefined) throw new Error(`Has errors: ${JSON.stringify(diagnostics, undefined, 1)}`)
  return planProject(resolved, { output })
}

/**
 * The mistakes of a spec, each as `line:column code message`; `▸` in the YAML marks where they must begin, in reading order.
 * `version: 1` and a service stand before the text, on lines that are not counted.
 */
export async function findMistakes(
  marked: string,
  files: Files = {},
  options?: { ci?: boolean },
): Promise<{ found: readonly Diagnostic[]; places: readonly string[]; marks: readonly string[] }> {
  const { text, marks } = readMarks(marked)
  const { diagnostics } = await resolveSpec({ ...files, 'apitest.yaml': text }, options)
  return {
    found: diagnostics,
    places: diagnostics.map(({ range }) => `${range?.start.line}:${range?.start.column}`),
    marks: marks.map(({ line, column }) => `${line}:${column}`),
  }
}
