import { checkFile } from '../../checks/check-file.ts'
import { checkReadiness } from '../../checks/check-readiness.ts'
import type { ServiceKind } from './service-kind.ts'

export const compose: ServiceKind = {
  executed: false,
  check: (service, tools) => {
    const file = service.get('file')
    for (const path of file?.isList === true ? file.items() : file === undefined ? [] : [file]) checkFile(path, tools)
    checkReadiness(service.get('ready'), tools)
  },
  plan: (service, tools) => tools.map(service, { file: (file) => (file.isList ? tools.each(file, tools.path) : tools.path(file)) }),
}
