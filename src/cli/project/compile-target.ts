import { dirname, join, posix, relative, sep } from 'node:path'
import { glob, isPattern } from '../../compiler/load/glob.ts'
import { compileSpec } from '../../compiler/pipeline.ts'
import type { Compiled } from '../../compiler/pipeline.ts'
import { createManifest } from '../../compiler/write/create-manifest.ts'
import type { OutputRequest } from '../../compiler/write/inspect-output.ts'
import type { DiagnosticGroup, Host } from '../host.ts'
import { packageVersion } from '../package-info.ts'
import { detectCI } from '../run/detect-ci.ts'
import type { ProjectTarget } from './find-projects.ts'
import { repositoryRoot, shortPath } from './short-path.ts'

export interface CompiledTarget {
  /** Also warnings. */
  readonly group: DiagnosticGroup
  /** What is to be written; absent when there was an error. */
  readonly request: OutputRequest | undefined
  /** Absolute paths of the files that were read. */
  readonly inputs: readonly string[]
}

/** Compiles one specification in memory. */
export async function compileTarget(host: Host, target: ProjectTarget): Promise<CompiledTarget> {
  const output = relative(target.folder, target.output).split(sep).join('/')
  const result = await compileSpec({ files: [target.entry], root: host.cwd, output, ci: detectCI(host.env) !== undefined })
  const { compiled, root, sources, diagnostics } = result
  const group = { root, sources, diagnostics }
  const inputs = [...new Set([...sources.keys(), ...Object.keys(compiled?.inputs ?? {})])].map((file) => join(root, file))
  if (compiled === undefined) return { group, request: undefined, inputs }
  const { plan, files } = compiled
  const manifest = createManifest({
    plan,
    files,
    inputs: compiled.inputs,
    included: await includedFiles(result),
    version: packageVersion(),
    warned: diagnostics.length > 0,
  })
  const shown = shortPath(host.cwd, target.output)
  return {
    group,
    request: {
      outputFolder: target.output,
      projectFolder: repositoryRoot(target.folder),
      files,
      manifest,
      shown,
      command: compileCommand(host, target),
    },
    inputs,
  }
}

/** What each pattern under `include` finds now; a file more or less changes what is compiled. */
async function includedFiles({ checked, root }: Compiled): Promise<Readonly<Record<string, readonly string[]>>> {
  const patterns = (checked?.spec.files ?? []).flatMap(({ file, spec }) =>
    (spec.include ?? []).map((pattern) => posix.join(dirname(file), pattern)),
  )
  const found = await Promise.all(patterns.filter(isPattern).map(async (pattern) => [pattern, await glob(root, pattern)] as const))
  return Object.fromEntries(found)
}

/** The command that writes this project, for hints. */
function compileCommand(host: Host, target: ProjectTarget): string {
  const entry = shortPath(host.cwd, target.entry)
  const file = entry === 'apitest.yaml' ? '' : ` ${entry}`
  const output = target.output === join(target.folder, 'generated') ? '' : ` -o ${shortPath(host.cwd, target.output)}`
  return `npx apitest compile${file}${output}`
}

export function hasErrors({ diagnostics }: DiagnosticGroup): boolean {
  return diagnostics.some(({ severity }) => severity === 'error')
}
