import { problems } from '../diagnostics/problems.ts'
import type { CaptureScope, CaptureTree, Scope, ScopeName } from './scope.ts'
import { scopeNames } from './scope.ts'
import type { Finding } from './finding.ts'
import { missingPart } from '../checks/missing-part.ts'
import type { TemplateReference, TemplateSegment } from '../templates/template.ts'
import type { Section, SpecNames } from '../checks/spec-names.ts'
import { isTemplateFunction, templateFunctions } from './template-functions.ts'

/** What is wrong with `fixtures.rows[0].sku` at a place with this scope, if anything; marks the named thing as used. */
export function checkReference(reference: TemplateReference, scope: Scope, names: SpecNames): Finding | undefined {
  const first = reference.segments[0]
  if (first === undefined) throw new Error('A reference has at least one segment')
  const name = String(first.value)
  if (!isScopeName(name)) return { problem: problems.unknownScope(name, scopeHint(name, scope, names)), span: first }
  if (!scope.allowed.has(name)) return { problem: problems.scopeNotHere(name, scope.where), span: reference }
  return scopeChecks[name](reference, scope, names)
}

const isScopeName = (name: string): name is ScopeName => (scopeNames as readonly string[]).includes(name)

/** What the name alone may have been meant for. */
function scopeHint(name: string, scope: Scope, names: SpecNames): Parameters<typeof problems.unknownScope>[1] {
  if (isTemplateFunction(name)) return { write: templateFunctions[name].signature }
  const sections = ['env', 'variables', 'fixtures'] as const
  const holders: readonly (readonly [ScopeName, boolean])[] = [
    ['captures', scope.captures?.made.has(name) === true],
    ['row', scope.rows?.data.some((row) => typeof row === 'object' && row !== null && Object.hasOwn(row, name)) === true],
    ['params', scope.params?.includes(name) === true],
    ['path', scope.pathParameters?.includes(name) === true],
    ...sections.map((section) => [section, names.has(section, name)] as const),
  ]
  const holder = holders.find(([, holds]) => holds)
  return holder === undefined ? { known: scopeNames } : { write: `${holder[0]}.${name}` }
}

type ScopeCheck = (reference: TemplateReference, scope: Scope, names: SpecNames) => Finding | undefined

const scopeChecks: { readonly [Name in ScopeName]: ScopeCheck } = {
  env: (reference, _scope, names) => checkDefined(reference, 'env', names) ?? noParts(reference, 2),
  variables: (reference, _scope, names) =>
    checkDefined(reference, 'variables', names) ?? checkParts(reference, names.content('variables', nameOf(reference))),
  fixtures: (reference, scope, names) => {
    const name = nameOf(reference)
    const missing = checkDefined(reference, 'fixtures', names)
    if (missing !== undefined) return missing
    if (scope.dataOnly === true && names.isAsynchronous(name))
      return { problem: problems.fixtureNotReady(name, scope.where), span: reference }
    return checkParts(reference, names.content('fixtures', name))
  },
  session: (reference, _scope, names) => {
    const missing = needsName(reference)
    if (missing !== undefined || names.session === undefined || names.session.has(nameOf(reference))) return missing
    return {
      problem: problems.unknownSessionValue(nameOf(reference), [...names.session]),
      span: reference.segments[1] as TemplateSegment,
    }
  },
  captures: (reference, scope) => (scope.captures === undefined ? undefined : checkCapture(reference, scope.captures)),
  row: (reference, scope) => checkRow(reference, scope),
  params: (reference, scope) => {
    const missing = needsName(reference)
    if (missing !== undefined || scope.params === undefined) return missing
    const segment = reference.segments[1] as TemplateSegment
    return scope.params.includes(String(segment.value))
      ? undefined
      : { problem: problems.unknownParam(String(segment.value), scope.params), span: segment }
  },
  services: (reference, _scope, names) => checkDefined(reference, 'services', names) ?? checkAddress(reference),
  stubs: (reference, _scope, names) => checkDefined(reference, 'stubs', names) ?? checkAddress(reference),
  port: (reference) => noParts(reference, 1),
  path: (reference, scope) => {
    const missing = needsName(reference)
    if (missing !== undefined || scope.pathParameters === undefined) return missing
    const name = nameOf(reference)
    if (scope.pathParameters.includes(name)) return noParts(reference, 2)
    return { problem: problems.unknownPathParameter(name, scope.pathParameters), span: reference.segments[1] as TemplateSegment }
  },
  request: checkRequestPart,
}

/** The second segment of a checked reference. */
function nameOf(reference: TemplateReference): string {
  return String(reference.segments[1]?.value)
}

function needsName(reference: TemplateReference): Finding | undefined {
  if (reference.segments.length > 1) return undefined
  return { problem: problems.incompleteName(String(reference.segments[0]?.value), ['NAME']), span: reference }
}

