import type { Expression, MapValue, Plan, PlannedLoad, PlannedStep, Value } from '../../../plan/plan.ts'
import type { LoadScript, ScriptConstant, ScriptFlow, ScriptRequest, ScriptStep } from './load-script.ts'
import { capturesOf } from './captures-of.ts'
import { isChanging, expressionsIn } from './expressions-in.ts'
import { readMade } from './read-made.ts'
import { readPace } from './read-pace.ts'
import { readRequest, textOf } from './read-request.ts'
import type { RequestSurroundings } from './read-request.ts'
import { readThresholds } from './read-thresholds.ts'
import type { Endpoint } from './read-thresholds.ts'
import { writtenExpression } from './written.ts'

/** Everything that a script of the profile says, independent of the language that it is written in. */
export function buildScript(plan: Plan, load: PlannedLoad): LoadScript {
  const impossible: string[] = []
  const around: RequestSurroundings = {
    defaults: plan.defaults,
    requests: new Map(plan.requests.map(({ name, value }) => [name, value])),
    services: new Map(plan.services.map(({ name, value }) => [name, value])),
    fixturePath: (name) => bytesPath(plan, name),
    impossible,
  }
  const flows = new Map<string, ScriptFlow>()
  const readSteps = (steps: readonly PlannedStep[]): ScriptStep[] =>
    steps.map((step) => (step.kind === 'request' ? readRequest(step, around) : readCall(step)))
  const readCall = (step: PlannedStep & { kind: 'flow' }): ScriptStep => {
    const planned = plan.flows.find(({ name }) => name === step.flow)
    if (planned !== undefined && !flows.has(step.flow)) {
      const steps = readSteps(planned.steps)
      flows.set(step.flow, { name: step.flow, params: planned.params, steps })
    }
    return { kind: 'flow', flow: step.flow, args: step.args.entries, captures: capturesOf(flows.get(step.flow)?.steps ?? []) }
  }
  const tasks = load.tasks.map(({ name, weight, tags = [], steps }) => {
    const read = readSteps(steps)
    return {
      name,
      weight: weightOf(weight, impossible),
      tags,
      steps: read,
      readsRow: valuesOf(read).some((value) => expressionsIn(value).some(({ kind }) => kind === 'row')),
    }
  })
  const order = textOf(load.settings.entries.find(([key]) => key === 'order')?.[1]) ?? 'sequential'
  const rows = load.data && { value: load.data, order: order as 'sequential' | 'random' | 'unique' }
  const made = readMade(
    plan,
    [...tasks, ...flows.values()].flatMap((part) => valuesOf(part.steps)),
    { readStep: (step) => readRequest(step, around), valuesOf: requestValues },
  )
  const endpoints = endpointsOf(tasks, flows)
  for (const { flow } of made) flows.set(flow.name, flow)
  const values = [...tasks, ...flows.values()].flatMap((part) => valuesOf(part.steps)).concat(rows?.value ?? [])
  const used = collectUsed(plan, values, { impossible, made: new Set(made.map(({ name }) => name)) })
  const steps = [...tasks, ...flows.values()].flatMap((part) => part.steps)
  const requests = steps.filter((step) => step.kind === 'request')
  const names = new Set([...requests.flatMap(({ service }) => service ?? []), ...used.services])
  return {
    name: load.name,
    description: load.description,
    source: load.place.file,
    folder: `../../${plan.folder}`.replace(/\/$/, ''),
    movable: load.cluster !== undefined,
    services: plan.services.filter(({ name }) => names.has(name)).map(({ name, value }) => ({ name, url: urlOf(value) })),
    env: plan.env.filter(({ name }) => used.env.has(name)),
    constants: used.constants,
    changing: used.changing,
    flows: [...flows.values()],
    made: made.map(({ name, flow }) => ({ name, flow: flow.name })),
    tasks,
    rows,
    pace: readPace(load.settings, impossible),
    thresholds: readThresholds(load.thresholds, { ...endpoints, impossible }),
    impossible: [...new Set(impossible)],
  }
}

/** What statistics have a line for, and which of these a task sends. */
function endpointsOf(
  tasks: LoadScript['tasks'],
  flows: ReadonlyMap<string, ScriptFlow>,
): { endpoints: Endpoint[]; tasks: Map<string, Endpoint[]> } {
  const sent = (steps: readonly ScriptStep[]): Endpoint[] =>
    steps.flatMap((step) =>
      step.kind === 'request' ? [{ name: step.name, method: step.method }] : sent(flows.get(step.flow)?.steps ?? []),
    )
  return {
    endpoints: unique(tasks.flatMap(({ steps }) => sent(steps))),
    tasks: new Map(tasks.map(({ name, steps }) => [name, unique(sent(steps))])),
  }
}

function unique(endpoints: readonly Endpoint[]): Endpoint[] {
  return [...new Map(endpoints.map((one) => [`${one.method} ${one.name}`, one])).values()]
}

function weightOf(weight: Value | undefined, impossible: string[]): number {
  if (weight === undefined) return 1
  if (weight.kind === 'literal' && typeof weight.value === 'number') return weight.value
  impossible.push('`weight`, whose value is only known when apitest runs it')
  return 1
}

function valuesOf(steps: readonly ScriptStep[]): Value[] {
  return steps.flatMap((step) => (step.kind === 'flow' ? step.args.map(([, value]) => value) : requestValues(step)))
}

function requestValues({ path, query, headers, cookies, login, body, checks }: ScriptRequest): Value[] {
  const entries = [...query, ...headers, ...cookies].map(([, value]) => value)
  const credentials = login === undefined ? [] : [login.username, login.password]
  return [path, ...entries, ...credentials, ...(body === undefined ? [] : bodyValues(body)), ...checkValues(checks)]
}

