import type { LoadScript } from '../script/load-script.ts'
import { LocalNames, camelCase, upperCase } from '../script/local-names.ts'

/** What a k6 script imports, and under which names it knows the parts of the profile. */
export class K6Module {
  readonly #imports = new Map<string, Set<string>>()
  readonly #helpers = new Set<string>()
  readonly #files = new Map<string, string>()
  readonly script: LoadScript
  readonly names: LocalNames
  readonly env: ReadonlyMap<string, string>
  readonly constants: ReadonlyMap<string, string>
  readonly urls: ReadonlyMap<string, string>
  readonly flows: ReadonlyMap<string, string>
  readonly tasks: readonly string[]

  constructor(script: LoadScript) {
    this.script = script
    this.names = new LocalNames(reserved, '')
    if (script.rows !== undefined && script.rows.value.kind !== 'expression') this.names.take('rows')
    this.urls = new Map(script.services.map(({ name }) => [name, this.names.take(`${upperCase(name, 'SERVICE')}_URL`)]))
    this.env = new Map(script.env.map(({ name }) => [name, this.names.take(upperCase(name, 'VALUE'))]))
    this.tasks = script.tasks.map(({ name }) => this.names.take(camelCase(name, 'task')))
    this.flows = new Map(script.flows.map(({ name }) => [name, this.names.take(camelCase(name, 'flow'))]))
    this.constants = new Map(script.constants.map(({ kind, name }) => [`${kind} ${name}`, this.names.take(camelCase(name, 'data'))]))
  }

  /** Imports a name of a module; the default export with `as`. */
  use(module: string, name: string): string {
    const found = this.#imports.get(module) ?? new Set<string>()
    this.#imports.set(module, found.add(name))
    return name
  }

  /** A small function that stands in the file when something needs it. */
  helper(name: string): string {
    this.#helpers.add(name)
    return name
  }

  /** The constant that holds the bytes of a file of the project. */
  file(path: string): string {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const name = this.names.take(camelCase(path.split('/').at(-1) ?? path, 'file'))
    this.#files.set(path, name)
    return name
  }

  get files(): ReadonlyMap<string, string> {
    return this.#files
  }

  get helpers(): ReadonlySet<string> {
    return this.#helpers
  }

  importLines(): string[] {
    return order
      .filter((module) => this.#imports.has(module))
      .map((module) => {
        const names = [...(this.#imports.get(module) ?? [])].sort()
        const whole = defaults[module]
        return whole === undefined ? `import { ${names.join(', ')} } from '${module}'` : `import ${whole} from '${module}'`
      })
  }
}

const order = ['k6', 'k6/data', 'k6/encoding', 'k6/execution', 'k6/http', 'k6/metrics']
const defaults: Readonly<Record<string, string>> = { 'k6/encoding': 'encoding', 'k6/execution': 'exec', 'k6/http': 'http' }

const reserved = [
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for',
  'function if implements import in instanceof interface let new null package private protected public return static super switch this',
  'throw true try typeof undefined var void while with yield async of as NaN Infinity Number String Object Array Boolean JSON Math Date',
  'RegExp Error Set Map Symbol Promise URL globalThis console open require module exports crypto __ENV __VU __ITER __proto__ then',
  'fixtures made FOLDER check sleep SharedArray encoding exec http Rate options setup teardown handleSummary errors expect row response r body pick start',
  'equal size contains numeric present hasPart hasType exists items parseCsv text clone environment capture attempt pause every encodeForm encodeField nextRow tasks item',
].flatMap((line) => line.split(' '))
