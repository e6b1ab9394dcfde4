import { hard, indent, joined, print, bracketed } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import { capturesOf } from '../script/captures-of.ts'
import type { LoadScript, ScriptConstant, ScriptRequest, ScriptStep } from '../script/load-script.ts'
import { snakeCase } from '../script/local-names.ts'
import type { LocalNames } from '../script/local-names.ts'
import { madeValue } from '../script/read-made.ts'
import { wholeWeights } from '../script/whole-weights.ts'
import { locustAbout } from './locust-about.ts'
import { emitPace } from './python-pace.ts'
import { emitThresholds } from './python-thresholds.ts'
import { helperNeeds, pythonHelpers } from './python-helpers.ts'
import { quote } from './python-literal.ts'
import { PythonModule } from './python-module.ts'
import { emitRequest, folderOf } from './python-request.ts'
import type { UserClass } from './python-request.ts'
import { emitAsText, emitExpression, emitValue } from './python-value.ts'
import type { PythonScope } from './python-value.ts'

/** The profile as a Locust file: one class of users, tasks with their weights, checks on every answer. */
export function locustfile(script: LoadScript): string {
  const about = locustAbout(script)
  if (script.impossible.length > 0) return refusal(about, script.impossible)
  const module = new PythonModule(script)
  const user = userClass(script)
  const pace = emitPace(script, module)
  const constants = emitConstants(script, module)
  const rows = emitRows(script, module)
  const early = new Set(module.helpers)
  const body = emitClass({ script, module, user, pace: { ...pace, start: [...makeFixtures(script, module), ...pace.start] } })
  const listeners = [...pace.listeners, ...emitThresholds(script, module)]
  followHelpers(module)
  const folder = emitFolder(script, module)
  const fixtures = fixtureConstants(script, module)
  const imports = module.importLines()
  const top = [...folder, ...constants, ...rows, ...fixtures, ...pace.constants]
  const first = helperTexts(module, (name) => early.has(name))
  const blocks = [...helperTexts(module, (name) => !early.has(name)), body, ...pace.shape, ...listeners].map((block) => printed(block))
  return `"""${about.join('\n')}\n"""\n\n${imports.join('\n')}\n\n${first.map((text) => `\n${text}\n\n`).join('')}${first.length > 0 && top.length > 0 ? '\n' : ''}${top.length === 0 ? '' : `${printed(joined(top, hard))}\n\n`}\n${blocks.join('\n\n\n')}\n`
}

function printed(doc: Doc): string {
  return print(doc, { width: 88, step: 4 })
}

function refusal(about: readonly string[], impossible: readonly string[]): string {
  const lines = impossible.map((what) => `    ${quote(`- ${what}`)},`)
  return `"""${about.join('\n')}\n"""\n\nimport sys\n\nREASONS = [\n${lines.join('\n')}\n]\n\nsys.exit(\n    "Only apitest itself can run this load profile; Locust has no words for:\\n"\n    + "\\n".join(REASONS)\n)\n`
}

function emitFolder({ folder, movable }: LoadScript, module: PythonModule): Doc[] {
  if (!module.has('FOLDER')) return []
  const beside = `Path(__file__).parent / ${quote(folder)}`
  if (!movable) return [`FOLDER = ${beside}`]
  return [
    [
      'FOLDER = ',
      bracketed('Path(', [[bracketed(`${module.use('os')}.environ.get(`, ['"PROJECT_FOLDER"', beside], { close: ')' })]], { close: ')' }),
    ],
  ]
}

function requestsOf({ tasks, flows }: LoadScript): readonly ScriptRequest[] {
  return [...tasks, ...flows].flatMap(({ steps }) => steps.filter((step) => step.kind === 'request'))
}

/** FastHttpUser costs a fraction of HttpUser; only the latter sends files, digest credentials, cookies of its own and has a timeout for each request. */
function userClass(script: LoadScript): UserClass {
  const requests = requestsOf(script)
  const needsMore = requests.some(
    ({ body, login, cookies, captures }) =>
      body?.kind === 'multipart' ||
      login?.kind === 'digest' ||
      cookies.length > 0 ||
      captures.some(({ source }) => source.kind === 'cookie'),
  )
  const timeouts = new Set(requests.map(({ timeoutMs }) => timeoutMs))
  return {
    kind: needsMore || timeouts.size > 1 ? 'HttpUser' : 'FastHttpUser',
    service: requests.find(({ service }) => service !== undefined)?.service,
  }
}

function emitConstants(script: LoadScript, module: PythonModule): Doc[] {
  const scope: PythonScope = { module, captures: new Map(), params: new Map() }
  const main = userClass(script).service
  const urls = script.services.flatMap(({ name, url }): Doc[] =>
    name === main && !isRead(script, name)
      ? []
      : [`${module.urls.get(name) ?? ''} = ${environment(module, module.urls.get(name) ?? '', url)}`],
  )
  const env = script.env.map(({ name, default: fallback }) => `${module.env.get(name) ?? ''} = ${environment(module, name, fallback)}`)
  const data = script.constants.map((constant): Doc => [
    `${module.constants.get(`${constant.kind} ${constant.name}`) ?? ''} = `,
    emitConstant(constant, scope),
  ])
  return [...urls, ...env, ...data]
}

