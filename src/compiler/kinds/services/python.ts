import { checkFile } from '../../checks/check-file.ts'
import type { ServiceKind } from './service-kind.ts'

export const python: ServiceKind = {
  executed: false,
  check: (service, tools) => {
    const cwd = service.get('cwd')
    if (cwd !== undefined) checkFile(cwd, tools, { kind: 'folder' })
  },
  plan: (service, tools) => tools.map(service, { cwd: tools.path }),
}