function checkDefined(reference: TemplateReference, section: Section, names: SpecNames): Finding | undefined {
  const missing = needsName(reference)
  if (missing !== undefined) return missing
  const name = nameOf(reference)
  if (names.use(section, name)) return undefined
  return { problem: names.unknown(section, name), span: reference.segments[1] as TemplateSegment }
}

function noParts(reference: TemplateReference, length: number): Finding | undefined {
  const extra = reference.segments[length]
  if (extra === undefined) return undefined
  const owner = reference.segments.slice(0, length).map((segment) => segment.value)
  return { problem: problems.missingPart({ part: extra.value, owner: owner.join('.'), known: [], parent: 'text' }), span: extra }
}

function checkAddress(reference: TemplateReference): Finding | undefined {
  const [scope, name, property] = reference.segments
  const known = ['url', 'host', 'port']
  if (property === undefined) return { problem: problems.incompleteName(`${scope?.value}.${name?.value}`, known), span: reference }
  if (!known.includes(String(property.value))) return { problem: problems.unknownProperty(String(property.value), known), span: property }
  return noParts(reference, 3)
}

const requestParts = ['body', 'query', 'headers', 'cookies', 'method', 'path']

function checkRequestPart(reference: TemplateReference): Finding | undefined {
  const part = reference.segments[1]
  if (part === undefined) return { problem: problems.incompleteName('request', requestParts), span: reference }
  if (!requestParts.includes(String(part.value))) return { problem: problems.unknownProperty(String(part.value), requestParts), span: part }
  return part.value === 'method' || part.value === 'path' ? noParts(reference, 2) : undefined
}

function checkParts(
  reference: TemplateReference,
  content: { readonly data: unknown; readonly templated: boolean } | undefined,
): Finding | undefined {
  if (content === undefined || reference.segments.length === 2) return undefined
  const parts = reference.segments.slice(2)
  const missing = missingPart(
    content.data,
    parts.map((part) => part.value),
    content,
  )
  return missing && partFinding(reference, missing, 2)
}

function partFinding(reference: TemplateReference, missing: NonNullable<ReturnType<typeof missingPart>>, offset: number): Finding {
  const segment = reference.segments[offset + missing.index] as TemplateSegment
  const owner = pathText(reference.segments.slice(0, offset + missing.index))
  return { problem: problems.missingPart({ part: segment.value, owner, known: missing.known, parent: missing.parent }), span: segment }
}

function pathText(segments: readonly TemplateSegment[]): string {
  return segments.map(({ value }, index) => (typeof value === 'number' ? `[${value}]` : index === 0 ? value : `.${value}`)).join('')
}

function checkCapture(reference: TemplateReference, { made, later }: CaptureScope): Finding | undefined {
  const missing = needsName(reference)
  if (missing !== undefined) return missing
  let tree: CaptureTree | undefined = made
  for (const [index, segment] of reference.segments.entries()) {
    if (index === 0 || tree === undefined) continue
    const name = String(segment.value)
    if (tree.has(name)) {
      tree = tree.get(name)
      continue
    }
    const laterStep = index === 1 ? later(name) : undefined
    if (laterStep !== undefined) {
      return {
        problem: problems.captureBeforeMade(name),
        span: reference,
        related: [{ message: 'It is captured here', spot: { cursor: laterStep } }],
      }
    }
    return {
      problem: problems.unknownCapture(
        reference.segments
          .slice(1, index + 1)
          .map(({ value }) => value)
          .join('.'),
        [...tree.keys()],
      ),
      span: segment,
    }
  }
  return undefined
}

/** A field that no row has is wrong where it is used; one that some rows lack is reported with the first row that lacks it. */
function checkRow(reference: TemplateReference, scope: Scope): Finding | undefined {
  const { rows } = scope
  if (rows === undefined || reference.segments.length === 1) return undefined
  const parts = reference.segments.slice(1).map((segment) => segment.value)
  const results = rows.data.map((row) => missingPart(row, parts, rows))
  const lacking = results.findIndex((missing) => missing !== undefined)
  const missing = results[lacking]
  if (missing === undefined) return undefined
  if (results.every((result) => result !== undefined)) {
    const deepest = results.reduce((best, result) => (result.index > best.index ? result : best), missing)
    const segment = reference.segments[deepest.index + 1] as TemplateSegment
    const known = [...new Set(results.filter((result) => result.index === deepest.index).flatMap((result) => result.known))]
    return { problem: problems.unknownRowField(String(segment.value), known, rows.origin), span: segment }
  }
  const segment = reference.segments[missing.index + 1] as TemplateSegment
  const cursor = rows.cursors?.[lacking]
  return {
    problem: problems.rowLacksField(String(segment.value), lacking + 1, rows.origin),
    span: segment,
    ...(cursor && { related: [{ message: 'This row has no such field', spot: { cursor } }] }),
  }
}