/** Whether the address of the main service stands anywhere but in front of a path. */
function isRead(script: LoadScript, service: string): boolean {
  return JSON.stringify([script.tasks, script.flows, script.constants]).includes(
    JSON.stringify({ kind: 'service', name: service, property: 'url' }),
  )
}

function environment(module: PythonModule, name: string, fallback: string | undefined): string {
  module.use('os')
  return fallback === undefined ? `os.environ[${quote(name)}]` : `os.environ.get(${quote(name)}, ${quote(fallback)})`
}

function emitConstant(constant: ScriptConstant, scope: PythonScope): Doc {
  if (constant.kind === 'variable') return emitValue(constant.value, scope)
  const { module } = scope
  const [kind, value] = constant.fixture.value.entries[0] ?? ['value', { kind: 'literal', value: null } as const]
  if (kind === 'value') return emitValue(value, scope)
  const path: Doc = ['(', folderOf(module), ' / ', emitAsText(value, scope), ')']
  switch (kind) {
    case 'json':
      return bracketed(`${module.use('json')}.loads(`, [[path, '.read_text("utf-8")']], { close: ')' })
    case 'csv':
      return bracketed(`${module.helper('read_csv')}(`, [[folderOf(module), ' / ', emitAsText(value, scope)]], { close: ')' })
    case 'text':
      return [path, '.read_text("utf-8")']
    case 'base64':
      return [bracketed(`${module.use('base64')}.b64encode(`, [[path, '.read_bytes()']], { close: ')' }), '.decode()']
    default:
      return [path, '.read_bytes()']
  }
}

function emitRows({ rows }: LoadScript, module: PythonModule): Doc[] {
  if (rows === undefined) return []
  const list: Doc[] =
    rows.value.kind === 'expression' ? [] : [['ROWS = ', emitValue(rows.value, { module, captures: new Map(), params: new Map() })]]
  if (rows.order === 'random') return list
  const name = rowsName(module)
  return [...list, rows.order === 'sequential' ? `rows = ${module.use('itertools')}.cycle(${name})` : `rows = iter(${name})`]
}

/** The list of rows: a fixture under its own name, or those of the profile. */
function rowsName(module: PythonModule): string {
  const value = module.script.rows?.value
  return value?.kind === 'expression' ? emitExpression(value.expression, { module, captures: new Map(), params: new Map() }) : 'ROWS'
}

function fixtureConstants({ made }: LoadScript, module: PythonModule): Doc[] {
  if (made.length === 0) return []
  return ['fixtures = {}', `making = ${module.use('gevent.lock', 'Semaphore')}()`]
}

/** The first user does it for all of its process. */
function makeFixtures({ made }: LoadScript, module: PythonModule): Doc[] {
  if (made.length === 0) return []
  const lines = made.map(({ name, flow }): Doc => [
    `if ${quote(name)} not in fixtures:`,
    indent([hard, `fixtures[${quote(name)}] = self.${module.flows.get(flow) ?? ''}()[${quote(madeValue)}]`]),
  ])
  return [['with making:  # once, for all users of this process', indent([hard, joined(lines, hard)])]]
}

interface ClassParts {
  readonly script: LoadScript
  readonly module: PythonModule
  readonly user: UserClass
  readonly pace: ReturnType<typeof emitPace>
}

