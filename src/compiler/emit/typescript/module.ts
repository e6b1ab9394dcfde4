import type { Statement } from './code.ts'
import { maxWidth } from './code.ts'
import { printStatements } from './print.ts'
import { textWidth } from './text-width.ts'

/** A TypeScript file in the making: remembers what its code imports. */
export interface Module {
  /** Imports `name` from `source` and returns it, so that it can be written where it is needed. */
  use(source: string, name: string): string
  /** Imports a type. */
  useType(source: string, name: string): string
  /** Imports `name` as `local`. */
  useAs(source: string, name: string, local: string): string
  /** Imports everything of `source` as `local`. */
  useAll(source: string, local: string): string
  /** The finished file. */
  print(header: readonly string[], statements: readonly Statement[]): string
}

/** @param self how other files import this one: what stands in it needs no import */
export function createModule(self?: string): Module {
  const values = new Map<string, Set<string>>()
  const types = new Map<string, Set<string>>()
  const wholes = new Map<string, string>()
  return {
    use: (source, name) => (source === self ? name : add(values, source, name, name)),
    useType: (source, name) => add(types, source, name, name),
    useAs: (source, name, local) => add(values, source, name === local ? name : `${name} as ${local}`, local),
    useAll(source, local) {
      wholes.set(source, local)
      return local
    },
    print(header, statements) {
      const sources = [...new Set([...values.keys(), ...types.keys(), ...wholes.keys()])].toSorted(compareSources)
      const imports = sources.flatMap((source) => [
        ...printImport('import', values.get(source), source),
        ...printImport('import type', types.get(source), source),
        ...(wholes.has(source) ? [`import * as ${wholes.get(source)} from '${source}'`] : []),
      ])
      const top = [...header, ...imports].join('\n')
      const body = printStatements(statements, 0)
      return `${[top, body].filter((part) => part !== '').join('\n\n')}\n`
    },
  }
}

function add(imports: Map<string, Set<string>>, source: string, text: string, local: string): string {
  const names = imports.get(source)
  if (names === undefined) imports.set(source, new Set([text]))
  else names.add(text)
  return local
}

function printImport(keyword: string, names: ReadonlySet<string> | undefined, source: string): string[] {
  if (names === undefined) return []
  const sorted = [...names].toSorted(compare)
  const line = `${keyword} { ${sorted.join(', ')} } from '${source}'`
  if (textWidth(line) <= maxWidth || sorted.length === 1) return [line]
  return [`${keyword} {`, ...sorted.map((name) => `  ${name},`), `} from '${source}'`]
}

/** Packages first, then files, each in the order of their code units: the same everywhere. */
function compareSources(a: string, b: string): number {
  return Number(a.startsWith('.')) - Number(b.startsWith('.')) || compare(a, b)
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