function bodyValues(body: NonNullable<ScriptRequest['body']>): Value[] {
  switch (body.kind) {
    case 'json':
      return [body.value, ...body.changes.flatMap((change) => (change.kind === 'set' ? [change.value] : []))]
    case 'text':
      return [body.value]
    case 'form':
      return body.fields.map(([, value]) => value)
    case 'file':
      return fileValue(body.file)
    case 'multipart':
      return body.fields.flatMap(({ content, fileName, contentType }) => [
        ...(content.kind === 'file' ? fileValue(content.file) : [content.value]),
        ...(fileName === undefined ? [] : [fileName]),
        ...(contentType === undefined ? [] : [contentType]),
      ])
  }
}

function fileValue(file: { readonly kind: string; readonly fixture?: string }): Value[] {
  if (file.fixture === undefined) return []
  return [{ kind: 'expression', expression: { kind: 'fixture', name: file.fixture, path: [], asynchronous: false } }]
}

/** Conditions hold values at any depth. */
function checkValues(part: unknown): Value[] {
  if (Array.isArray(part)) return part.flatMap(checkValues)
  if (typeof part !== 'object' || part === null) return []
  const { value, ...others } = part as { value?: Value }
  const own = typeof value === 'object' && 'kind' in value ? [value] : []
  return [...own, ...Object.values(others).flatMap(checkValues)]
}

interface Used {
  readonly env: ReadonlySet<string>
  readonly services: ReadonlySet<string>
  readonly constants: readonly ScriptConstant[]
  readonly changing: ReadonlyMap<string, Value>
}

/** Follows values to the variables, fixtures and environment variables that they read. */
function collectUsed(
  plan: Plan,
  values: readonly Value[],
  { impossible, made }: { impossible: string[]; made: ReadonlySet<string> },
): Used {
  const used = {
    env: new Set<string>(),
    services: new Set<string>(),
    constants: [] as ScriptConstant[],
    changing: new Map<string, Value>(),
  }
  const seen = new Set<string>()
  const follow = (expression: Expression): void => {
    if (expression.kind === 'env') used.env.add(expression.name)
    else if (expression.kind === 'service' && expression.property === 'url') used.services.add(expression.name)
    else if (expression.kind === 'variable' || (expression.kind === 'fixture' && !expression.asynchronous)) {
      const key = `${expression.kind} ${expression.name}`
      if (!seen.has(key)) {
        seen.add(key)
        addConstant(expression.kind, expression.name)
      }
      if (expression.path.length > 0 && isChangingConstant(plan, expression))
        impossible.push(`a part of \`${writtenExpression(expression)}\``)
    } else if (!(expression.kind === 'fixture' && made.has(expression.name)) && isUnknown(expression))
      impossible.push(`\`${writtenExpression(expression)}\``)
  }
  const addConstant = (kind: 'variable' | 'fixture', name: string): void => {
    const fixture = plan.fixtures.find((one) => one.name === name)
    const value = kind === 'variable' ? plan.variables.find((one) => one.name === name)?.value : undefined
    const inner = kind === 'variable' ? value : fixture?.kind === 'data' ? fixture.value : undefined
    if (inner === undefined) return
    for (const expression of expressionsIn(inner)) follow(expression)
    if (isChanging(inner, plan)) {
      used.changing.set(
        `${kind} ${name}`,
        kind === 'variable' ? inner : ((inner.kind === 'map' ? inner.entries[0]?.[1] : undefined) ?? inner),
      )
      return
    }
    if (kind === 'variable') used.constants.push({ kind, name, value: inner })
    else if (fixture?.kind === 'data') {
      if (fixture.value.entries.some(([key]) => key === 'yaml'))
        impossible.push(`the fixture \`${name}\`, which is YAML (JSON can be read)`)
      used.constants.push({ kind, name, fixture })
    }
  }
  for (const value of values) for (const expression of expressionsIn(value)) follow(expression)
  return used
}

function isChangingConstant(plan: Plan, expression: Expression & { kind: 'variable' | 'fixture' }): boolean {
  const list: readonly { name: string; value?: Value | MapValue }[] = expression.kind === 'variable' ? plan.variables : plan.fixtures
  const value = list.find(({ name }) => name === expression.name)?.value
  return value !== undefined && isChanging(value, plan)
}

function isUnknown(expression: Expression): boolean {
  if (expression.kind === 'call') return ['faker', 'number', 'string'].includes(expression.function)
  if (expression.kind === 'service') return expression.property !== 'url'
  return !['env', 'capture', 'row', 'param', 'variable'].includes(expression.kind)
}

/** The file of a fixture that gives bytes. */
function bytesPath(plan: Plan, name: string): string | undefined {
  const fixture = plan.fixtures.find((one) => one.name === name)
  return fixture?.kind === 'data' ? textOf(fixture.value.entries.find(([key]) => key === 'file')?.[1]) : undefined
}

/** Where a service listens, if that does not change from run to run. */
function urlOf({ entries }: MapValue): string | undefined {
  const url = textOf(entries.find(([key]) => key === 'url')?.[1])
  if (url !== undefined) return url.replace(/\/+$/, '')
  for (const kind of ['process', 'node', 'python', 'compose', 'container']) {
    const settings = entries.find(([key]) => key === kind)?.[1]
    const port = settings?.kind === 'map' ? settings.entries.find(([key]) => key === 'port')?.[1] : undefined
    if (kind === 'process' && port?.kind === 'literal' && typeof port.value === 'number') return `http://127.0.0.1:${port.value}`
  }
  return undefined
}
