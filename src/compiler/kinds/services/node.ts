import { checkModule } from '../../checks/check-module.ts'
import { parseModuleName } from '../../checks/module-name.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { ServiceKind } from './service-kind.ts'

export const node: ServiceKind = {
  inTests: true,
  check: (service, tools) => {
    const app = service.get('app')
    if (app?.text === undefined) return
    const { path, name, nameStart } = parseModuleName(app.text)
    checkModule(
      { file: app.file, path, name: name ?? 'default' },
      {
        module: { cursor: app, span: { start: 0, end: path.length } },
        export: { cursor: app, span: { start: nameStart, end: app.text.length } },
      },
      tools,
    )
  },
  checkMock: (mock, tools) => {
    const { path, name, nameStart } = parseModuleName(mock.name)
    if (name === undefined || mock.name.endsWith(')')) {
      tools.report(problems.badMockTarget(mock.name, 'module#export', 'src/prices.ts#lookUp'), { cursor: mock, at: 'key' })
      return
    }
    if (mock.has('autospec')) tools.report(problems.autospecInNode(), { cursor: mock.get('autospec') ?? mock, at: 'key' })
    // Targets name the same function in every file of the project, so they start at its folder.
    checkModule(
      { file: '', path, name },
      {
        module: { cursor: mock, at: 'key', span: { start: 0, end: path.length } },
        export: { cursor: mock, at: 'key', span: { start: nameStart, end: mock.name.length } },
      },
      tools,
    )
  },
  plan: (service, tools) => tools.map(service, { app: tools.module }),
}
