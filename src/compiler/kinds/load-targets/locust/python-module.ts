import type { LoadScript } from '../script/load-script.ts'
import { LocalNames, pascalCase, snakeCase, upperCase } from '../script/local-names.ts'

/** What a Locust file imports, and under which names it knows the parts of the profile. */
export class PythonModule {
  readonly #imports = new Map<string, Set<string>>()
  readonly #helpers = new Set<string>()
  readonly script: LoadScript
  readonly names: LocalNames
  readonly className: string
  readonly env: ReadonlyMap<string, string>
  readonly constants: ReadonlyMap<string, string>
  readonly urls: ReadonlyMap<string, string>
  readonly flows: ReadonlyMap<string, string>
  readonly tasks: readonly string[]

  constructor(script: LoadScript) {
    this.script = script
    this.names = new LocalNames(reserved)
    if (script.rows !== undefined && script.rows.value.kind !== 'expression') this.names.take('ROWS')
    this.className = this.names.take(pascalCase(script.name, 'Users'))
    this.urls = new Map(script.services.map(({ name }) => [name, this.names.take(`${upperCase(name, 'SERVICE')}_URL`)]))
    this.env = new Map(script.env.map(({ name }) => [name, this.names.take(upperCase(name, 'VALUE'))]))
    this.constants = new Map(script.constants.map(({ kind, name }) => [`${kind} ${name}`, this.names.take(upperCase(name, 'DATA'))]))
    const methods = new LocalNames([...reserved, ...userAttributes])
    this.flows = new Map(script.flows.map(({ name }) => [name, methods.take(snakeCase(name, 'flow'))]))
    // Below the last flow nothing in the class reads a builtin, so that a task may be named `list`.
    const taskNames = new LocalNames([...reserved.filter((name) => !builtins.includes(name)), ...userAttributes, ...this.flows.values()])
    this.tasks = script.tasks.map(({ name }) => taskNames.take(snakeCase(name, 'task')))
  }

  /** `use('os')` imports the module, `use('locust', 'task')` one of its names. */
  use(module: string, name?: string): string {
    const found = this.#imports.get(module) ?? new Set<string>()
    this.#imports.set(module, found.add(name ?? ''))
    return name ?? module
  }

  /** A small function that stands in the file when something needs it. */
  helper(name: string): string {
    this.#helpers.add(name)
    return name
  }

  has(helper: string): boolean {
    return this.#helpers.has(helper)
  }

  get helpers(): ReadonlySet<string> {
    return this.#helpers
  }

  /** Import lines as ruff sorts them: the standard library, then others. */
  importLines(): string[] {
    const lines = (modules: readonly string[]): string[] => [
      ...modules.filter((name) => this.#imports.get(name)?.has('') === true).map((name) => `import ${name}`),
      ...modules.flatMap((name) => {
        const names = [...(this.#imports.get(name) ?? [])].filter((one) => one !== '').sort(byKind)
        return names.length === 0 ? [] : [fromLine(name, names)]
      }),
    ]
    const all = [...this.#imports.keys()].sort()
    const others = all.filter((name) => /^(?:gevent|locust|requests)/.test(name))
    const standard = lines(all.filter((name) => !others.includes(name)))
    return [...standard, ...(standard.length > 0 && others.length > 0 ? [''] : []), ...lines(others)]
  }
}

function fromLine(module: string, names: readonly string[]): string {
  const line = `from ${module} import ${names.join(', ')}`
  return line.length <= 88 ? line : `from ${module} import (\n${names.map((name) => `    ${name},\n`).join('')})`
}

function rank(name: string): string {
  return `${/^[A-Z]/.test(name) ? 0 : 1}${name}`
}

/** Classes before functions, as isort has it. */
function byKind(a: string, b: string): number {
  return rank(a) < rank(b) ? -1 : 1
}

const builtins = 'str int float bool list dict set len range min max any all isinstance open'.split(' ')

const reserved = [
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda',
  'nonlocal not or pass raise return try while with yield match case type self',
  'base64 datetime events gevent io itertools json math os print quote random re requests time uuid Path timezone urlencode',
  'FastHttpUser HttpUser LoadTestShape Stages MasterRunner WorkerRunner RescheduleTask StopUser HTTPDigestAuth between constant constant_pacing constant_throughput tag task',
  'FOLDER RATE USERS EXPECTED rows row response body check capture text as_json url_encoded equal contains every exists fail items now url_encoded number has_part has_type read_csv same changed',
  'fixtures making Semaphore judge_thresholds watch_thresholds set_defaults forget_warm_up next_row deal_rows hear_of_rows take_rows',
]
  .flatMap((line) => line.split(' '))
  .concat(builtins)

/** What Locust's user classes have already. */
const userAttributes = [
  'abstract client client_pool concurrency connection_timeout context default_headers environment fixed_count full_name fullname group greenlet',
  'host insecure max_redirects max_retries network_timeout on_start on_stop pool_manager proxy_host proxy_port rest rest_ run start start_profile',
  'ssl_context_factory stop tasks wait wait_function wait_time weight',
].flatMap((line) => line.split(' '))
