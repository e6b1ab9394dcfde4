import type { Ci } from '../../../spec/types.gen.ts'
import type { CiKind } from './ci-kind.ts'
import { azure } from './azure/azure.ts'
import { bitbucket } from './bitbucket/bitbucket.ts'
import { circleci } from './circleci/circleci.ts'
import { github } from './github/github.ts'
import { gitlab } from './gitlab/gitlab.ts'
import { jenkins } from './jenkins/jenkins.ts'
import { woodpecker } from './woodpecker/woodpecker.ts'

/** Every CI system; `tsc` names what the schema has and this lacks. */
export const ciKinds: { readonly [Name in keyof Required<Ci>]: CiKind } = {
  gitlab,
  github,
  circleci,
  azure,
  bitbucket,
  woodpecker,
  jenkins,
}
