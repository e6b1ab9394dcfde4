import type { BodyKind } from './body-kind.ts'

export const text: BodyKind = {
  check: () => {},
  plan: (body, tools) => tools.value(body),
}
