import { code, oneOf } from '../diagnostics/wording.ts'

type Path = readonly (string | number)[]

/** What an entry of a section is called. */
const ENTRIES: Readonly<Record<string, string>> = {
  env: 'the variable',
  variables: 'the variable',
  services: 'the service',
  stubs: 'the stub',
  fixtures: 'the fixture',
  requests: 'the request',
  flows: 'the flow',
  tests: 'the test',
  suites: 'the suite',
  leaks: 'the leak window',
  loads: 'the load profile',
}

/** Words for what stands at a path: the test `health check`, `expect`, an item of `steps`. */
export function nameOf(path: Path): string {
  const last = path.at(-1)
  const parent = path.at(-2)
  if (last === undefined) return 'the file'
  const isEntry = path.length === 2 || (path.length === 4 && path[0] === 'suites' && parent === 'tests')
  if (isEntry && typeof parent === 'string' && ENTRIES[parent] !== undefined) return `${ENTRIES[parent]} ${code(String(last))}`
  if (parent === undefined || !isIndex(last)) return code(String(last))
  return isIndex(parent) ? 'an item of a list' : `an item of ${code(String(parent))}`
}

/** The same at the beginning of a sentence. */
export function sentenceName(path: Path): string {
  const name = nameOf(path)
  return name.charAt(0).toUpperCase() + name.slice(1)
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: oneOf(['true', 'false']),
  array: 'a list',
  object: 'a map',
  null: 'empty',
}

/** The types of a schema in the words of YAML. */
export function typeNames(types: readonly string[]): string {
  const names = types.map((type) => TYPES[type] ?? type)
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

function isIndex(part: string | number): boolean {
  return /^\d+$/.test(String(part))
}
