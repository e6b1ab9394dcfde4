import type { BodyKind } from './body-kind.ts'

export const graphql: BodyKind = {
  check: () => {},
  plan: (body, tools) => tools.value(body),
}
