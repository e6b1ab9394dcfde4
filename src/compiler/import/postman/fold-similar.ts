import type { BuiltSpec } from './build-spec.ts'
import type { BuiltTest } from './group-suites.ts'
import { isMap } from './read-collection.ts'

/** Tests side by side that send almost the same JSON to the same place become one test with cases. */
export function foldSimilar(spec: BuiltSpec): BuiltSpec {
  return { ...spec, suites: spec.suites.map((suite) => ({ ...suite, tests: foldTests(suite.tests) })) }
}

function foldTests(tests: readonly BuiltTest[]): readonly BuiltTest[] {
  const folded: BuiltTest[] = []
  for (let index = 0; index < tests.length;) {
    const base = tests[index] as BuiltTest
    let end = index + 1
    while (end < tests.length && isSimilar(base, tests[end] as BuiltTest)) end++
    const group = tests.slice(index, end)
    folded.push(group.length < 3 ? base : withCases(group))
    index = group.length < 3 ? index + 1 : end
  }
  return folded
}

/** Keys in which cases may differ. */
const varying = new Set(['json', 'checks', 'expect'])

function isSimilar(a: BuiltTest, b: BuiltTest): boolean {
  if (a.comments.length > 0 || b.comments.length > 0 || !isMap(a.value['json']) || !isMap(b.value['json'])) return false
  if ('capture' in a.value || 'capture' in b.value || 'before' in a.value || 'before' in b.value) return false
  if (rest(a) !== rest(b)) return false
  const changes = difference(a.value['json'], b.value['json'])
  return changes !== undefined && Object.keys(changes.patch).length + changes.unset.length <= 3
}

function withCases(group: readonly BuiltTest[]): BuiltTest {
  const [base] = group as [BuiltTest, ...BuiltTest[]]
  const { checks: _, expect: __, ...common } = base.value
  const cases = group.map(({ name, value }) => {
    const { patch, unset } = difference(base.value['json'], value['json']) ?? { patch: {}, unset: [] }
    return {
      name,
      ...(unset.length > 0 && { unset }),
      ...(Object.keys(patch).length > 0 && { patch }),
      ...('checks' in value && { checks: value['checks'] }),
      ...('expect' in value && { expect: value['expect'] }),
    }
  })
  const method = Object.entries(common).find(([, value]) => typeof value === 'string')
  return { ...base, name: `${String(method?.[0]).toUpperCase()} ${String(method?.[1])}`, value: { ...common, cases } }
}

interface Changes {
  readonly patch: Record<string, unknown>
  readonly unset: string[]
}

/** What makes one JSON of the other; `undefined` where lists grow or shrink. */
function difference(from: unknown, to: unknown, path = '$', changes: Changes = { patch: {}, unset: [] }): Changes | undefined {
  if (JSON.stringify(from) === JSON.stringify(to)) return changes
  if (!isMap(from) || !isMap(to)) {
    if (path === '$') return undefined
    changes.patch[path] = to
    return changes
  }
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const at = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${path}.${key}` : `${path}['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`
    if (!(key in to)) changes.unset.push(at)
    else if (!(key in from)) changes.patch[at] = to[key]
    else if (difference(from[key], to[key], at, changes) === undefined) return undefined
  }
  return changes
}

const rest = ({ value }: BuiltTest): string =>
  JSON.stringify(Object.fromEntries(Object.entries(value).filter(([key]) => !varying.has(key))))
