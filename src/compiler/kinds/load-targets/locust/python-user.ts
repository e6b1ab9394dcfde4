import { bracketed, hard, indent, joined } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import { capturesOf } from '../script/captures-of.ts'
import type { LoadScript, ScriptFlow, ScriptTask } from '../script/load-script.ts'
import { snakeCase } from '../script/local-names.ts'
import { wholeWeights } from '../script/whole-weights.ts'
import { isRead } from './python-constants.ts'
import { quote } from './python-literal.ts'
import type { PythonModule } from './python-module.ts'
import type { PythonPace } from './python-pace.ts'
import type { UserClass } from './python-request.ts'
import { rowLines } from './python-rows.ts'
import { emitSteps } from './python-steps.ts'
import { emitValue } from './python-value.ts'
import type { PythonScope } from './python-value.ts'
import { requestsOf, userClass } from './user-class.ts'

interface Around {
  readonly script: LoadScript
  readonly module: PythonModule
  readonly user: UserClass
}

/** The class of users: where they send to, how they wait, their flows and tasks as methods. */
export function emitUser(script: LoadScript, module: PythonModule, pace: PythonPace): Doc {
  const user = userClass(script)
  const around: Around = { script, module, user }
  const settings = [...hostSetting(around), ...pace.settings, ...clientSettings(around)]
  const weights = wholeWeights(script.tasks.map(({ weight }) => weight))
  const members = [
    ...startMethod(pace, around),
    ...script.flows.map((flow) => emitFlow(flow, around)),
    ...script.tasks.map((task, index) => emitTask(task, { ...around, name: module.tasks[index] ?? '', weight: weights[index] ?? 1 })),
  ]
  return [
    `class ${module.className}(${module.use('locust', user.kind)}):`,
    indent([hard, joined(settings, hard), ...members.flatMap((member): Doc[] => ['\n', hard, member])]),
  ]
}

function hostSetting({ script, module, user: { service } }: Around): Doc[] {
  if (service === undefined) return []
  const url = module.urls.get(service) ?? ''
  if (isRead(script, service)) return [`host = ${url}`]
  const known = script.services.find(({ name }) => name === service)?.url
  return [`host = ${module.use('os')}.environ.get(${quote(url)}${known === undefined ? '' : `, ${quote(known)}`})`]
}

/** HttpUser takes a time limit with each request, and redirects of its session. */
function clientSettings({ script, user }: Around): Doc[] {
  if (user.kind === 'HttpUser') return []
  const timeout = (requestsOf(script)[0]?.timeoutMs ?? 30_000) / 1000
  return ['insecure = False', `connection_timeout = network_timeout = ${timeout}`, `max_redirects = ${mostRedirects(script)}`]
}

function mostRedirects(script: LoadScript): number {
  return Math.max(...requestsOf(script).map(({ redirects }) => redirects), 1)
}

function startMethod({ start }: PythonPace, { script, user }: Around): Doc[] {
  const lines = user.kind === 'HttpUser' ? [`self.client.max_redirects = ${mostRedirects(script)}`, ...start] : start
  return lines.length === 0 ? [] : [['def on_start(self):', indent([hard, joined(lines, hard)])]]
}

function emitFlow({ name, params: taken, steps }: ScriptFlow, { module, user }: Around): Doc {
  const locals = module.names.inner()
  const params = new Map(taken.map((param) => [param.name, locals.take(snakeCase(param.name, 'value'))]))
  const scope: PythonScope = { module, captures: new Map(), params }
  const list = taken.map((param): Doc =>
    param.default === undefined ? (params.get(param.name) ?? '') : [`${params.get(param.name) ?? ''}=`, emitValue(param.default, scope)],
  )
  const { lines, captures } = emitSteps(steps, { scope, user, locals })
  const made = capturesOf(steps).flatMap((capture): Doc[] =>
    captures.get(capture) === undefined ? [] : [`${quote(capture)}: ${captures.get(capture) ?? ''}`],
  )
  const last: Doc[] = made.length === 0 ? [] : [['return ', bracketed('{', made, { close: '}' })]]
  return [
    bracketed(`def ${module.flows.get(name) ?? ''}(`, ['self', ...list], { close: ')' }),
    ':',
    indent([hard, joined([...lines, ...last], hard)]),
  ]
}

function emitTask(task: ScriptTask, { script, module, user, name, weight }: Around & { name: string; weight: number }): Doc {
  const scope: PythonScope = { module, captures: new Map(), params: new Map() }
  const { lines } = emitSteps(task.steps, { scope, user, locals: module.names.inner() })
  const tags: Doc[] =
    task.tags.length === 0 ? [] : [bracketed(`@${module.use('locust', 'tag')}(`, task.tags.map(quote), { close: ')' }), hard]
  const start = task.readsRow ? rowLines(script, module) : []
  return [
    ...tags,
    `@${module.use('locust', 'task')}${weight === 1 ? '' : `(${weight})`}`,
    hard,
    `def ${name}(self):`,
    indent([hard, joined([...start, ...lines], hard)]),
  ]
}
