import { posix } from 'node:path'
import { checkCommand } from '../../checks/check-command.ts'
import { checkFile } from '../../checks/check-file.ts'
import { checkReadiness } from '../../checks/check-readiness.ts'
import type { Cursor } from '../../checks/cursor.ts'
import { checkDockerfile } from '../../compose/check-dockerfile.ts'
import { ComposeValues } from '../../compose/compose-values.ts'
import { planContainer } from '../../compose/plan-container.ts'
import type { ComposeMap, MapValue, Value } from '../../plan/plan.ts'
import { planPrefix } from '../../compose/plan-prefix.ts'
import type { PlanTools } from '../plan-tools.ts'
import type { ServiceKind } from './service-kind.ts'

export const container: ServiceKind = {
  check: (service, tools) => {
    const build = service.get('build')
    const context = build?.get('context')
    if (context !== undefined) checkFile(context, tools, { kind: 'folder' })
    if (build !== undefined) checkDockerfile(build, { folder: posix.dirname(service.file), tools })
    checkCommand(service.get('command'), tools)
    checkReadiness(service.get('ready'), tools)
  },
  plan: (service, tools) => {
    const { variables } = fileOf(service, tools)
    const ready = service.get('ready')
    return {
      kind: 'map',
      entries: [
        ['files', { kind: 'list', items: [tools.generated(filePath(service))] }],
        ['service', { kind: 'literal', value: nameOf(service) }],
        ['port', tools.value(service.get('port')!)],
        ...(ready === undefined ? [] : [['ready', tools.map(ready, { command: tools.command })] as const]),
        ...(variables.entries.length > 0 ? [['variables', variables] as const] : []),
      ],
    }
  },
  composeFile: (service, tools) => ({
    path: filePath(service),
    about: [
      `The container \`${nameOf(service)}\`; paths in it start at the folder of the spec. By hand, in that folder:`,
      `docker compose --project-directory . -f ${String(literalOf(tools.generated(filePath(service))))} up`,
    ],
    content: fileOf(service, tools).content,
  }),
}

function nameOf(container: Cursor): string {
  return container.parent?.name ?? ''
}

function filePath(container: Cursor): string {
  return `compose/${nameOf(container)}.yaml`
}

function literalOf(value: Value): unknown {
  return value.kind === 'literal' ? value.value : undefined
}

function fileOf(container: Cursor, tools: PlanTools): { content: ComposeMap; variables: MapValue } {
  const values = new ComposeValues({ findEnv: tools.env, port: tools.value(container.get('port')!) })
  const folder = posix.dirname(container.file)
  const planned = tools.map(container, {
    command: tools.command,
    build: (build) => tools.map(build, { context: tools.path }),
    volumes: (volumes) => tools.each(volumes, (entry) => planPrefix(tools.value(entry), { from: /^\.\.?(?=\/)/, folder })),
  })
  return { content: planContainer(nameOf(container), planned, values), variables: values.variables }
}
