import { problems } from '../diagnostics/problems.ts'
import { checkReference } from './check-reference.ts'
import type { Cursor } from './cursor.ts'
import { hasTemplate, parseTemplate, type TemplateArgument, type TemplateCall, type TemplateExpression } from '../templates/parse-template.ts'
import type { Project } from './project.ts'
import type { Scope } from './scope.ts'
import { isTemplateFunction, templateFunctions } from './template-functions.ts'

/** Checks the `${…}` of every text below a place, and that no key holds one. */
export function checkTexts(cursor: Cursor, scope: Scope, project: Project): void {
  const { value } = cursor
  if (typeof value === 'string') {
    if (hasTemplate(value)) checkText(cursor, scope, project)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const child of cursor.children()) {
    if (typeof child.key === 'string' && hasTemplate(child.key)) checkKey(child, project)
    checkTexts(child, scope, project)
  }
}

/** Keys are taken as written; a `${…}` in one would be sent as such. */
export function checkKey(cursor: Cursor, project: Project): void {
  const key = String(cursor.key)
  const start = key.indexOf('${')
  project.report(problems.templateNotReplaced('a key'), { cursor, at: 'key', span: { start, end: key.length } })
}

function checkText(cursor: Cursor, scope: Scope, project: Project): void {
  const template = parseTemplate(String(cursor.value))
  for (const { message, hint, start, end } of template.mistakes) {
    project.report(problems.templateSyntax(message, hint), { cursor, span: { start, end } })
  }
  for (const part of template.parts) if (typeof part !== 'string') checkExpression(part, { cursor, scope, project })
}

export interface TextSite {
  readonly cursor: Cursor
  readonly scope: Scope
  readonly project: Project
}

export function checkExpression(expression: TemplateExpression, site: TextSite): void {
  if (expression.kind === 'call') {
    checkCall(expression, site)
    return
  }
  const { cursor, scope, project } = site
  const first = String(expression.segments[0]?.value)
  if (scope.needs !== undefined && (first === 'captures' || first === 'row' || first === 'params')) {
    scope.needs.push({ reference: expression, spot: { cursor, span: expression } })
  }
  const finding = checkReference(expression, scope, project.names)
  if (finding !== undefined) project.report(finding.problem, { cursor, span: finding.span }, finding.related)
}

function checkCall(call: TemplateCall, site: TextSite): void {
  const { cursor, project } = site
  const name = String(call.name.value)
  if (!isTemplateFunction(name)) {
    project.report(problems.unknownFunction(name, Object.keys(templateFunctions)), { cursor, span: call.name })
    return
  }
  const { signature, least, most, literals } = templateFunctions[name]
  const count = call.arguments.length
  if (count < least || count > most) {
    project.report(problems.wrongArguments(`${count === 0 ? 'none' : count} given`, signature), { cursor, span: call })
    return
  }
  for (const [index, argument] of call.arguments.entries()) {
    const expected = literals[index]
    if (argument.kind !== 'literal') checkExpression(argument, site)
    else if (expected !== undefined && !fits(argument, expected)) {
      project.report(problems.wrongArguments(`${JSON.stringify(argument.value)} is no ${expected === 'text' ? 'text in quotes' : 'whole number'}`, signature), { cursor, span: argument })
      return
    }
  }
  if (name === 'randomInt') checkRandomInt(call, site)
  if (name === 'faker') checkFaker(call, site)
}

function fits(argument: TemplateArgument & { kind: 'literal' }, type: 'integer' | 'number' | 'text'): boolean {
  if (type === 'text') return typeof argument.value === 'string'
  return type === 'integer' ? Number.isSafeInteger(argument.value) : typeof argument.value === 'number'
}

function checkRandomInt(call: TemplateCall, { cursor, project }: TextSite): void {
  const [least, most] = call.arguments
  if (least?.kind !== 'literal' || most?.kind !== 'literal' || Number(least.value) <= Number(most.value)) return
  project.report(problems.wrongArguments(`${least.value} is above ${most.value}`, templateFunctions.randomInt.signature), { cursor, span: call })
}

function checkFaker(call: TemplateCall, { cursor, project }: TextSite): void {
  const [path] = call.arguments
  if (path?.kind !== 'literal') return
  project.later(async () => {
    const { fakerMethods } = await import('./faker-methods.ts')
    const methods = fakerMethods()
    const name = String(path.value)
    if (!methods.has(name)) project.report(problems.unknownFaker(name, [...methods]), { cursor, span: { start: path.start + 1, end: path.end - 1 } })
  })
}
