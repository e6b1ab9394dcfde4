import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { explainMissingEnv } from '../src/cli/run/missing-env.ts'
import { problemCodes } from '../src/compiler/diagnostics/problems.ts'
import { renderDiagnostics } from '../src/compiler/diagnostics/render/render-diagnostics.ts'
import { compileSpec } from '../src/compiler/pipeline.ts'
import { createManifest } from '../src/compiler/write/create-manifest.ts'
import { ejectProject } from '../src/compiler/write/eject-project.ts'
import { writeProject } from '../src/compiler/write/write-project.ts'

/**
 * Each folder of specs/invalid shows the mistake that it is named after, and `expected.txt` what the user is told.
 * `command.txt` says `compile`, `eject` or `run` where only that shows the mistake; `prepare.js` makes what cannot be committed, by
 * `prepare(folder: URL)`. `UPDATE=1` writes the texts anew.
 */
const root = fileURLToPath(new URL('../specs/invalid/', import.meta.url))
const folders = (await readdir(root)).toSorted()

describe('specs/invalid', () => {
  it('has one folder for each code', () => {
    expect(folders).toEqual(problemCodes.toSorted())
  })

  it.each(folders)('%s is told as expected', async (code) => {
    const text = await check(join(root, code))
    expect(text).toContain(` ${code}: `)
    for (const paragraph of text.split('\n\n')) expect(paragraph.split('\n').length).toBeLessThan(25)
    const expectedPath = join(root, code, 'expected.txt')
    if (process.env.UPDATE === '1') await writeFile(expectedPath, text)
    expect(text).toBe(await readFile(expectedPath, 'utf8'))
  })
})

/** In a copy, so that nothing outside the folder can have a part in it. */
async function check(folder: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'apitest-invalid-'))
  try {
    await cp(folder, copy, { recursive: true })
    await rm(join(copy, 'expected.txt'), { force: true })
    const preparation = join(folder, 'prepare.js')
    if (existsSync(preparation)) await ((await import(preparation)) as { prepare(folder: URL): unknown }).prepare(pathToFileURL(`${copy}/`))
    const command = existsSync(join(folder, 'command.txt')) ? (await readFile(join(folder, 'command.txt'), 'utf8')).trim() : 'validate'
    const { diagnostics, sources, compiled } = await compileSpec({ root: copy, ci: folder.endsWith('-in-ci') })
    const outputFolder = join(copy, 'generated')
    if (compiled === undefined || command === 'validate') return renderDiagnostics(diagnostics, { sources, format: 'pretty' })
    const manifest = createManifest({ ...compiled, version: '1.0.0' })
    if (command === 'run') {
      const { index } = manifest
      const tests = index.suites.flatMap((suite) => suite.tests)
      const missing = explainMissingEnv({ index, folder: copy, tests, missing: (index.env ?? []).map((name) => ({ name, empty: name === 'EMPTY_KEY' })) })
      return renderDiagnostics(missing.diagnostics, { sources: missing.sources, format: 'pretty' })
    }
    const done = command === 'eject' ? ejectProject({ outputFolder }) : writeProject({ ...compiled, outputFolder, manifest })
    return renderDiagnostics([...diagnostics, ...done.diagnostics], { sources, format: 'pretty' })
  } finally {
    await rm(copy, { recursive: true })
  }
}