function emitClass({ script, module, user, pace }: ClassParts): Doc {
  module.use('locust', user.kind)
  const main = script.services.find(({ name }) => name === user.service)
  const url = user.service === undefined ? undefined : (module.urls.get(user.service) ?? '')
  const host =
    url === undefined
      ? []
      : [
          isRead(script, user.service ?? '')
            ? `host = ${url}`
            : `host = ${module.use('os')}.environ.get(${quote(url)}${main?.url === undefined ? '' : `, ${quote(main.url)}`})`,
        ]
  const requests = requestsOf(script)
  const timeout = (requests[0]?.timeoutMs ?? 30_000) / 1000
  const redirects = Math.max(...requests.map((request) => request.redirects), 1)
  const settings: Doc[] = [
    ...host,
    ...pace.settings,
    ...(user.kind === 'FastHttpUser'
      ? ['insecure = False', `connection_timeout = network_timeout = ${timeout}`, `max_redirects = ${redirects}`]
      : []),
  ]
  const weights = wholeWeights(script.tasks.map(({ weight }) => weight))
  const flows = script.flows.map((flow) => {
    const locals = module.names.inner()
    const params = new Map(flow.params.map(({ name }) => [name, locals.take(snakeCase(name, 'value'))]))
    const scope: PythonScope = { module, captures: new Map(), params }
    const list = flow.params.map(({ name, default: fallback }): Doc =>
      fallback === undefined ? (params.get(name) ?? '') : [`${params.get(name) ?? ''}=`, emitValue(fallback, scope)],
    )
    const { lines, captures } = emitSteps(flow.steps, { scope, user, locals })
    const made = capturesOf(flow.steps).flatMap((name): Doc[] =>
      captures.get(name) === undefined ? [] : [`${quote(name)}: ${captures.get(name) ?? ''}`],
    )
    const last: Doc[] = made.length === 0 ? [] : [['return ', bracketed('{', made, { close: '}' })]]
    return [
      bracketed(`def ${module.flows.get(flow.name) ?? ''}(`, ['self', ...list], { close: ')' }),
      ':',
      indent([hard, joined([...lines, ...last], hard)]),
    ]
  })
  const tasks = script.tasks.map((task, index): Doc => {
    const locals = module.names.inner()
    const scope: PythonScope = { module, captures: new Map(), params: new Map() }
    const { lines } = emitSteps(task.steps, { scope, user, locals })
    const weight = weights[index] ?? 1
    const decorator = `@${module.use('locust', 'task')}${weight === 1 ? '' : `(${weight})`}`
    const start: Doc[] = task.readsRow ? rowLines(script, module) : []
    return [decorator, hard, `def ${module.tasks[index] ?? ''}(self):`, indent([hard, joined([...start, ...lines], hard)])]
  })
  const limit: Doc[] =
    user.kind === 'HttpUser'
      ? [
          [
            'def on_start(self):',
            indent([hard, `self.client.max_redirects = ${redirects}`, ...pace.start.flatMap((line): Doc[] => [hard, line])]),
          ],
        ]
      : pace.start.length === 0
        ? []
        : [['def on_start(self):', indent([hard, joined(pace.start, hard)])]]
  const members = [...limit, ...flows, ...tasks]
  return [
    `class ${module.className}(${user.kind}):`,
    indent([hard, joined(settings, hard), ...members.flatMap((member): Doc[] => ['\n', hard, member])]),
  ]
}

function rowLines({ rows }: LoadScript, module: PythonModule): Doc[] {
  if (rows?.order === 'random') return [`row = ${module.use('random')}.choice(${rowsName(module)})`]
  if (rows?.order !== 'unique') return ['row = next(rows)']
  module.use('locust.exception', 'StopUser')
  return [
    'row = next(rows, None)',
    [
      'if row is None:  # each row is used once, then the load ends',
      indent([hard, 'self.environment.runner.quit()', hard, 'raise StopUser()']),
    ],
  ]
}

function emitSteps(
  steps: readonly ScriptStep[],
  { scope, user, locals }: { scope: PythonScope; user: UserClass; locals: LocalNames },
): { lines: Doc[]; captures: ReadonlyMap<string, string> } {
  const captures = new Map(scope.captures)
  const lines = steps.flatMap((step): Doc[] => {
    const inner: PythonScope = { ...scope, captures }
    if (step.kind === 'flow') {
      const method = scope.module.flows.get(step.flow) ?? ''
      const params = scope.module.script.flows.find(({ name }) => name === step.flow)?.params ?? []
      const args = step.args.map(([name, value]): Doc => {
        const local = paramName(
          params.map((param) => param.name),
          name,
          scope.module,
        )
        return [`${local}=`, emitValue(value, inner)]
      })
      const call = bracketed(`self.${method}(`, args, { close: ')' })
      if (step.captures.length === 0) return [call]
      const local = captures.get(step.flow) ?? locals.take(snakeCase(step.flow, 'flow'))
      captures.set(step.flow, local)
      return [[`${local} = `, call]]
    }
    const taken = step.captures.map(({ name }) => [name, captures.get(name) ?? locals.take(snakeCase(name, 'value'))] as const)
    const docs = emitRequest(step, inner, { user, captures: taken })
    for (const [name, local] of taken) captures.set(name, local)
    return docs
  })
  return { lines, captures }
}

/** The parameters of a flow have the same names wherever they are written. */
function paramName(params: readonly string[], wanted: string, module: PythonModule): string {
  const locals = module.names.inner()
  const names = new Map(params.map((name) => [name, locals.take(snakeCase(name, 'value'))]))
  return names.get(wanted) ?? snakeCase(wanted, 'value')
}

/** Helpers call each other, and import things. */
function followHelpers(module: PythonModule): void {
  // the set grows while it is read, and what is added is read too
  for (const name of module.helpers) {
    for (const other of helperNeeds[name]?.helpers ?? []) module.helper(other)
    for (const [from, what] of helperNeeds[name]?.imports ?? []) module.use(from, what)
  }
}

function helperTexts(module: PythonModule, wanted: (name: string) => boolean): string[] {
  return Object.keys(pythonHelpers)
    .filter((name) => module.has(name) && wanted(name))
    .map((name) => pythonHelpers[name] ?? '')
}
