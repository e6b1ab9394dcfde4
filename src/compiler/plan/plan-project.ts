import { relative, resolve, sep } from 'node:path'
import type { Cursor } from '../checks/cursor.ts'
import { fixtureKindOf, serviceKindOf } from '../kinds/kind-of.ts'
import type { PlanTools } from '../kinds/plan-tools.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'
import type { MapValue, Plan, PlannedEnv, PlannedFlow, PlannedRequest, PlannedService } from './plan.ts'
import { planCi } from './plan-ci.ts'
import { planLeaks } from './plan-leak.ts'
import { planLoads } from './plan-load.ts'
import { planReplaceable } from './plan-replaceable.ts'
import { planExpect, planRequestKeys } from './plan-request.ts'
import { planStep } from './plan-step.ts'
import { planSession } from './plan-session.ts'
import { planStub } from './plan-stub.ts'
import { planSuites } from './plan-suites.ts'
import { planTools } from './plan-tools.ts'
import { usesOf } from './visit-expressions.ts'

export interface PlanOptions {
  /** The folder of the generated files, absolute or relative to the project's folder. */
  readonly output: string
  /** The package around the generated files is CommonJS. @default false */
  readonly commonJs?: boolean
}

/** Lays out what is to be generated. Pure: the same spec gives the same plan, in the order of the YAML. */
export function planProject(spec: ResolvedSpec, { output, commonJs = false }: PlanOptions): Plan {
  const { names } = spec
  const folder = folderFrom(resolve(spec.root, output), spec.root)
  const toOutput = folderFrom(spec.root, resolve(spec.root, output))
  const tools = planTools(
    { isAsynchronous: (name) => names.isAsynchronous(name), isFlow: (name) => names.has('flows', name) },
    { names, compose: spec.compose, folder, output: toOutput },
  )
  const requests = new Map([...names.all('requests')].map(([name, request]) => [name, planRequest(request, tools)]))
  const flows = new Map([...names.all('flows')].map(([name, flow]) => [name, planFlow(flow, { spec, tools, requests })]))
  const replaceable = planReplaceable(spec, folder)
  const plan: Plan = {
    name: spec.name,
    specs: spec.files.map(({ file }) => file),
    folder,
    env: [...names.all('env').values()].map((variable) => planEnv(variable)),
    variables: [...names.all('variables')].map(([name, variable]) => ({
      name,
      value: tools.value(variable),
      ...(!names.isUsed('variables', name) && { unused: true as const }),
    })),
    defaults: spec.defaults && planRequestKeys(spec.defaults, tools),
    services: [...names.all('services').values()].map((service) => planService(service, tools)),
    stubs: [...names.all('stubs').values()].map((stub) => planStub(stub, tools)),
    fixtures: [...names.all('fixtures').values()].map((fixture) => fixtureKindOf(fixture).kind.plan(fixture, tools)),
    requests: [...requests.values()],
    flows: [...flows.values()],
    suites: planSuites({ spec, tools, requests, flows }),
    ...(spec.session !== undefined && { session: planSession(spec.session, tools) }),
    ...(replaceable.length > 0 && { replaceable }),
    ...(commonJs && { commonJs }),
    hooks: spec.hooks,
    ...(spec.openapi !== undefined && { openapi: spec.openapi }),
    leaks: planLeaks({ spec, tools, requests, flows }),
    loads: planLoads({ spec, tools, requests, flows }),
  }
  const ci = planCi({ spec, plan, output: toOutput })
  return ci.length === 0 ? plan : { ...plan, ci }
}

function folderFrom(output: string, root: string): string {
  const way = relative(output, root).split(sep).join('/')
  return way === '' ? './' : `${way}/`
}

function planEnv(variable: Cursor): PlannedEnv {
  return {
    name: variable.name,
    required: variable.get('required')?.value === true,
    secret: variable.get('secret')?.value === true,
    default: variable.get('default')?.text,
    description: variable.get('description')?.text,
  }
}

/** What is said of a service but not needed to start it. */
const describing = new Set(['description', 'allowLoad'])

function planService(service: Cursor, tools: PlanTools): PlannedService {
  const { name: key, kind } = serviceKindOf(service)
  const entries = service.entries().filter((entry) => !describing.has(entry.name))
  const value: MapValue = {
    kind: 'map',
    entries: entries.map((entry) => {
      if (entry.name === key) return [key, kind.plan(entry, tools)]
      return [entry.name, entry.name === 'failIf' ? planExpect(entry, tools) : tools.value(entry)]
    }),
  }
  const cursor = service.get(key)
  const composeFile = cursor && kind.composeFile?.(cursor, tools)
  return { name: service.name, kind: key, value, ...(composeFile !== undefined && { composeFile }) }
}

function planRequest(request: Cursor, tools: PlanTools): PlannedRequest {
  const value = planRequestKeys(request, tools)
  return { name: request.name, description: request.get('description')?.text, value, uses: usesOf(value) }
}

function planFlow(
  flow: Cursor,
  context: { spec: ResolvedSpec; tools: PlanTools; requests: ReadonlyMap<string, PlannedRequest> },
): PlannedFlow {
  const params = flow.get('params')?.entries() ?? []
  return {
    name: flow.name,
    description: flow.get('description')?.text,
    params: params.map((param) => ({ name: param.name, default: param.value === null ? undefined : context.tools.value(param) })),
    steps:
      flow
        .get('steps')
        ?.items()
        .map((step) => planStep(step, context)) ?? [],
  }
}
