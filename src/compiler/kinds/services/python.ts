import { checkFile } from '../../checks/check-file.ts'
import { checkPythonModule } from '../../checks/check-python-module.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { ServiceKind } from './service-kind.ts'

/** Modules and what is in them, at least one of each. */
const target = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)+$/u

export const python: ServiceKind = {
  check: (service, tools) => {
    const cwd = service.get('cwd')
    if (cwd !== undefined) checkFile(cwd, tools, { kind: 'folder' })
    checkPythonModule(service, tools)
  },
  checkMock: (mock, tools) => {
    if (!target.test(mock.name))
      tools.report(problems.badMockTarget(mock.name, 'module.function', 'server.predict'), { cursor: mock, at: 'key' })
  },
  plan: (service, tools) => {
    const planned = tools.map(service, {
      cwd: tools.path,
      python: (python) => (python.text?.includes('/') === true ? tools.path(python) : tools.value(python)),
    })
    return service.has('cwd') ? planned : tools.inOwnFolder(service, planned)
  },
}
