import { checkCommand } from '../../checks/check-command.ts'
import { checkFile } from '../../checks/check-file.ts'
import { checkReadiness } from '../../checks/check-readiness.ts'
import type { ServiceKind } from './service-kind.ts'

export const process: ServiceKind = {
  check: (service, tools) => {
    checkCommand(service.get('command'), tools)
    const cwd = service.get('cwd')
    if (cwd !== undefined) checkFile(cwd, tools, { kind: 'folder' })
    checkReadiness(service.get('ready'), tools)
  },
  plan: (service, tools) => {
    const planned = tools.map(service, {
      command: tools.command,
      cwd: tools.path,
      ready: (ready) => tools.map(ready, { command: tools.command }),
    })
    return service.has('cwd') ? planned : tools.inOwnFolder(service, planned)
  },
}
