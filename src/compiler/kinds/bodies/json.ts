import type { BodyKind } from './body-kind.ts'

export const json: BodyKind = {
  check: () => {},
  plan: (body, tools) => tools.value(body),
}
