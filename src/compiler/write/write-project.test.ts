import { chmodSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createManifest } from './create-manifest.ts'
import { emptyPlan } from '../../../test/support/plans/sample-plan.ts'
import { hashText } from './hash.ts'
import { contentOf, put, requestFor, temporaryFolder } from '../../../test/support/output-folder.ts'
import { writeProject } from './write-project.ts'

const texts = { 'a.ts': 'a\n', 'tests/b.test.ts': 'b\n' }

describe('writeProject', () => {
  it('writes into a folder that is not there yet', () => {
    const folder = temporaryFolder()
    const { diagnostics, written } = writeProject(requestFor(folder, texts))
    expect(diagnostics).toEqual([])
    expect(written).toEqual(['a.ts', 'tests/b.test.ts'])
    expect(contentOf(join(folder, 'generated'))).toEqual(texts)
  })

  it('touches only what differs', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    const before = statSync(join(folder, 'generated/a.ts')).mtimeMs
    const manifest = statSync(join(folder, 'generated/apitest.manifest.json')).mtimeMs
    expect(writeProject(requestFor(folder, texts))).toMatchObject({ written: [], removed: [] })
    expect(statSync(join(folder, 'generated/apitest.manifest.json')).mtimeMs).toBe(manifest)
    expect(writeProject(requestFor(folder, { ...texts, 'tests/b.test.ts': 'new\n' }))).toMatchObject({ written: ['tests/b.test.ts'] })
    expect(statSync(join(folder, 'generated/a.ts')).mtimeMs).toBe(before)
  })

  it('removes what is no longer generated, and folders that this empties', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, { ...texts, 'tests/deep/c.test.ts': 'c\n' }))
    put(folder, { 'generated/tests/mine.txt': 'mine' })
    expect(writeProject(requestFor(folder, { 'a.ts': 'a\n' })).removed.toSorted()).toEqual(['tests/b.test.ts', 'tests/deep/c.test.ts'])
    expect(contentOf(join(folder, 'generated'))).toEqual({ 'a.ts': 'a\n', 'tests/mine.txt': 'mine' })
    expect(readdirSync(join(folder, 'generated/tests'))).toEqual(['mine.txt'])
  })

  it('restores a file that was deleted', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    unlinkSync(join(folder, 'generated/a.ts'))
    expect(writeProject(requestFor(folder, texts)).written).toEqual(['a.ts'])
  })

  it('leaves no temporary file behind, also when it fails', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    chmodSync(join(folder, 'generated/tests'), 0o500)
    const write = () => writeProject(requestFor(folder, { ...texts, 'tests/b.test.ts': 'new\n' }))
    // root may write anywhere
    if (process.getuid?.() !== 0) expect(write).toThrow(/EACCES/)
    chmodSync(join(folder, 'generated/tests'), 0o700)
    write()
    expect(Object.keys(contentOf(join(folder, 'generated')))).toEqual(['a.ts', 'tests/b.test.ts'])
  })

  describe('never overwrites silently', () => {
    it.each([
      ['edited by hand', texts],
      ['edited by hand and generated differently', { ...texts, 'a.ts': 'new\n' }],
      ['edited by hand and no longer generated', { 'tests/b.test.ts': 'b\n' }],
    ])('a file that was %s', (_, next) => {
      const folder = temporaryFolder()
      writeProject(requestFor(folder, texts))
      put(folder, { 'generated/a.ts': 'edited\n' })
      const more = { ...next, 'tests/b.test.ts': 'b2\n' }
      const { diagnostics, written } = writeProject(requestFor(folder, more))
      expect(diagnostics).toMatchObject([{ code: 'edited-by-hand', severity: 'error', message: '`generated/a.ts` was edited since it was generated' }])
      expect(diagnostics[0]?.hint).toContain('`npx apitest compile --force`')
      // all or nothing
      expect(written).toEqual([])
      expect(contentOf(join(folder, 'generated'))).toEqual({ ...texts, 'a.ts': 'edited\n' })

      writeProject({ ...requestFor(folder, more), force: true })
      expect(contentOf(join(folder, 'generated'))).toEqual(more)
    })

    it('a file that it did not write', () => {
      const folder = temporaryFolder()
      put(folder, { 'generated/a.ts': 'mine\n', 'generated/tests/b.test.ts': 'b\n', 'generated/other.ts': 'other\n' })
      const { diagnostics } = writeProject(requestFor(folder, texts))
      expect(diagnostics).toMatchObject([{ code: 'foreign-file', message: '`generated/a.ts` is in the way: apitest did not write it' }])
      expect(contentOf(join(folder, 'generated'))['a.ts']).toBe('mine\n')
      writeProject({ ...requestFor(folder, texts), force: true })
      expect(contentOf(join(folder, 'generated'))).toEqual({ ...texts, 'other.ts': 'other\n' })
    })

    it('many files, in one diagnostic', () => {
      const folder = temporaryFolder()
      const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}.ts`, 'x\n']))
      put(join(folder, 'generated'), Object.fromEntries(Object.keys(many).map((path) => [path, 'mine'])))
      const { diagnostics } = writeProject(requestFor(folder, many))
      expect(diagnostics).toHaveLength(1)
      expect(diagnostics[0]?.message).toMatch(/^20 files are in the way .* and 8 more$/)
    })
  })

  it('takes line ends that git changed for the same', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    put(folder, { 'generated/a.ts': 'a\r\n' })
    expect(writeProject(requestFor(folder, texts))).toMatchObject({ diagnostics: [], written: [] })
  })

  describe('stays inside its folder', () => {
    it('when the folder is a link', () => {
      const folder = temporaryFolder()
      mkdirSync(join(folder, 'elsewhere'))
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'generated'))
      writeProject(requestFor(folder, texts))
      expect(contentOf(join(folder, 'elsewhere'))).toEqual(texts)
      expect(lstatSync(join(folder, 'generated')).isSymbolicLink()).toBe(true)
      expect(writeProject(requestFor(folder, { 'a.ts': 'a\n' }))).toMatchObject({ removed: ['tests/b.test.ts'] })
    })

    it('when a folder in it is a link', () => {
      const folder = temporaryFolder()
      put(folder, { 'elsewhere/b.test.ts': 'theirs\n' })
      mkdirSync(join(folder, 'generated'))
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'generated/tests'))
      const write = () => writeProject({ ...requestFor(folder, texts), force: true })
      expect(write().diagnostics).toMatchObject([{ code: 'blocked-path', message: '`generated/tests/b.test.ts` cannot be written: the folder `tests` is a link' }])
      expect(contentOf(join(folder, 'elsewhere'))).toEqual({ 'b.test.ts': 'theirs\n' })
    })

    it('when a file in it is a link', () => {
      const folder = temporaryFolder()
      put(folder, { 'secret.txt': 'theirs\n' })
      mkdirSync(join(folder, 'generated'))
      symlinkSync(join(folder, 'secret.txt'), join(folder, 'generated/a.ts'))
      expect(writeProject({ ...requestFor(folder, texts), force: true }).diagnostics).toMatchObject([{ code: 'blocked-path' }])
      expect(readFileSync(join(folder, 'secret.txt'), 'utf8')).toBe('theirs\n')
    })

    it('when a folder or a file stands where the other belongs', () => {
      const folder = temporaryFolder()
      put(folder, { 'generated/a.ts/x': '', 'generated/tests': '' })
      expect(writeProject(requestFor(folder, texts)).diagnostics.map(({ message }) => message)).toEqual([
        '`generated/a.ts` cannot be written: a folder of that name is there',
        '`generated/tests/b.test.ts` cannot be written: `tests` is there and is no folder',
      ])
    })

    it.each(['../victim.ts', '/etc/passwd', 'tests/../../victim.ts', 'C:\\victim.ts', '..\\victim.ts', 'a/../../victim.ts', './a.ts', ''])('when the manifest lists %j', (path) => {
      const folder = temporaryFolder()
      writeProject(requestFor(folder, texts))
      put(folder, { 'victim.ts': 'theirs\n' })
      const file = join(folder, 'generated/apitest.manifest.json')
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as { files: Record<string, string> }
      manifest.files[path] = hashText('theirs\n')
      writeFileSync(file, JSON.stringify(manifest))
      expect(writeProject({ ...requestFor(folder, { 'a.ts': 'a\n' }), force: true }).diagnostics).toMatchObject([{ code: 'manifest-path' }])
      expect(contentOf(folder)).toMatchObject({ 'victim.ts': 'theirs\n', 'generated/tests/b.test.ts': 'b\n' })
    })
  })

  it.each([
    ['<<<<<<< ours\n{}\n', 'JSON'],
    ['[]', 'it holds no map'],
    ['{"apitest": 1}', '`apitest` is no version'],
    ['{"apitest": "1", "inputs": {}, "files": {"a.ts": 1}}', '`files` is no map of hashes'],
    ['{"apitest": "1", "inputs": {}, "files": {}, "index": {}}', '`index` is incomplete'],
  ])('says what is wrong with the manifest %j', (text, reason) => {
    const folder = temporaryFolder()
    put(folder, { 'generated/apitest.manifest.json': text })
    const { diagnostics } = writeProject(requestFor(folder, texts))
    expect(diagnostics).toMatchObject([{ code: 'manifest-unreadable', message: expect.stringContaining(reason) as string }])
    expect(contentOf(join(folder, 'generated'))).toEqual({})
  })

  it('writes files elsewhere in the project only where the spec declares them, and removes them with it', () => {
    const folder = temporaryFolder()
    const files = [{ path: '../.ci/pipeline.yml', text: 'ci\n', kind: 'yaml' as const, declared: true }]
    const request = (declared: typeof files) => ({
      outputFolder: join(folder, 'generated'),
      projectFolder: folder,
      files: declared,
      manifest: createManifest({ plan: emptyPlan(), files: declared, inputs: {}, version: '1' }),
    })
    writeProject(request(files))
    expect(contentOf(folder)).toEqual({ '.ci/pipeline.yml': 'ci\n' })
    put(folder, { '.ci/other.yml': 'other\n' })
    expect(writeProject(request([])).removed).toEqual(['../.ci/pipeline.yml'])
    expect(contentOf(folder)).toEqual({ '.ci/other.yml': 'other\n' })

    const outside = [{ ...files[0]!, path: '../../outside.yml' }]
    expect(writeProject(request(outside)).diagnostics).toMatchObject([{ code: 'blocked-path', message: expect.stringContaining('outside the folder') as string }])
    expect(writeProject({ ...request([{ ...files[0]!, declared: false }]) }).diagnostics).toMatchObject([{ code: 'blocked-path' }])
  })
})
