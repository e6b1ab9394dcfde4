import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { runInProcess } from '../test-host.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

const spec = `version: 1
name: shop
services:
  web: { url: http://127.0.0.1:9 }
tests:
  health:
    get: /
    expect: { status: 200 }
`

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-compile-'))
  folders.push(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

describe('compile', () => {
  it('writes the project once, and says what it did on standard error', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    const first = await runInProcess(folder, ['compile'])
    expect(first).toMatchObject({ exitCode: 0, stdout: '' })
    expect(first.stderr).toMatch(/^✓ generated\/ {2}1 test, \d+ files written {2}[\d.]+ m?s\n$/)
    expect((await runInProcess(folder, ['compile'])).stderr).toContain('nothing to do')
  })

  it('gives a warning at each compile, also when there is nothing to write', async () => {
    const folder = folderWith({ 'apitest.yaml': `${spec}ci: { gitlab: { docker: dind } }\n` })
    for (const time of ['first', 'second']) {
      const { exitCode, stderr } = await runInProcess(folder, ['compile'])
      expect({ time, exitCode, stderr }).toEqual({ time, exitCode: 0, stderr: expect.stringContaining('warning') })
    }
  })

  it('looks again in CI, where `only` is a mistake', async () => {
    const folder = folderWith({ 'apitest.yaml': spec.replace('    get: /', '    only: true\n    get: /') })
    expect((await runInProcess(folder, ['compile'])).exitCode).toBe(0)
    expect((await runInProcess(folder, ['compile'])).stderr).toContain('nothing to do')
    expect((await runInProcess(folder, ['compile'], { env: { CI: 'true' } })).exitCode).toBe(2)
  })

  it('--force compiles although nothing changed, and finds the same', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    await runInProcess(folder, ['compile'])
    expect(await runInProcess(folder, ['compile', '--force'])).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('nothing to do') })
  })

  it('writes into another folder', async () => {
    const folder = folderWith({ 'specs/apitest.yaml': spec })
    expect((await runInProcess(folder, ['compile', 'specs', '-o', 'out/shop'])).exitCode).toBe(0)
    expect(readFileSync(join(folder, 'out/shop/tests/shop.test.ts'), 'utf8')).toContain("describe('shop'")
    expect(existsSync(join(folder, 'specs/generated'))).toBe(false)
  })

  it('--check writes nothing, shows the difference and the command that mends it, with exit code 3', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    const missing = await runInProcess(folder, ['compile', '--check'])
    expect(missing.exitCode).toBe(3)
    expect(existsSync(join(folder, 'generated'))).toBe(false)
    await runInProcess(folder, ['compile'])
    expect(await runInProcess(folder, ['compile', '--check'])).toMatchObject({ exitCode: 0, stdout: '', stderr: 'generated/ is up to date\n' })
    writeFileSync(join(folder, 'apitest.yaml'), spec.replace('200', '204'))
    const { exitCode, stdout } = await runInProcess(folder, ['compile', '--check'])
    expect(exitCode).toBe(3)
    expect(stdout).toMatch(/^-.*status: 200/m)
    expect(stdout).toMatch(/^\+.*status: 204/m)
    expect(stdout).toContain('npx apitest compile')
  })

  it('--plan lists what would be done', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    const { exitCode, stdout } = await runInProcess(folder, ['compile', '--plan'])
    expect(exitCode).toBe(0)
    expect(stdout).toContain('+ generated/tests/shop.test.ts\n')
    expect(existsSync(join(folder, 'generated'))).toBe(false)
  })

  it('--format json is all on standard output', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    const { stdout, stderr } = await runInProcess(folder, ['compile', '--format', 'json'])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toMatchObject({ output: 'generated', written: expect.arrayContaining(['tests/shop.test.ts']), removed: [], diagnostics: [] })
  })

  it('a mistake is shown in place with exit code 2, and nothing is written', async () => {
    const folder = folderWith({ 'apitest.yaml': spec.replace('expect', 'expct') })
    const { exitCode, stdout, stderr } = await runInProcess(folder, ['compile'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^apitest\.yaml:8:5 error unknown-key/)
    expect(existsSync(join(folder, 'generated'))).toBe(false)
  })

  it('compiles several specifications', async () => {
    const folder = folderWith({ 'a/apitest.yaml': spec, 'b/apitest.yaml': spec.replace('expect', 'expct') })
    const { exitCode, stderr } = await runInProcess(folder, ['compile', 'a', 'b'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('b/apitest.yaml:8:5')
    expect(existsSync(join(folder, 'a/generated/tests/shop.test.ts'))).toBe(true)
  })

  it.each([
    [['--check', '--plan'], '`--check` and `--plan` exclude each other'],
    [['--watch', '--format=json'], '`--watch` cannot be combined'],
    [['-o', 'out', 'a', 'b'], '`--output` names one folder'],
    [['c'], 'There is no file `c`'],
    [[], 'There is no apitest.yaml in this folder'],
  ])('%j is refused', async (words, message) => {
    const folder = folderWith({ 'a/apitest.yaml': spec, 'b/apitest.yaml': spec })
    const { exitCode, stderr } = await runInProcess(folder, ['compile', ...words])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(message)
  })

  it('eject takes the marks off, and compile leaves the project alone from then on', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    expect((await runInProcess(folder, ['eject'])).exitCode).toBe(3)
    await runInProcess(folder, ['compile'])
    const ejected = await runInProcess(folder, ['eject'])
    expect(ejected).toMatchObject({ exitCode: 0, stdout: '' })
    expect(ejected.stderr).toContain('"test:api": "vitest run -c generated/vitest.config.ts"')
    expect(readFileSync(join(folder, 'generated/tests/shop.test.ts'), 'utf8')).not.toContain('Generated by apitest')
    expect(await runInProcess(folder, ['compile'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('foreign-file') })
  })
})

describe('validate', () => {
  it('says on standard output that all is well', async () => {
    const folder = folderWith({ 'apitest.yaml': spec })
    expect(await runInProcess(folder, ['validate'])).toEqual({ exitCode: 0, stdout: '✓ apitest.yaml is valid\n', stderr: '' })
    expect(existsSync(join(folder, 'generated'))).toBe(false)
  })

  it.each([
    ['pretty', /^apitest\.yaml:8:5 error unknown-key[\s\S]*Found 1 error\n$/],
    ['json', /"version": 1,\n {2}"diagnostics": \[\n {4}\{\n {6}"code": "unknown-key"/],
    ['github', /^::error file=apitest\.yaml,line=8,/],
    ['gitlab', /"check_name": "unknown-key"/],
    ['sarif', /"ruleId": "unknown-key"/],
  ])('prints mistakes as %s on standard output', async (format, pattern) => {
    const folder = folderWith({ 'apitest.yaml': spec.replace('expect', 'expct') })
    const { exitCode, stdout, stderr } = await runInProcess(folder, ['validate', '--format', format])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' })
    expect(stdout).toMatch(pattern)
  })

  it('names files from the repository on in the formats of CI', async () => {
    const folder = folderWith({ 'api/apitest.yaml': spec.replace('expect', 'expct'), '.git/HEAD': '' })
    expect((await runInProcess(join(folder, 'api'), ['validate', '--format', 'github'])).stdout).toContain('file=api/apitest.yaml')
    expect((await runInProcess(join(folder, 'api'), ['validate'])).stdout).toMatch(/^apitest\.yaml:8:5/)
  })
})

describe('doctor', () => {
  it('says what is there and what is missing, what for, and how to get it', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(tmpdir(), ['doctor'], { env: { PATH: dirname(process.execPath) } })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toContain(`✓ node            ${process.versions.node}`)
    expect(stdout).toMatch(/○ k6 +missing; needed for load profiles with `--engine k6`\n +install: /)
  })

  it('gives the same as JSON', async () => {
    const { stdout } = await runInProcess(tmpdir(), ['doctor', '--format', 'json'], { env: { PATH: '/nowhere' } })
    expect(JSON.parse(stdout)).toMatchObject({ node: { fits: true }, tools: expect.arrayContaining([{ name: 'docker', purpose: expect.any(String), state: 'missing' }]) })
  })
})

it('schema prints the schema', async () => {
  const { stdout } = await runInProcess(tmpdir(), ['schema'])
  expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org') })
})
