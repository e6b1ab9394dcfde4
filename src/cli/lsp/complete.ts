import type { SpecNames } from '../../compiler/checks/spec-names.ts'
import { templateFunctions } from '../../compiler/resolve/template-functions.ts'
import { scopeNames } from '../../compiler/resolve/scope.ts'
import type { ScopeName } from '../../compiler/resolve/scope.ts'
import { pathAtCursor } from './cursor-path.ts'
import { explain } from './explain-symbol.ts'
import { namedBy, ownerOf } from './name-places.ts'
import type { NameKind, Path } from './name-places.ts'
import type { CompletionItem, Position } from './protocol.ts'
import type { SpecSymbol } from './spec-symbols.ts'
import type { SymbolIndex } from './symbol-index.ts'

export interface CompletionSite {
  readonly text: string
  readonly position: Position
  readonly index: SymbolIndex
  readonly sources: ReadonlyMap<string, string>
  /** Of the last time that the project had no errors: what lies behind fixtures and variables. */
  readonly names: SpecNames | undefined
}

/** Kinds of items, by the numbers of the protocol; editors draw an icon for each. */
const kinds = { function: 3, variable: 6, module: 9, property: 10, value: 12, reference: 18 } as const

interface Offer {
  readonly label: string
  readonly kind: keyof typeof kinds
  readonly detail?: string
  readonly symbol?: SpecSymbol
}

/** The names that fit at the cursor: inside `${…}`, and where a request, flow, service or fixture is named. */
export function complete(site: CompletionSite): readonly CompletionItem[] {
  const { text, position } = site
  const lines = text.split('\n')
  const line = (lines[position.line] ?? '').replace(/\r$/, '')
  const before = line.slice(0, position.character)
  const offset = lines.slice(0, position.line).reduce((sum, one) => sum + one.length + 1, 0) + position.character
  const path = pathAtCursor(text, offset)
  if (path === undefined) return []
  const expression = /\$\{([^{}]*)$/.exec(before)?.[1]
  const offers = expression === undefined ? offerNames(path, site) : offerInside(expression, path, site)
  const start = position.character - (/[\w-]*$/.exec(before)?.[0].length ?? 0)
  const end = position.character + (/^[\w-]*/.exec(line.slice(position.character))?.[0].length ?? 0)
  const range = { start: { line: position.line, character: start }, end: { line: position.line, character: end } }
  return offers.map(({ label, kind, detail, symbol }) => ({
    label,
    kind: kinds[kind],
    ...(detail !== undefined && { detail }),
    ...(symbol !== undefined && { documentation: { kind: 'markdown' as const, value: explain(symbol, site.sources) } }),
    textEdit: { range, newText: label },
  }))
}

function offerNames(path: Path, { index }: CompletionSite): readonly Offer[] {
  const place = namedBy(path)
  return place === undefined ? [] : index.named(place).map((symbol) => ({ label: symbol.name, kind: 'reference', symbol }))
}

function offerInside(expression: string, path: Path, site: CompletionSite): readonly Offer[] {
  const chain = /[\w.[\]-]*$/.exec(expression)?.[0] ?? ''
  const [scope = '', ...rest] = chain.split('.').slice(0, -1)
  if (scope === '') return [...offerScopes(path), ...offerFunctions()]
  const [name, ...parts] = rest
  if (name === undefined) return offerMembers(scope, path, site)
  if ((scope === 'services' || scope === 'stubs') && parts.length === 0)
    return ['url', 'host', 'port'].map((label) => ({ label, kind: 'property' }))
  if (scope === 'captures') return offerSymbols({ kind: 'captures', owner: `flows/${name}` }, site)
  if (scope === 'fixtures' || scope === 'variables') return offerParts(site.names?.content(scope, bare(name))?.data, [name, ...parts])
  return []
}

function offerScopes(path: Path): readonly Offer[] {
  const [top] = path
  const here: Readonly<Partial<Record<ScopeName, boolean>>> = {
    port: top === 'services',
    path: top === 'stubs',
    request: top === 'stubs',
    params: top === 'flows' || top === 'requests',
    captures: ownerOf(path) !== undefined,
    row: ['tests', 'suites', 'requests', 'loads'].includes(String(top)),
  }
  return scopeNames.filter((name) => here[name] !== false).map((label) => ({ label, kind: 'module' }))
}

function offerFunctions(): readonly Offer[] {
  return Object.entries(templateFunctions).map(([label, { signature }]) => ({ label, kind: 'function', detail: signature }))
}

function offerMembers(scope: string, path: Path, site: CompletionSite): readonly Offer[] {
  const owner = ownerOf(path)
  switch (scope) {
    case 'env':
    case 'variables':
    case 'fixtures':
    case 'services':
    case 'stubs':
    case 'session':
      return offerSymbols({ kind: scope }, site)
    case 'params':
      return owner === undefined ? [] : offerSymbols({ kind: 'params', owner }, site)
    case 'captures': {
      if (owner === undefined) return []
      const flows = site.index.flowsOf(owner).map((label) => ({ label, kind: 'module' as const, detail: 'captures of this flow' }))
      return [...offerSymbols({ kind: 'captures', owner }, site), ...flows]
    }
    default:
      return []
  }
}

function offerSymbols(place: { readonly kind: NameKind; readonly owner?: string }, { index }: CompletionSite): readonly Offer[] {
  return index.named(place).map((symbol) => ({ label: symbol.name, kind: 'variable', symbol }))
}

/** The keys of what is known behind a name, such as those of a JSON file. */
function offerParts(data: unknown, [first = '', ...parts]: readonly string[]): readonly Offer[] {
  let value = elementsOf(data, first)
  for (const part of parts) value = elementsOf((value as Readonly<Record<string, unknown>> | undefined)?.[bare(part)], part)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.keys(value).map((label) => ({ label, kind: 'property' }))
}

/** `rows[0]` goes one step deeper for each bracket; the first element speaks for all. */
function elementsOf(value: unknown, name: string): unknown {
  return [...name.matchAll(/\[\d+\]/g)].reduce((list) => (Array.isArray(list) ? (list[0] as unknown) : undefined), value)
}

function bare(name: string): string {
  return name.replace(/\[.*$/, '')
}
