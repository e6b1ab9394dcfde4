import { emitProject } from '../../src/compiler/emit/emit-project.ts'
import { planSpec } from '../support/resolve-spec.ts'
import type { Files } from '../support/resolve-spec.ts'

/** A spec with everything that a pipeline can be about: tests to divide, a compose service, coverage, variables from outside. */
export function specWith(ci: string, more: { readonly services?: string; readonly env?: string } = {}): string {
  const { services = '{ web: { process: { command: node server.js } } }', env = '{}' } = more
  return `version: 1
name: shop
env: ${env}
services: ${services}
requests: { home: { get: /, expect: { status: 200 } } }
tests:
  one: { request: home }
  two: { request: home }
  three: { request: home }
leaks: { memory: { request: home } }
loads: { peak: { users: 1, duration: 1s, tasks: [{ request: home }] } }
ci: ${ci}
`
}

const everyJob = '{ tests: { shards: 3, timeout: 5m }, leaks: { when: schedule, timeout: 90m }, loads: { when: manual } }'
const docker = '{ web: { compose: { file: docker-compose.yml, service: web, port: 80 } } }'
const composeFiles = { 'docker-compose.yml': 'services:\n  web:\n    image: debian-python:local\n' }
const python = '{ web: { python: { app: "app:app", cwd: my project, coverage: true } } }'
const pythonFiles = { 'my project/app.py': 'app = None\n' }
const env = '{ API_KEY: { required: true, secret: true }, REGION: { required: true }, MODE: { default: fast } }'

/** Every feature of the pipelines at least once, by what is special; written for both providers. */
export const ciSpecs: Readonly<Record<string, Files>> = {
  'nothing said': { 'apitest.yaml': specWith('{ gitlab: {}, github: {} }') },
  'every job': {
    'apitest.yaml': specWith(`{ gitlab: { jobs: ${everyJob} }, github: { jobs: ${everyJob}, on: { schedule: "0 3 * * *" } } }`),
  },
  'all by hand': { 'apitest.yaml': specWith(both('jobs: { check: { when: never }, tests: { when: manual }, leaks: { when: manual } }')) },
  'shards by hand': { 'apitest.yaml': specWith(both('jobs: { tests: { when: manual, shards: 2 } }')) },
  'leaks and loads always': { 'apitest.yaml': specWith(both('jobs: { leaks: { when: always }, loads: { when: always } }')) },
  'only by tag': {
    'apitest.yaml': specWith(
      '{ gitlab: { on: { mergeRequest: false, push: [], tag: ["v*"] } }, github: { on: { pullRequest: false, push: [], tag: ["v*"] } } }',
    ),
  },
  'branches and paths': {
    'apitest.yaml': specWith(
      both('on: { push: [main, "release/**", "feature/*"], tag: [v1.0], changes: ["src/**", "!docs/**", "*.yaml"] }'),
    ),
  },
  'Docker in Docker': { 'apitest.yaml': specWith(both(''), { services: docker }), ...composeFiles },
  'Docker in Docker with TLS': { 'apitest.yaml': specWith(both('docker: dind-tls'), { services: docker }), ...composeFiles },
  'an image of its own, no engine': {
    'apitest.yaml': specWith(
      '{ gitlab: { image: "registry.example.com/ci:1", docker: none, tags: [big, linux], stage: verify }, github: { runsOn: ubuntu-24.04, node: "24" } }',
      { services: docker },
    ),
    ...composeFiles,
  },
  'variables and commands': {
    'apitest.yaml': specWith(
      '{ gitlab: { variables: { PLACE: $CI_PROJECT_DIR/x, YES: true, N: 1 }, before: [echo one, "echo two: # not a comment"], after: [echo three] }, github: { variables: { PLACE: "${{ github.workspace }}/x", YES: true, N: 1 }, before: [echo one, "echo two: # not a comment"], after: [echo three] } }',
      { env },
    ),
  },
  'coverage of Python': { 'apitest.yaml': specWith(both(''), { services: python }), ...pythonFiles },
  'another way to install': { 'apitest.yaml': specWith(both('install: [corepack enable, pnpm install --frozen-lockfile]')) },
  'a folder of a big repository': {
    'apitest.yaml': specWith(both('folder: services/the shop, jobs: { tests: { shards: 2 } }, on: { changes: ["*.py", "../shared/*"] }')),
  },
  'the whole file': {
    'apitest.yaml': specWith('{ gitlab: { output: .gitlab-ci.yml, stage: api }, github: { output: .github/workflows/api.yml } }'),
  },
  'keys of the system': {
    'apitest.yaml': specWith(
      '{ gitlab: { extra: { "apitest:tests": { retry: 1, artifacts: { expire_in: 1 day } }, "apitest:loads": null, more: { script: [echo more], stage: test } } }, github: { extra: { permissions: { checks: write }, on: { merge_group: {} }, jobs: { tests: { runs-on: ubuntu-24.04 } } } } }',
    ),
  },
}

function both(keys: string): string {
  return `{ gitlab: { ${keys} }, github: { ${keys.replaceAll('mergeRequest', 'pullRequest')} } }`
}

/** The text of each provider's file. */
export async function ciFiles(files: Files): Promise<{ readonly gitlab: string; readonly github: string }> {
  const plan = await planSpec(files)
  const texts = new Map(emitProject(plan).map(({ path, text }) => [path, text]))
  const textOf = (provider: string) => texts.get(plan.ci?.find((ci) => ci.provider === provider)?.path ?? '') ?? ''
  return { gitlab: textOf('gitlab'), github: textOf('github') }
}
