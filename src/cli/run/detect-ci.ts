import type { Host } from '../host.ts'
import { isCI } from '../terminal/style.ts'

/** The CI that runs this process, by name; `CI` for any other that says so. */
export function detectCI(env: Host['env']): string | undefined {
  const known = providers.find(([variable]) => env[variable] !== undefined && env[variable] !== '' && env[variable] !== 'false')
  if (known) return known[1]
  if (env['CI'] === 'woodpecker') return 'Woodpecker'
  return isCI(env) ? 'CI' : undefined
}

const providers = [
  ['GITHUB_ACTIONS', 'GitHub Actions'],
  ['GITLAB_CI', 'GitLab CI'],
  ['JENKINS_URL', 'Jenkins'],
  ['CIRCLECI', 'CircleCI'],
  ['BUILDKITE', 'Buildkite'],
  ['TF_BUILD', 'Azure Pipelines'],
  ['BITBUCKET_BUILD_NUMBER', 'Bitbucket Pipelines'],
  ['TEAMCITY_VERSION', 'TeamCity'],
  ['DRONE', 'Drone'],
  ['TRAVIS', 'Travis CI'],
] as const
