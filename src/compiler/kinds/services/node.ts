import type { ServiceKind } from './service-kind.ts'

export const node: ServiceKind = {
  executed: false,
  check: () => {},
  plan: (service, tools) => tools.map(service, { app: tools.path }),
}
