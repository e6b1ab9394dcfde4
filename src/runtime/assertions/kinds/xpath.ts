import { evaluate } from '../matchers/evaluate.ts'
import type { Content, MatcherName } from '../matchers/matcher.ts'
import { plainVocabulary } from '../matchers/vocabulary.ts'
import { lazyModules } from '../lazy-modules.ts'
import { documentOf } from '../xml-document.ts'
import type { ExpectKind } from './expect-kind.ts'
import { entriesOf, result, results } from './expect-kind.ts'

/**
 * XPath 1.0 in XML and HTML. Prefixes are those that the document declares; `_:` stands for its default namespace. Nodes are compared by
 * their text; `count(…)`, `string(…)` and other expressions give numbers, texts and booleans. Plain lists and `size any each unique
 * empty` speak of all selected nodes, everything else of the one selected node.
 */
export const xpath: ExpectKind = (call) => {
  const document = documentOf(call.response)
  const entries = entriesOf(call)
  if ('problem' in document) {
    const text = entries.map(([expression]) => expression).join(', ')
    return [result(call, { held: false, text, message: `xpath: expected XML, got another body: ${document.problem}` })]
  }
  return entries.flatMap(([expression, expected]) => {
    const subject = {
      name: expression,
      content: select(expression, document),
      vocabulary: plainVocabulary(call.context.folder),
      absentHint: explainAbsence(expression, document.namespaces),
    }
    return results(call, [expression], evaluate(subject, expected))
  })
}

const listMatchers: ReadonlySet<MatcherName> = new Set(['size', 'any', 'each', 'unique', 'empty'])

function select(
  expression: string,
  { node, namespaces, isHtml }: { node: object; namespaces: Readonly<Record<string, string>>; isHtml: boolean },
): Content {
  const value = lazyModules.xpath().parse(expression).evaluate({ node, namespaces, isHtml })
  if (value.toArray !== undefined)
    return { kind: 'selection', values: value.toArray().map((found) => found.textContent ?? ''), listMatchers }
  const { name } = value.constructor
  return {
    kind: 'value',
    value: name === 'XNumber' ? value.numberValue() : name === 'XBoolean' ? value.booleanValue() : value.stringValue(),
  }
}

function explainAbsence(expression: string, namespaces: Readonly<Record<string, string>>): string {
  if (namespaces['_'] === undefined || expression.includes('_:')) return 'The expression selects nothing'
  return `The expression selects nothing; elements of the default namespace ${namespaces['_']} have the prefix \`_:\``
}
