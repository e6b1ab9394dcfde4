import { expect, test } from 'vitest'
import { ciKinds } from '../kinds/ci/ci-kinds.ts'
import { misspeltCiVariable } from './misspelt-ci-variable.ts'

test.each([
  ['gitlab', 'CI_COMIT_BRANCH', 'CI_COMMIT_BRANCH'],
  ['gitlab', 'GITLAB_USERNAME', 'GITLAB_USER_NAME'],
  ['github', 'GITHUB_REFNAME', 'GITHUB_REF_NAME'],
  ['circleci', 'CIRCLE_BRANHC', 'CIRCLE_BRANCH'],
  ['bitbucket', 'BITBUCKET_BUILD_NUMBR', 'BITBUCKET_BUILD_NUMBER'],
  ['woodpecker', 'CI_COMMIT_PULLREQUEST', 'CI_COMMIT_PULL_REQUEST'],
  // names of their own, which a release of the system or somebody's settings may bring
  ['circleci', 'CIRCLE_TOKEN', undefined],
  ['circleci', 'CIRCLE_OIDC_TOKEN_V3', undefined],
  ['gitlab', 'CI_DEPLOY_TOKEN', undefined],
] as const)('%s: %s means %s', (system, name, meant) => {
  expect(misspeltCiVariable(name, ciKinds[system].variables)).toBe(meant)
})
