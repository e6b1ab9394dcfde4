import type { Ci } from '../../../spec/types.gen.ts'
import type { CiKind } from './ci-kind.ts'
import { github } from './github/github.ts'
import { gitlab } from './gitlab/gitlab.ts'

/** Every CI system; `tsc` names what the schema has and this lacks. Undefined: not written yet. */
export const ciKinds: { readonly [Name in keyof Required<Ci>]: CiKind | undefined } = {
  gitlab,
  github,
  circleci: undefined,
  azure: undefined,
  bitbucket: undefined,
  woodpecker: undefined,
  jenkins: undefined,
}
