import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { packPackage } from '../support/packed-project.ts'
import { requireComponent } from '../support/require-component.ts'
import { buildEngineImage, buildJobImage, images, removeImages } from './local-images.ts'
import { npmCache, pipelineProject } from './pipeline-project.ts'
import type { PipelineProject } from './pipeline-project.ts'
import { pathForEngines } from './privileged.ts'
import { gitlabCiLocal } from './validators.ts'

const missing = requireComponent('docker') ?? requireComponent('rsync')
const withDocker = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

let packed: ReturnType<typeof packPackage>
let project: PipelineProject
let shared: string
let model: string

beforeAll(() => {
  if (missing !== undefined) return
  packed = packPackage()
  buildJobImage()
  buildEngineImage()
  shared = mkdtempSync(path.join(tmpdir(), 'apitest-shared-'))
  mkdirSync(path.join(shared, 'builds'))
  mkdirSync(path.join(shared, 'images'))
  execFileSync('docker', ['save', '--output', path.join(shared, 'images/debian-python.tar'), 'debian-python:local'])
  mkdirSync(path.join(shared, 'keys'))
  project = pipelineProject('compose-model', packed)
  // images of this machine stand for those of a registry; what is generated otherwise stays
  project.edit('apitest.yaml', (text) => {
    const spec = parseDocument(text)
    const before = spec.toJS().ci.gitlab.before as string[]
    spec.setIn(['ci', 'gitlab', 'image'], images.job)
    spec.setIn(['ci', 'gitlab', 'before'], ['docker load --quiet --input /images/debian-python.tar', ...before])
    spec.setIn(['ci', 'gitlab', 'extra'], { '.apitest': { services: [{ name: images.engine, alias: 'docker', command: ['--tls=false'] }] } })
    return String(spec)
  })
  project.commit()
  model = project.read('models/model.json')
}, 240_000)

afterAll(() => {
  if (missing !== undefined) return
  project.remove()
  packed.remove()
  rmSync(shared, { recursive: true, force: true })
  removeImages()
}, 60_000)

/** As the Docker executor of GitLab runs it: job and engine in containers of their own, which share the folder /builds. */
async function runTests() {
  const { folder, env } = npmCache()
  const volumes = [`${path.join(shared, 'builds')}:/builds/shared`, `${path.join(shared, 'images')}:/images:ro`, `${path.join(shared, 'keys')}:/certs/client`, `${folder}:/npm-cache`]
  const variables = ['GITLAB_CI=true', 'npm_config_cache=/npm-cache', 'npm_config_offline=true', `npm_config_registry=${npmRegistry()}`]
  return gitlabCiLocal(
    project.folder,
    [
      'apitest:tests',
      '--privileged',
      '--pull-policy=if-not-present',
      `--helper-image=${images.job}`,
      ...volumes.flatMap((volume) => ['--volume', volume]),
      ...variables.flatMap((variable) => ['--variable', variable]),
    ],
    { ...env, PATH: pathForEngines(path.join(shared, 'bin')) },
  )
}

function npmRegistry(): string {
  return execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}

function junit(): string {
  const found = project.files('.gitlab-ci-local/artifacts').find((file) => file.endsWith('junit.xml'))
  expect(found, project.files('.gitlab-ci-local/artifacts').join('\n')).toBeDefined()
  return project.read(path.join('.gitlab-ci-local/artifacts', found!))
}

withDocker(`the compose example turns green with Docker in Docker, the model mounted from below /builds${note}`, { timeout: 300_000 }, async () => {
  const { exitCode, output } = await runTests()
  expect(output).toMatch(/PASS.*apitest:tests/)
  expect(exitCode, output).toBe(0)
  expect(junit()).toMatch(/<testsuites name="compose-model" tests="2" failures="0" errors="0"/)
})

withDocker(`with a model that knows no product it turns red, and the JUnit artefact is there${note}`, { timeout: 300_000 }, async () => {
  project.edit('models/model.json', () => '{ "bought_together": {} }\n')
  const { exitCode, output } = await runTests()
  expect(output).toMatch(/FAIL.*apitest:tests/)
  expect(exitCode).not.toBe(0)
  expect(junit()).toMatch(/<testsuites name="compose-model" tests="2" failures="1" errors="0"/)
})

withDocker(`over TLS it turns green too, with the keys that the engine lays into the folder that the runner shares${note}`, { timeout: 300_000 }, async () => {
  if (project.read('models/model.json') !== model) project.edit('models/model.json', () => model)
  project.edit('apitest.yaml', (text) => {
    const spec = parseDocument(text)
    spec.setIn(['ci', 'gitlab', 'docker'], 'dind-tls')
    spec.setIn(['ci', 'gitlab', 'extra', '.apitest', 'services'], [{ name: images.engine, alias: 'docker' }])
    return String(spec)
  })
  project.commit()
  const { exitCode, output } = await runTests()
  expect(output).toMatch(/PASS.*apitest:tests/)
  expect(exitCode, output).toBe(0)
  expect(readdirSync(path.join(shared, 'keys')).toSorted()).toEqual(['ca.pem', 'cert.pem', 'key.pem'])
})
