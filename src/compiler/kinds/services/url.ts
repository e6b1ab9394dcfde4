import { checkUrl } from '../../checks/check-url.ts'
import type { ServiceKind } from './service-kind.ts'

export const url: ServiceKind = {
  executed: true,
  check: checkUrl,
  plan: (service, tools) => tools.value(service),
}
