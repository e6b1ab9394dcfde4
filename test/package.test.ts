import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { npmCache } from './ci/pipeline-project.ts'
import { dependOnPackage, packPackage } from './support/packed-project.ts'

/** What a new user does: an empty folder, the package from npm, the two commands of the README, and the first mistake. */
const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'apitest-user-'))
const packed = packPackage()
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
  packed.remove()
})

beforeAll(() => {
  dependOnPackage(folder, packed.tarball)
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore', env: { ...process.env, ...npmCache().env } })
})

it('goes from nothing to a green run', () => {
  expect(apitest('init')).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('npx apitest run') as string })
  expect(apitest('run')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('3 passed') as string })
  expect(apitest('compile', '--check')).toMatchObject({ exitCode: 0 })
})

it('gives a project whose types are right, without the types of Node', () => {
  const check = () => spawnSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'generated'], { cwd: folder, encoding: 'utf8' })
  expect(check().stdout).toBe('')
  writeFileSync(path.join(folder, 'generated/wrong.ts'), 'export const wrong: number = new URL(import.meta.url)\n')
  expect(check().stdout).toMatch(/^generated\/wrong\.ts\(1,14\): error TS2322/)
  rmSync(path.join(folder, 'generated/wrong.ts'))
})

it('shows the line of the YAML for a test that fails, and for a mistake', () => {
  const spec = readFileSync(path.join(folder, 'apitest.yaml'), 'utf8')
  const line = spec.split('\n').findIndex((text) => text.includes('status: 422')) + 1
  writeFileSync(path.join(folder, 'apitest.yaml'), spec.replace('status: 422', 'status: 423'))
  expect(apitest('run')).toMatchObject({ exitCode: 1, stdout: expect.stringContaining(`apitest.yaml:${line}:23 status: expected 423, got 422`) as string })
  writeFileSync(path.join(folder, 'apitest.yaml'), spec.replace('status: 422', 'statuss: 422'))
  expect(apitest('run')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`apitest.yaml:${line}:15 error unknown-key`) as string })
})

function apitest(...args: readonly string[]) {
  const { VITEST: _vitest, NODE_ENV: _mode, CI: _ci, GITHUB_ACTIONS: _github, GITLAB_CI: _gitlab, ...env } = process.env
  const command = ['exec', '--', 'apitest', ...args]
  const { status, stdout, stderr } = spawnSync('npm', command, { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } })
  return { exitCode: status, stdout, stderr }
}
