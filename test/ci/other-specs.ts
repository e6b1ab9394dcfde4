import { ciKinds } from '../../src/compiler/kinds/ci/ci-kinds.ts'
import { planSpec } from '../support/resolve-spec.ts'
import type { Files } from '../support/resolve-spec.ts'
import { specWith } from './ci-specs.ts'

export const others = ['circleci', 'azure', 'bitbucket', 'woodpecker', 'jenkins'] as const
export type Other = (typeof others)[number]

const everyJob = 'jobs: { tests: { shards: 3, timeout: 5m }, leaks: { when: schedule, timeout: 90m }, loads: { when: manual } }'
const docker = '{ web: { compose: { file: docker-compose.yml, service: web, port: 80 } } }'
const composeFiles = { 'docker-compose.yml': 'services:\n  web:\n    image: debian-python:local\n' }
const env = '{ API_KEY: { required: true, secret: true }, REGION: { required: true }, MODE: { default: fast } }'

/** What pipelines can be about, by what is special; the same keys for each of the smaller CI systems. */
export const otherSpecs: Readonly<Record<string, Files>> = {
  'nothing said': keys(''),
  'every job': keys(`${everyJob}, on: { schedule: "0 3 * * *" }`),
  'all by hand': keys('jobs: { check: { when: manual }, tests: { when: manual }, leaks: { when: manual }, loads: { when: manual } }'),
  'shards by hand': keys('jobs: { tests: { when: manual, shards: 2 } }'),
  'leaks and loads always': keys('jobs: { leaks: { when: always }, loads: { when: always } }'),
  'only by tag': keys('on: { pullRequest: false, push: [], tag: ["v*"] }'),
  'branches and paths': keys('on: { push: [main, "release/**", "feature/*"], tag: [v1.0], changes: ["src/**", "!docs/**", "*.yaml"] }'),
  'pushes alone': keys('on: { pullRequest: false, push: [main, "release/*"] }'),
  'an engine': keys('', { services: docker }, composeFiles),
  'an engine with TLS': keys('docker: dind-tls', { services: docker }, composeFiles),
  'variables and commands': keys(
    'variables: { PLACE: "$HOME/x", YES: true, N: 1 }, before: [echo one, "echo two: # not a comment"], after: [echo three]',
    { env },
  ),
  'another way to install': keys('install: [corepack enable, pnpm install --frozen-lockfile]'),
  'a folder of a big repository': keys('folder: services/the shop, jobs: { tests: { shards: 2 } }'),
}

function keys(text: string, more: Parameters<typeof specWith>[1] = {}, files: Files = {}): Files {
  return { 'apitest.yaml': specWith(`{ ${others.map((name) => `${name}: { ${text} }`).join(', ')} }`, more), ...files }
}

/** The text of each system's file. */
export async function otherFiles(files: Files): Promise<Readonly<Record<Other, string>>> {
  const plan = await planSpec(files)
  const text = (name: Other) => {
    const ci = plan.ci?.find(({ provider }) => provider === name)
    return ci === undefined ? '' : ciKinds[name].emit(ci)
  }
  return {
    circleci: text('circleci'),
    azure: text('azure'),
    bitbucket: text('bitbucket'),
    woodpecker: text('woodpecker'),
    jenkins: text('jenkins'),
  }
}
