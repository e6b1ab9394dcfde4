import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { GeneratedFile } from '../../src/compiler/emit/generated-file.ts'
import { emptyPlan } from './plans/sample-plan.ts'
import type { Plan } from '../../src/compiler/plan/plan.ts'
import { createManifest } from '../../src/compiler/write/create-manifest.ts'
import type { OutputRequest } from '../../src/compiler/write/inspect-output.ts'

/** A folder of its own that is gone after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'apitest-write-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function put(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}

/** Every file below a folder with its text, the manifest left out. */
export function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).toSorted()
  return Object.fromEntries(
    paths.filter((path) => !path.endsWith('apitest.manifest.json')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  )
}

export function generatedFiles(files: Readonly<Record<string, string>>): GeneratedFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text, kind: 'typescript' }))
}

/** A request to write some texts into `generated/` of a folder. */
export function requestFor(
  folder: string,
  texts: Readonly<Record<string, string>>,
  { version = '1.0.0', plan = {} }: { version?: string; plan?: Partial<Plan> } = {},
): OutputRequest {
  const files = generatedFiles(texts)
  return {
    outputFolder: join(folder, 'generated'),
    files,
    manifest: createManifest({ plan: emptyPlan(plan), files, inputs: { 'apitest.yaml': 'hash' }, version }),
  }
}
