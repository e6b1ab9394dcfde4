import { checkCommand } from '../../checks/check-command.ts'
import { checkFile } from '../../checks/check-file.ts'
import { checkReadiness } from '../../checks/check-readiness.ts'
import type { ServiceKind } from './service-kind.ts'

export const container: ServiceKind = {
  executed: false,
  check: (service, tools) => {
    const context = service.get('build')?.get('context')
    if (context !== undefined) checkFile(context, tools, { kind: 'folder' })
    checkCommand(service.get('command'), tools)
    checkReadiness(service.get('ready'), tools)
  },
  plan: (service, tools) => tools.map(service, { command: tools.command, build: (build) => tools.map(build, { context: tools.path }) }),
}
