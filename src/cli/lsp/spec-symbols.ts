import { isMap, isScalar, isSeq } from 'yaml'
import type { Node, Pair } from 'yaml'
import { hasTemplate, parseTemplate } from '../../compiler/templates/parse-template.ts'
import type { TemplateArgument, TemplateReference, TemplateSegment } from '../../compiler/templates/template.ts'
import { locateInside } from '../../places/locate-inside.ts'
import { rangeOf } from '../../places/locate.ts'
import type { Range } from '../../places/range.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import { definedBy, namedBy, namedByKey, ownerOf } from './name-places.ts'
import type { NameKind, NamePlace, Path } from './name-places.ts'

/** A place in a file where a name stands. */
export interface SpecSymbol extends NamePlace {
  readonly name: string
  readonly role: 'definition' | 'reference'
  readonly range: Range
  /** Of a definition: the whole entry, key and value. */
  readonly whole?: Range
}

export interface FileSymbols {
  readonly symbols: readonly SpecSymbol[]
  /** Which requests and flows a test, flow or load uses; their captures are known there too. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>
}

/** Finds the names of one file, as far as its text can be read: a file that is being written has mistakes most of the time. */
export function findSymbols(yaml: YamlFile): FileSymbols {
  const symbols: SpecSymbol[] = []
  const uses = new Map<string, Set<string>>()

  const visit = (node: unknown, path: Path, flow?: string): void => {
    // the arguments of a flow stand one level below the step that names it
    const named = isMap(node) && path.at(-1) !== 'args' ? textOf(node.get('flow', true)) : flow
    if (isMap(node)) for (const pair of node.items) visitPair(pair as Pair<Node, Node | null>, path, named)
    else if (isSeq(node)) for (const [index, child] of node.items.entries()) visit(child, [...path, index])
    else if (isScalar(node) && typeof node.value === 'string') visitText(node.value, node, path)
  }

  const visitPair = (pair: Pair<Node, Node | null>, path: Path, flow: string | undefined): void => {
    if (!isScalar(pair.key)) return
    const name = String(pair.key.value)
    const at = [...path, name]
    const range = nodeRange(yaml, pair.key)
    const defined = definedBy(at)
    if (defined !== undefined) symbols.push({ ...defined, name, role: 'definition', range, whole: pairRange(yaml, pair) })
    const meant = namedByKey(at, flow)
    if (meant !== undefined) symbols.push({ ...meant, name, role: 'reference', range })
    visit(pair.value, at, flow)
  }

  const visitText = (text: string, node: Node, path: Path): void => {
    const named = namedBy(path)
    if (named !== undefined && !hasTemplate(text)) {
      symbols.push({ ...named, name: text, role: 'reference', range: nodeRange(yaml, node) })
      const owner = ownerOf(path)
      if (owner !== undefined && (named.kind === 'requests' || named.kind === 'flows'))
        uses.set(owner, (uses.get(owner) ?? new Set()).add(`${named.kind}/${text}`))
    }
    if (!hasTemplate(text)) return
    for (const part of parseTemplate(text).parts) if (typeof part !== 'string') visitExpression(part, path)
  }

  const visitExpression = (expression: TemplateArgument, path: Path): void => {
    if (expression.kind === 'call') for (const argument of expression.arguments) visitExpression(argument, path)
    if (expression.kind !== 'reference') return
    for (const { segment, ...symbol } of namesIn(expression, path)) {
      const range = locateInside(yaml, path, { offset: segment.start, length: segment.end - segment.start })
      symbols.push({ ...symbol, role: 'reference', range })
    }
  }

  visit(yaml.contents, [])
  return { symbols, uses }
}

const projectScopes: ReadonlySet<string> = new Set<NameKind>(['env', 'variables', 'fixtures', 'services', 'stubs', 'session'])

interface NameInText extends NamePlace {
  readonly name: string
  readonly segment: TemplateSegment
}

function namesIn({ segments }: TemplateReference, path: Path): readonly NameInText[] {
  const [scope, segment, inner] = segments
  if (scope === undefined || segment === undefined) return []
  const name = String(segment.value)
  if (projectScopes.has(String(scope.value))) return [{ kind: scope.value as NameKind, name, segment }]
  const owner = ownerOf(path)
  if (owner === undefined || (scope.value !== 'captures' && scope.value !== 'params')) return []
  const own: NameInText = { kind: scope.value, owner, name, segment }
  if (scope.value === 'params' || inner === undefined) return [own]
  // `captures.login.token`: what the flow `login` captured
  return [own, { kind: 'captures', owner: `flows/${name}`, name: String(inner.value), segment: inner }]
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}

function nodeRange(yaml: YamlFile, node: Node): Range {
  const [start = 0, end = 0] = node.range ?? []
  return rangeOf(yaml, start, Math.max(start, Math.min(end, yaml.text.length)))
}

function pairRange(yaml: YamlFile, { key, value }: Pair<Node, Node | null>): Range {
  const start = key.range?.[0] ?? 0
  const end = Math.max(key.range?.[1] ?? start, value?.range?.[1] ?? 0)
  const text = yaml.text.slice(start, end)
  return rangeOf(yaml, start, start + text.trimEnd().length)
}
