import { checkUrl } from '../../checks/check-url.ts'
import type { ServiceKind } from './service-kind.ts'

export const url: ServiceKind = {
  check: checkUrl,
  plan: (service, tools) => tools.value(service),
}
