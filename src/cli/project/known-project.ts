import { existsSync, statSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { glob } from '../../compiler/load/glob.ts'
import { manifestName } from '../../compiler/write/manifest-file.ts'
import type { Manifest } from '../../compiler/write/manifest.ts'
import { isUpToDate } from '../../compiler/write/up-to-date.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import type { ProjectTarget } from './find-projects.ts'

export interface KnownProject {
  readonly manifest: Manifest
  /** Absolute paths of the files that the specification reads. */
  readonly inputs: readonly string[]
}

/** What the manifest says of a project that has not changed since it was compiled; the compiler is not even loaded. */
export async function knownProject({ output, entry }: ProjectTarget): Promise<KnownProject | undefined> {
  if (isOlderThanCompiler(output)) return undefined
  const manifest = await isUpToDate({ outputFolder: output, entry, version: packageVersion(), expand: glob })
  return manifest && { manifest, inputs: Object.keys(manifest.inputs).map((path) => resolve(output, path)) }
}

/** It was just looked at by the compiler of this moment, also where that had nothing to write. */
export function trustManifest({ output }: ProjectTarget): void {
  if (!isCheckout()) return
  const now = new Date()
  utimesSync(join(output, manifestName), now, now)
}

function isCheckout(): boolean {
  return existsSync(join(packageFolder(), 'src', 'compiler'))
}

/** In a checkout of apitest the compiler changes without its version. */
function isOlderThanCompiler(output: string): boolean {
  return isCheckout() && changedAt(join(packageFolder(), 'dist', 'cli.js')) > changedAt(join(output, manifestName))
}

function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
