import { resolve } from 'node:path'
import { glob } from '../../compiler/load/glob.ts'
import type { Manifest } from '../../compiler/write/manifest.ts'
import { isUpToDate } from '../../compiler/write/up-to-date.ts'
import { packageVersion } from '../package-info.ts'
import type { ProjectTarget } from './find-projects.ts'

export interface KnownProject {
  readonly manifest: Manifest
  /** Absolute paths of the files that the specification reads. */
  readonly inputs: readonly string[]
}

/** What the manifest says of a project that has not changed since it was compiled; the compiler is not even loaded. */
export async function knownProject({ output, entry }: ProjectTarget): Promise<KnownProject | undefined> {
  const manifest = await isUpToDate({ outputFolder: output, entry, version: packageVersion(), expand: glob })
  return manifest && { manifest, inputs: Object.keys(manifest.inputs).map((path) => resolve(output, path)) }
}
