import type { BodyKind } from './body-kind.ts'

export const form: BodyKind = {
  check: () => {},
  plan: (body, tools) => tools.value(body),
}
