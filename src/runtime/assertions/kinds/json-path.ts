import { compileJsonPath } from '../json-path-query.ts'
import type { JsonPathQuery } from '../json-path-query.ts'
import { evaluate } from '../matchers/evaluate.ts'
import type { MatcherName } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import { isMap } from '../values/deep-equal.ts'
import { describeType, describeValue } from '../values/describe-value.ts'
import { formatPath } from '../values/json-path.ts'
import { nearestName } from '../values/nearest-name.ts'
import { bodyJson, notJson } from './body-json.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, results } from './expect-kind.ts'

/**
 * Values by JSONPath. A path that can select only one place gives its value. Any other path (`*`, `..`, a filter, a slice) gives a
 * selection: plain lists and `size any each unique contains empty` speak of the list of selected values, everything else of the one
 * selected value, whatever the number that this answer happens to have. A path that selects nothing fails, unless `exists: false`.
 */
export const jsonPath: ExpectKind = (call) => {
  const entries = entriesOf(call)
  const body = bodyJson(call.response)
  if ('problem' in body) return [notJson(call, entries.map(([path]) => path).join(', '), body.problem)]
  return entries.flatMap(([path, expected]) => {
    const query = compileJsonPath(path)
    const found = query.select(body.value)
    const [only] = found
    const findings = evaluate(
      {
        name: path,
        content:
          query.singular && only !== undefined
            ? { kind: 'value', value: only.value }
            : {
                kind: 'selection',
                values: found.map(({ value }) => value),
                names: found.map((node) => formatPath(node.path)),
                listMatchers,
              },
        vocabulary: plainVocabulary(call.context.folder),
        ...(found.length === 0 ? { absentHint: explainAbsence(query, body.value) } : {}),
      },
      expected,
    )
    return results(call, [path], findings)
  })
}

const listMatchers: ReadonlySet<MatcherName> = new Set(['size', 'any', 'each', 'unique', 'contains', 'empty'])

function explainAbsence(query: JsonPathQuery, body: unknown): string {
  const end = query.whereItEnds(body)
  if (end === undefined) return 'The path selects nothing; if that is right, write `exists: false`'
  const { path, value, step } = end
  if (Array.isArray(value)) return `${path} has ${value.length} ${value.length === 1 ? 'element' : 'elements'}`
  if (!isMap(value)) return `${path} is ${describeType(value)}${value === null ? '' : `: ${describeValue(value, 60)}`}`
  const keys = Object.keys(value)
  const nearest = typeof step === 'string' ? nearestName(step, keys) : undefined
  if (nearest !== undefined) return `Did you mean \`${formatPath([nearest]).replace('$', path)}\`?`
  return keys.length === 0 ? `${path} is an empty object` : `${path} has the keys ${listNames(keys)}`
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name))
  return `${shown.join(', ')}${names.length > 12 ? `, … (${names.length})` : ''}`
}
