// load → validate → resolve → plan → emit (→ write). A stage reports all the mistakes that it sees, and the pipeline stops behind the
// first stage that had an error.
import type { Spec } from '../spec/types.gen.ts'
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { GeneratedFile } from './emit/generated-file.ts'
import { loadProject } from './load/load-project.ts'
import type { LoadedProject } from './load/loaded-project.ts'
import type { UnsavedFiles } from './load/project-disk.ts'
import type { Plan } from './plan/plan.ts'
import { resolve } from './resolve/resolve.ts'
import type { ResolvedSpec } from './resolve/resolved-spec.ts'
import { validate } from './validate/validate.ts'
import type { ValidSpec } from './validate/valid-spec.ts'

export interface CheckOptions {
  /** The first is the entry, others are read as if it included them; none: apitest.yaml of `root`. */
  readonly files?: readonly string[]
  /** The folder that the user stands in. */
  readonly root: string
  /**
   * The run is one of CI, where `only` is a mistake.
   *
   * @default false
   */
  readonly ci?: boolean
  /** What an editor holds. @default nothing */
  readonly unsaved?: UnsavedFiles
}

export interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Absolute path of the project's folder, which the files of the diagnostics are relative to. */
  readonly root: string
  /** SHA-256 of every file that was read, by path relative to `root`; also of those with mistakes, for who watches them. */
  readonly inputs: Readonly<Record<string, string>>
  /** Text of the YAML files that were read, for code frames. */
  readonly sources: ReadonlyMap<string, string>
  /** Absent when there was an error. */
  readonly checked?: { readonly project: LoadedProject; readonly spec: ValidSpec<Spec>; readonly resolved: ResolvedSpec }
}

/** Reads a project and finds all that is wrong with it. */
export async function checkSpec({ files = [], root: folder, ci = false, unsaved }: CheckOptions): Promise<Checked> {
  const { project, diagnostics: loading, ...read } = await loadProject(files, { root: folder, ...(unsaved && { unsaved }) })
  if (project === undefined) return { ...read, diagnostics: loading }

  const { spec, diagnostics: validating } = await validate(project)
  if (spec === undefined) return { ...read, diagnostics: [...loading, ...validating] }

  const { disk } = project
  const readHooks = async (file: string) => (await import('./load/read-hooks.ts')).readHooks(disk, file)
  const readCompose = async (paths: readonly string[]) => (await import('./load/read-compose.ts')).readCompose(disk, paths)
  const findFiles = async (pattern: string) => (await import('./load/glob.ts')).glob(project.root, pattern)
  const { resolved, diagnostics: resolving } = await resolve(spec, { ci, readHooks, readCompose, findFiles })
  const result = { ...read, inputs: disk.inputs(), diagnostics: [...loading, ...validating, ...resolving] }
  return resolved === undefined ? result : { ...result, checked: { project, spec, resolved } }
}

export interface CompileOptions extends CheckOptions {
  /**
   * The folder of the generated project, from the project's folder on.
   *
   * @default 'generated'
   */
  readonly output?: string
}

export interface Compiled extends Checked {
  /** What `createManifest` and `writeProject` need. Absent when there was an error. */
  readonly compiled?: {
    readonly plan: Plan
    /** What is to be written below the output folder. */
    readonly files: readonly GeneratedFile[]
    readonly inputs: Checked['inputs']
    /** The files that each pattern under `include` matched, relative to the project's folder. */
    readonly included: LoadedProject['included']
  }
}

/** Turns a project into the text of its generated files; nothing is written. */
export async function compileSpec({ output = 'generated', ...options }: CompileOptions): Promise<Compiled> {
  const checked = await checkSpec(options)
  if (checked.checked === undefined) return checked
  const { project, resolved } = checked.checked
  const [{ planProject }, { emitProject }] = await Promise.all([import('./plan/plan-project.ts'), import('./emit/emit-project.ts')])
  const plan = planProject(resolved, { output, commonJs: project.commonJs })
  return { ...checked, compiled: { plan, files: emitProject(plan), inputs: checked.inputs, included: project.included } }
}
