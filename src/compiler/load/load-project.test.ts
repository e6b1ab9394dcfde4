import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readMarks } from '../../../test/support/cursor-mark.ts'
import { specFolder } from '../../../test/support/spec-folder.ts'
import { loadProject } from './load-project.ts'

type Files = Parameters<typeof specFolder>[0]

async function load(files: Files, entries: string[] = []) {
  await using folder = await specFolder(files)
  return await loadProject(entries, { root: folder.path })
}

/** `▸` marks where the first diagnostic begins, in whichever file has it. */
const mistakes: { title: string; files: Files; code: string; message?: RegExp; hint?: RegExp; related?: [line: number, column: number] }[] = [
  { title: 'an empty file', files: { 'apitest.yaml': '▸' }, code: 'empty-spec', hint: /init/ },
  { title: 'a file of comments', files: { 'apitest.yaml': '▸# nothing\n' }, code: 'empty-spec' },
  { title: 'a list at the top', files: { 'apitest.yaml': '# a\n\n▸- a\n' }, code: 'not-a-map', message: /a list/ },
  { title: 'a text at the top', files: { 'apitest.yaml': '▸hello\n' }, code: 'not-a-map', message: /`hello`/ },
  { title: 'a tab in the indentation', files: { 'apitest.yaml': 'a:\n▸\tb: 1\n' }, code: 'tab-indentation' },
  { title: 'a second document', files: { 'apitest.yaml': 'a: 1\n▸---\nb: 1\n' }, code: 'several-documents' },
  { title: 'an unclosed quote', files: { 'apitest.yaml': 'a: 1\nb: ▸"x\nc: 1\nd: 2\n' }, code: 'yaml-syntax', message: /no closing `"`/ },
  { title: 'an unclosed bracket', files: { 'apitest.yaml': 'a: ▸[1, 2\nb: 3\n' }, code: 'yaml-syntax', message: /`\[` has no closing `\]`/ },
  { title: 'two colons on a line', files: { 'apitest.yaml': 'a: ▸b: c\n' }, code: 'yaml-syntax', hint: /quotes/ },
  { title: 'a colon without a space', files: { 'apitest.yaml': '▸a:b\nc: 1\n' }, code: 'yaml-syntax', hint: /`a: b`/ },
  { title: 'a line without a colon', files: { 'apitest.yaml': 'a:\n  ▸health\n  get: /\n' }, code: 'yaml-syntax', message: /no `:`/ },
  { title: 'uneven indentation', files: { 'apitest.yaml': 'a:\n  b: 1\n ▸c: 2\n' }, code: 'yaml-syntax', message: /indented differently/ },
  { title: '${…} without quotes in brackets', files: { 'apitest.yaml': 'a: { b: $▸{x} }\nc: 1\n' }, code: 'yaml-syntax', hint: /quot|"\$/ },
  { title: 'text behind a closing quote', files: { 'apitest.yaml': "a: 'it'▸s'\n" }, code: 'yaml-syntax', message: /quotes has ended/ },
  { title: 'a wrong escape', files: { 'apitest.yaml': 'a: "▸\\d+"\n' }, code: 'yaml-syntax', hint: /single quotes/ },
  { title: 'text that begins with @', files: { 'apitest.yaml': 'a: ▸@b\n' }, code: 'yaml-syntax', hint: /quotes/ },
  { title: 'deep brackets', files: { 'apitest.yaml': `${'['.repeat(200)}▸${'['.repeat(100_000)}` }, code: 'yaml-syntax' },
  { title: 'a duplicate key', files: { 'apitest.yaml': 'a:\n  b: 1\n  c: 2\n  ▸b: 3\n' }, code: 'duplicate-key', related: [2, 3] },
  { title: 'a duplicate key in other quotes', files: { 'apitest.yaml': 'a: { b: 1, ▸"b": 2 }\n' }, code: 'duplicate-key' },
  { title: 'a duplicate numeric key', files: { 'apitest.yaml': 'a: { 404: 1, ▸"404": 2 }\n' }, code: 'duplicate-key' },
  { title: 'a duplicate __proto__', files: { 'apitest.yaml': 'a: { __proto__: 1, ▸__proto__: 2 }\n' }, code: 'duplicate-key' },
  { title: 'a map as key', files: { 'apitest.yaml': 'a:\n  ? ▸{ b: 1 }\n  : 1\n' }, code: 'non-string-key', message: /A map/ },
  { title: 'a list as key', files: { 'apitest.yaml': 'a: { ▸[b]: 1 }\n' }, code: 'non-string-key', message: /A list/ },
  { title: 'an empty key', files: { 'apitest.yaml': 'a: { ▸~: 1 }\n' }, code: 'non-string-key', message: /Nothing/ },
  { title: 'an unknown tag', files: { 'apitest.yaml': 'a: ▸!env X\n' }, code: 'unknown-tag', message: /`!env`/ },
  { title: 'a tag of JavaScript', files: { 'apitest.yaml': 'a: ▸!!js/function "f"\n' }, code: 'unknown-tag', message: /`!!js\/function`/ },
  { title: 'a tag on a map below it', files: { 'apitest.yaml': 'a: !foo\n  ▸b: 1\n' }, code: 'unknown-tag' },
  { title: 'a binary tag', files: { 'apitest.yaml': 'a: { b: [▸!!binary aGVsbG8=] }\n' }, code: 'unknown-tag' },
  { title: 'an unknown alias', files: { 'apitest.yaml': 'a: &one 1\nb: ▸*oen\n' }, code: 'unknown-alias', hint: /`\*one`/ },
  { title: 'an alias before its anchor', files: { 'apitest.yaml': 'b: ▸*one\na: &one 1\n' }, code: 'unknown-alias', hint: /behind the end/ },
  { title: 'an alias inside itself', files: { 'apitest.yaml': 'a: &one\n  b: ▸*one\n' }, code: 'unknown-alias' },
  { title: 'a merge of a text', files: { 'apitest.yaml': 'a: { <<: ▸text }\n' }, code: 'bad-merge' },
  { title: 'a merge with an unknown alias', files: { 'apitest.yaml': 'a: &x { c: 1 }\nb: { <<: [*x, ▸*y] }\n' }, code: 'unknown-alias' },
  { title: 'a merge of a list with a number', files: { 'apitest.yaml': 'a: &x { c: 1 }\nb: { <<: ▸[*x, 1] }\n' }, code: 'bad-merge' },
  { title: 'a number that JSON cannot keep', files: { 'apitest.yaml': 'a: ▸12345678901234567890\n' }, code: 'unsafe-number', hint: /quotes/ },
  { title: 'infinity', files: { 'apitest.yaml': 'a: ▸.inf\n' }, code: 'unsafe-number' },
  { title: 'binary data', files: { 'apitest.yaml': Uint8Array.of(0x61, 0x3a, 0xff, 0xfe, 0) }, code: 'binary-file' },
  { title: 'bytes that are no UTF-8', files: { 'apitest.yaml': Uint8Array.of(0x61, 0x3a, 0x20, 0xff) }, code: 'binary-file' },
  { title: 'UTF-16', files: { 'apitest.yaml': Buffer.from('\uFEFFa: 1\n', 'utf16le') }, code: 'binary-file' },
  { title: 'a file of 5 MB', files: { 'apitest.yaml': `a: "${'x'.repeat(5_000_000)}"` }, code: 'file-too-big', message: /5 MiB.*4 MiB/ },
  { title: 'an include that matches nothing', files: { 'apitest.yaml': 'include: [▸tests/*.yaml]\n' }, code: 'include-not-found' },
  { title: 'a misspelt include', files: { 'apitest.yaml': 'include: [▸tests/itmes.yaml]\n', 'tests/items.yaml': 'a: 1\n' }, code: 'include-not-found', hint: /`tests\/items.yaml`/ },
  { title: 'an include in another folder', files: { 'apitest.yaml': 'include: [▸items.yaml]\n', 'tests/items.yaml': 'a: 1\n' }, code: 'include-not-found', hint: /`tests\/items.yaml`/ },
  { title: 'an include outside the folder', files: { 'apitest.yaml': 'include: [▸../other.yaml]\n' }, code: 'include-outside' },
  { title: 'an absolute include', files: { 'apitest.yaml': 'include: [▸/etc/hosts]\n' }, code: 'include-outside' },
  { title: 'a symlink that leaves the folder', files: { 'apitest.yaml': 'include: [▸in.yaml]\n', 'in.yaml': { link: '/etc/hosts' } }, code: 'include-outside' },
  { title: 'a symlinked folder that leaves the folder', files: { 'apitest.yaml': 'include: [▸etc/host*]\n', etc: { link: '/etc' } }, code: 'include-outside' },
  { title: 'an included folder', files: { 'apitest.yaml': 'include: [▸tests]\n', 'tests/a.yaml': 'a: 1\n' }, code: 'unreadable-file', hint: /tests\/\*/ },
  { title: 'a file that includes itself', files: { 'apitest.yaml': 'include: [▸apitest.yaml]\n' }, code: 'include-cycle' },
  { title: 'a cycle over two files', files: { 'apitest.yaml': 'include: [a.yaml]\n', 'a.yaml': 'include: [b.yaml]\n', 'b.yaml': 'x: 1\ninclude: [▸a.yaml]\n' }, code: 'include-cycle' },
  { title: 'an error in an included file', files: { 'apitest.yaml': 'include: [a.yaml]\n', 'a.yaml': 'x: ▸@\n' }, code: 'yaml-syntax' },
]

describe('loadProject', () => {
  it.each(mistakes)('reports $title once, in place', async ({ files, code, message, hint, related }) => {
    const clean: Files = {}
    let expected: { file: string; start: unknown } | undefined
    for (const [file, content] of Object.entries(files)) {
      if (typeof content !== 'string') {
        clean[file] = content
        continue
      }
      const { text, marks } = readMarks(content)
      clean[file] = text
      if (marks[0]) expected = { file, start: marks[0] }
    }
    const { diagnostics, project } = await load(clean)
    expect(project).toBeUndefined()
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code])
    if (expected) expect(diagnostics[0]!.range).toMatchObject(expected)
    if (message) expect(diagnostics[0]!.message).toMatch(message)
    if (hint) expect(diagnostics[0]!.hint).toMatch(hint)
    if (related) expect(diagnostics[0]!.related![0]!.range.start).toEqual({ line: related[0], column: related[1] })
  })

  it('reports all mistakes of all files together', async () => {
    const { diagnostics } = await load({ 'apitest.yaml': 'include: [b.yaml, c.yaml, d.yaml]\na: 1\n', 'b.yaml': 'x: @a\ny:\n  k: 1\nz: @b\n', 'c.yaml': 'a: 1\na: 2\n' })
    expect(diagnostics.map(({ code, range }) => `${range!.file}:${range!.start.line} ${code}`)).toEqual([
      'apitest.yaml:1 include-not-found',
      'b.yaml:1 yaml-syntax',
      'b.yaml:4 yaml-syntax',
      'c.yaml:2 duplicate-key',
    ])
  })

  it('says what to do in a folder without a spec', async () => {
    const { diagnostics } = await load({})
    expect(diagnostics).toMatchObject([{ code: 'spec-not-found', hint: expect.stringContaining('apitest init') }])
  })

  it('names a file that does not exist', async () => {
    const { diagnostics } = await load({}, ['other.yaml'])
    expect(diagnostics).toMatchObject([{ code: 'spec-not-found', message: expect.stringContaining('`other.yaml`') }])
  })

  it('reports a folder in the place of the file', async () => {
    await using folder = await specFolder({})
    await mkdir(join(folder.path, 'apitest.yaml'))
    expect((await loadProject([], { root: folder.path })).diagnostics).toMatchObject([{ code: 'unreadable-file' }])
  })

  it('takes apitest.yml where there is no apitest.yaml', async () => {
    expect((await load({ 'apitest.yml': 'a: 1\n' })).project?.files[0]?.file).toBe('apitest.yml')
  })

  it('makes the folder of the entry the project', async () => {
    const { project } = await load({ 'sub/my.yaml': 'include: [x/*.yaml]\n', 'sub/x/a.yaml': 'a: 1\n' }, ['sub/my.yaml'])
    expect(project?.files.map(({ file }) => file)).toEqual(['my.yaml', 'x/a.yaml'])
  })

  it('reads includes in the order written, each once, nested ones relative to their file', async () => {
    const { project, diagnostics } = await load({
      'apitest.yaml': 'include: [tests/**/*.yaml, z.yaml, tests/b.yaml]\n',
      'tests/b.yaml': 'a: 1\n',
      'tests/a.yaml': 'include: [more/*.yml, "*.yaml"]\n',
      'tests/more/c.yml': 'a: 1\n',
      'tests/deep/er/d.yaml': 'a: 1\n',
      'tests/.hidden/e.yaml': 'a: 1\n',
      'tests/node_modules/f.yaml': 'a: 1\n',
      'z.yaml': 'a: 1\n',
    })
    expect(diagnostics).toEqual([])
    expect(project?.files.map(({ file }) => file)).toEqual(['apitest.yaml', 'tests/a.yaml', 'tests/more/c.yml', 'tests/b.yaml', 'tests/deep/er/d.yaml', 'z.yaml'])
  })

  it('accepts a byte order mark and CRLF', async () => {
    expect((await load({ 'apitest.yaml': '\uFEFFa: 1\r\nb:\r\n  - x\r\n' })).project?.files[0]?.data).toEqual({ a: 1, b: ['x'] })
  })

  it('keeps dangerous keys as plain data', async () => {
    const { project } = await load({ 'apitest.yaml': '__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }\n' })
    const data = project!.files[0]!.data
    expect(Object.keys(data)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(data)).toBeNull()
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('merges maps, own keys first, and keeps << in quotes as a key', async () => {
    const { project } = await load({ 'apitest.yaml': 'a: &x { b: 1, c: 2 }\nd: &y { c: 3, e: 4 }\nf: { g: 0, <<: [*x, *y], c: 9, "<<": 5 }\n'.replace(', "<<": 5', '') + 'h: { "<<": 5 }\n' })
    const { f, h } = project!.files[0]!.data
    expect(Object.entries(f as object)).toEqual([['g', 0], ['b', 1], ['c', 9], ['e', 4]])
    expect(h).toEqual({ '<<': 5 })
  })

  it('reads YAML 1.2: yes, on and 0755 are what they look like', async () => {
    expect((await load({ 'apitest.yaml': '%YAML 1.1\n---\na: yes\nb: on\nc: 0o17\nd: 010\ne: 12:30:00\nf: 2024-01-01\n' })).project?.files[0]?.data).toEqual({
      a: 'yes', b: 'on', c: 15, d: 10, e: '12:30:00', f: '2024-01-01',
    })
  })

  it('ends a bomb of aliases in a diagnostic at once', async () => {
    const levels = Array.from({ length: 12 }, (_, level) => `l${level}: &l${level} [${Array.from({ length: 10 }, () => (level === 0 ? 'lol' : `*l${level - 1}`)).join(', ')}]`)
    const begin = performance.now()
    expect((await load({ 'apitest.yaml': levels.join('\n') })).diagnostics.map(({ code }) => code)).toEqual(['too-many-aliases'])
    const big = `a: &a [1, 2, 3]\nb: [${'*a, '.repeat(1_250_000)}*a]\n`
    expect((await load({ 'apitest.yaml': big })).diagnostics.map(({ code }) => code)).toEqual(['file-too-big'])
    expect(performance.now() - begin).toBeLessThan(1000)
  })

  it('keeps what each pattern matched, so that a new file can be noticed', async () => {
    const { project } = await load({ 'apitest.yaml': 'include: [tests/*.yaml, b.yaml]\n', 'b.yaml': 'a: 1\n', 'tests/a.yaml': 'include: ["*.yml"]\n', 'tests/c.yml': 'a: 1\n' })
    expect(project!.included).toEqual({ 'tests/*.yaml': ['tests/a.yaml'], 'tests/*.yml': ['tests/c.yml'] })
  })

  it('names the files that were read also when they have mistakes', async () => {
    expect(Object.keys((await load({ 'apitest.yaml': 'a: @\n' })).inputs)).toEqual(['apitest.yaml'])
  })

  it('hashes the files that were read', async () => {
    const { project } = await load({ 'apitest.yaml': 'include: [b.yaml]\n', 'b.yaml': 'a: 1\n' })
    expect(Object.keys(project!.disk.inputs())).toEqual(['apitest.yaml', 'b.yaml'])
  })
})
