import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyPlan } from '../../../test/support/plans/sample-plan.ts'
import { createManifest } from './create-manifest.ts'
import { generatedFiles, put, temporaryFolder } from '../../../test/support/output-folder.ts'
import { isUpToDate } from './up-to-date.ts'
import { writeProject } from './write-project.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

async function expand(root: string, pattern: string): Promise<string[]> {
  return readdirSync(join(root, pattern, '..')).map((name) => `tests/${name}`).toSorted()
}

function compiled() {
  const folder = temporaryFolder()
  put(folder, { 'apitest.yaml': 'version: 1\n', 'tests/a.apitest.yaml': 'tests: {}\n' })
  const files = generatedFiles({ 'config.ts': 'config\n', 'tests/a.test.ts': 'a\n' })
  const manifest = createManifest({
    plan: emptyPlan({ specs: ['apitest.yaml', 'tests/a.apitest.yaml'] }),
    files,
    inputs: { 'apitest.yaml': sha256('version: 1\n'), 'tests/a.apitest.yaml': sha256('tests: {}\n') },
    included: { 'tests/*.apitest.yaml': ['tests/a.apitest.yaml'] },
    version: '1.0.0',
  })
  const outputFolder = join(folder, 'generated')
  writeProject({ outputFolder, files, manifest })
  return { folder, request: { outputFolder, entry: join(folder, 'apitest.yaml'), version: '1.0.0', expand }, manifest }
}

describe('isUpToDate', () => {
  it('gives the manifest when nothing changed', async () => {
    const { request, manifest } = compiled()
    expect(await isUpToDate(request)).toEqual(manifest)
  })

  it.each<[string, (folder: string) => void]>([
    ['an input changed', (folder) => put(folder, { 'apitest.yaml': 'version: 1 # new\n' })],
    ['an input is gone', (folder) => unlinkSync(join(folder, 'tests/a.apitest.yaml'))],
    ['there is a new file to include', (folder) => put(folder, { 'tests/b.apitest.yaml': '' })],
    ['a generated file was edited', (folder) => put(folder, { 'generated/config.ts': 'mine\n' })],
    ['a generated file is gone', (folder) => unlinkSync(join(folder, 'generated/tests/a.test.ts'))],
    ['the manifest is gone', (folder) => unlinkSync(join(folder, 'generated/apitest.manifest.json'))],
    ['the manifest is broken', (folder) => put(folder, { 'generated/apitest.manifest.json': '{' })],
  ])('does not when %s', async (_, change) => {
    const { folder, request } = compiled()
    change(folder)
    expect(await isUpToDate(request)).toBeUndefined()
  })

  it('does not for another version, another entry, or another folder', async () => {
    const { folder, request } = compiled()
    expect(await isUpToDate({ ...request, version: '1.0.1' })).toBeUndefined()
    expect(await isUpToDate({ ...request, entry: join(folder, 'other.yaml') })).toBeUndefined()
    mkdirSync(join(folder, 'empty'))
    expect(await isUpToDate({ ...request, outputFolder: join(folder, 'empty') })).toBeUndefined()
  })
})
