import type { Cursor } from '../../checks/cursor.ts'
import { checkFile } from '../../checks/check-file.ts'
import { checkReadiness } from '../../checks/check-readiness.ts'
import { checkCompose } from '../../compose/check-compose.ts'
import { alsoStarted, composeFiles, composeServiceName } from '../../compose/compose-spec.ts'
import { ComposeValues } from '../../compose/compose-values.ts'
import { planOverride } from '../../compose/plan-override.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { ComposeMap, MapValue, Value } from '../../plan/plan.ts'
import { hasTemplate } from '../../templates/parse-template.ts'
import type { PlanTools } from '../plan-tools.ts'
import type { ServiceKind } from './service-kind.ts'

export const compose: ServiceKind = {
  check: (service, tools) => {
    checkReadiness(service.get('ready'), tools)
    const file = service.get('file')
    const paths = file?.isList === true ? file.items() : file === undefined ? [] : [file]
    for (const path of paths) {
      if (hasTemplate(path.text ?? '')) tools.report(problems.badComposeFile(path.text ?? '', 'its path holds `${…}`'), { cursor: path })
    }
    if (paths.every((path) => checkFile(path, tools, { missing: problems.missingComposeFile }) !== undefined))
      tools.later(() => checkCompose(service, tools))
  },
  plan: (service, tools) => {
    const stack = stackOf(service, tools)
    const overrides = stack.map((member) => tools.generated(overridePath(member)))
    const files = composeFiles(service).map((path): Value => ({ kind: 'literal', value: path }))
    // Compose reads all files of the stack, so every service of it knows what any of them needs.
    const variables = new Map(stack.flatMap((member) => overrideOf(member, tools).variables.entries))
    const own = tools.map(service, { ready: (ready) => tools.map(ready, { command: tools.command }) })
    const kept = own.entries.filter(([key]) => key !== 'file' && key !== 'override')
    return {
      kind: 'map',
      entries: [
        ['files', { kind: 'list', items: [...files, ...overrides] }],
        ...kept,
        ...(variables.size > 0 ? [['variables', { kind: 'map', entries: [...variables] }] as const] : []),
      ],
    }
  },
  composeFile: (service, tools) => {
    const files = composeFiles(service)
    const path = overridePath(service)
    return {
      path,
      about: [
        `What changes in ${files.join(', ')} for the tests of \`${nameOf(service)}\`.`,
        'A run adds it to those files; paths in it start at the folder of the first.',
      ],
      content: overrideOf(service, tools).content,
    }
  },
}

function nameOf(compose: Cursor): string {
  return compose.parent?.name ?? ''
}

function overridePath(compose: Cursor): string {
  return `compose/${nameOf(compose)}.override.yaml`
}

/** Services of the same compose files run as one stack, so that they reach each other. */
function stackOf(compose: Cursor, tools: PlanTools): Cursor[] {
  const files = JSON.stringify(composeFiles(compose))
  const all = tools.services().flatMap((service) => service.get(compose.name) ?? [])
  return all.filter((other) => JSON.stringify(composeFiles(other)) === files)
}

function overrideOf(compose: Cursor, tools: PlanTools): { content: ComposeMap; variables: MapValue } {
  const port = compose.get('port')!
  const values = new ComposeValues({ findEnv: tools.env, port: tools.value(port) })
  const override = compose.get('override')
  const stack = stackOf(compose, tools)
  const content = planOverride({
    facts: tools.compose(composeFiles(compose)),
    service: composeServiceName(compose),
    also: alsoStarted(compose),
    others: stack.map(composeServiceName),
    port: values.scalar(tools.value(port)) as string | number,
    override: override === undefined ? { kind: 'map', entries: [] } : tools.map(override, {}),
    values,
  })
  return { content, variables: values.variables }
}
