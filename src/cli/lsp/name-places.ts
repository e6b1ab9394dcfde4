import type { Section } from '../../compiler/checks/spec-names.ts'

/** What names stand for: the sections of the spec, and what lives only inside a test, a flow or the session. */
export type NameKind = Section | 'captures' | 'params' | 'session'

export interface NamePlace {
  readonly kind: NameKind
  /** Whose captures or parameters these are: the key of a test, `requests/NAME` or `flows/NAME`. Absent: names of the project. */
  readonly owner?: string
}

export type Path = readonly (string | number)[]

const sections: ReadonlySet<string> = new Set<Section>(['env', 'variables', 'services', 'stubs', 'fixtures', 'requests', 'flows'])

/** Maps whose keys are the names of what the user defines. */
export function definedBy(path: Path): NamePlace | undefined {
  const [top, name, key] = path
  if (path.length === 2 && typeof top === 'string' && sections.has(top)) return { kind: top as Section }
  if (top === 'flows' && key === 'params' && path.length === 4) return { kind: 'params', owner: `flows/${name}` }
  if (
    top === 'session' &&
    (isSessionValue(path, 3, 'values') || isSessionValue(path, 4, 'environment') || isSessionValue(path, 4, 'globals'))
  )
    return { kind: 'session' }
  const owner = path.at(-2) === 'capture' && isStepOrRequest(path.slice(0, -2)) ? ownerOf(path) : undefined
  return owner === undefined ? undefined : { kind: 'captures', owner }
}

function isSessionValue(path: Path, length: number, scope: string): boolean {
  return path.length === length && path.at(-2) === scope
}

/** Values that are the name of something defined elsewhere. */
export function namedBy(path: Path): NamePlace | undefined {
  const [key, holder] = [path.at(-1), path.slice(0, -1)]
  if (typeof key === 'number') return listedIn(holder)
  if (key === 'request' && (isStep(holder) || fits(holder, ['fixtures', any]) || fits(holder, ['leaks', any]))) return { kind: 'requests' }
  if (key === 'flow' && isStep(holder)) return { kind: 'flows' }
  if (key === 'service' && (isStepOrRequest(holder) || fits(holder, ['suites', any]))) return { kind: 'services' }
  if (key === 'with' && (isTest(holder) || fits(holder, ['session']))) return { kind: 'fixtures' }
  return undefined
}

function listedIn(list: Path): NamePlace | undefined {
  if (fits(list, ['services', any, 'dependsOn'])) return { kind: 'services' }
  return fits(list, ['suites', any, 'fixtures']) ? { kind: 'fixtures' } : undefined
}

/** Keys that are the name of something defined elsewhere; `flow` is what the step of an argument runs. */
export function namedByKey(path: Path, flow: string | undefined): NamePlace | undefined {
  const holder = path.slice(0, -1)
  if (fits(holder, ['leaks', any, 'requests'])) return { kind: 'requests' }
  if (holder.at(-1) === 'stubs' && holder.at(-2) === 'expect') return { kind: 'stubs' }
  if (holder.at(-1) === 'args' && flow !== undefined && isStep(holder.slice(0, -1))) return { kind: 'params', owner: `flows/${flow}` }
  return undefined
}

/** The test, request, flow or load in which a place lies; its captures and parameters are known only there. */
export function ownerOf(path: Path): string | undefined {
  const depth = path[0] === 'suites' ? 4 : 2
  const owners = ['tests', 'suites', 'requests', 'flows', 'loads']
  return path.length >= depth && owners.includes(String(path[0])) ? path.slice(0, depth).join('/') : undefined
}

const any = Symbol('any key')
const item = Symbol('any item')

function fits(path: Path, pattern: readonly (string | symbol)[]): boolean {
  return (
    path.length === pattern.length &&
    pattern.every((part, index) => part === any || (part === item ? typeof path[index] === 'number' : part === path[index]))
  )
}

function isTest(path: Path): boolean {
  return fits(path, ['tests', any]) || fits(path, ['suites', any, 'tests', any])
}

function isStep(path: Path): boolean {
  if (isTest(path) || fits(path, ['flows', any, 'steps', item])) return true
  if (fits(path, ['loads', any, 'tasks', item]) || fits(path, ['loads', any, 'tasks', item, 'steps', item])) return true
  return typeof path.at(-1) === 'number' && ['steps', 'cleanup', 'cases'].includes(String(path.at(-2))) && isTest(path.slice(0, -2))
}

function isStepOrRequest(path: Path): boolean {
  return isStep(path) || fits(path, ['requests', any])
}
