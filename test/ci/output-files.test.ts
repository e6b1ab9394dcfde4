import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryProject } from '../support/temporary-project.ts'

const spec = (ci: string) => `version: 1
services: { web: { process: { command: node server.js } } }
tests: { up: { get: /, expect: { status: 200 } } }
${ci}`
const output = '.gitlab/apitest.gitlab-ci.yml'
const withCi = spec(`ci: { gitlab: { output: ${output} } }\n`)

test('a file outside of generated/ is written, checked, and removed with the part of the spec that asked for it', async () => {
  const project = temporaryProject({ 'apitest.yaml': withCi, '.gitlab/ours.yml': 'ours: true\n' })
  expect(await project.apitest(['compile'])).toMatchObject({ exitCode: 0 })
  expect(project.read(output)).toContain('apitest:tests:')
  expect(JSON.parse(project.read('generated/apitest.manifest.json'))).toMatchObject({ declared: { [`../${output}`]: expect.any(String) as string } })
  expect(await project.apitest(['compile', '--check'])).toMatchObject({ exitCode: 0 })
  project.write({ 'apitest.yaml': spec('') })
  const check = await project.apitest(['compile', '--check'])
  expect(check).toMatchObject({ exitCode: 3 })
  expect(check.stdout).toContain(`no longer generated  ${output}`)
  expect(await project.apitest(['compile'])).toMatchObject({ exitCode: 0 })
  expect(existsSync(path.join(project.folder, output))).toBe(false)
  expect(project.read('.gitlab/ours.yml')).toBe('ours: true\n')
})

test('an edit by hand is found by --check and never overwritten silently', async () => {
  const project = temporaryProject({ 'apitest.yaml': withCi })
  await project.apitest(['compile'])
  const edited = project.read(output).replace('node:22', 'node:24')
  project.write({ [output]: edited })
  const check = await project.apitest(['compile', '--check'])
  expect(check).toMatchObject({ exitCode: 3 })
  expect(check.stdout).toContain(`edited by hand  ${output}`)
  const compile = await project.apitest(['compile'])
  expect(compile).toMatchObject({ exitCode: 3 })
  expect(compile.stderr).toContain(`error edited-by-hand: \`${output}\` was edited since it was generated`)
  expect(project.read(output)).toBe(edited)
  expect(await project.apitest(['compile', '--force'])).toMatchObject({ exitCode: 0 })
  expect(project.read(output)).toContain('node:22')
})

test('a pipeline that somebody wrote is left alone', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec('ci: { gitlab: { output: .gitlab-ci.yml } }\n'), '.gitlab-ci.yml': 'theirs: { script: [true] }\n' })
  const { exitCode, stderr } = await project.apitest(['compile'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('error foreign-file: `.gitlab-ci.yml` is in the way: apitest did not write it')
  expect(project.read('.gitlab-ci.yml')).toBe('theirs: { script: [true] }\n')
})

test('a project in a folder of a repository writes to the root of that, and its jobs enter the folder; nothing leaves the repository', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec('') })
  mkdirSync(path.join(project.folder, '.git'))
  const folder = path.join(project.folder, 'services/shop')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'apitest.yaml'), spec('ci: { github: { output: ../../.github/workflows/shop.yml } }\n'))
  expect(await project.apitest(['compile', 'services/shop/apitest.yaml'])).toMatchObject({ exitCode: 0 })
  const workflow = readFileSync(path.join(project.folder, '.github/workflows/shop.yml'), 'utf8')
  expect(workflow).toContain('working-directory: services/shop')
  expect(workflow).toContain('cache-dependency-path: services/shop/package-lock.json')
  expect(workflow).toContain('path: services/shop/apitest-report/')
  writeFileSync(path.join(folder, 'apitest.yaml'), spec('ci: { github: { output: ../../../elsewhere.yml } }\n'))
  const { exitCode, stderr } = await project.apitest(['compile', 'services/shop/apitest.yaml'])
  expect(exitCode).toBe(3)
  expect(stderr).toContain('it lies outside the folder that apitest may write to')
})

test('diagnostics become a code quality report of GitLab, also of a spec that cannot run', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec('').replace('status: 200', 'status: "200"'), 'server.js': '' })
  const { exitCode } = await project.apitest(['run'], { env: { CI: 'true', GITLAB_CI: 'true' } })
  expect(exitCode).toBe(2)
  const [issue] = JSON.parse(project.read('apitest-report/gl-code-quality-report.json')) as { location: { path: string; lines: { begin: number } } }[]
  expect(issue).toMatchObject({ location: { path: 'apitest.yaml', lines: { begin: 3 } } })
})

test('apitest report --merge tells what it cannot merge', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec('') })
  expect((await project.apitest(['report', '--merge'])).stderr).toContain('`--merge` needs the report folders of the shards')
  expect((await project.apitest(['report', '--merge', 'nowhere'])).stderr).toContain('There are no results in `nowhere`')
  expect((await project.apitest(['report', 'a', 'b'])).stderr).toContain('`--merge` makes one report of several')
})
