import { problems } from '../diagnostics/problems.ts'
import { checkReference } from './check-reference.ts'
import type { Cursor } from '../checks/cursor.ts'
import { containsTemplate } from '../templates/references-in.ts'
import { hasTemplate, parseTemplate } from '../templates/parse-template.ts'
import type { TemplateArgument, TemplateCall, TemplateExpression } from '../templates/template.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Scope } from './scope.ts'
import { isTemplateFunction, templateFunctions } from './template-functions.ts'

/** Checks the `${…}` of every text below a place, and that no key holds one. */
export function checkTexts(cursor: Cursor, scope: Scope, tools: CheckTools): void {
  const { value } = cursor
  if (typeof value === 'string') {
    if (hasTemplate(value)) checkText(cursor, scope, tools)
    return
  }
  if (typeof value !== 'object' || value === null || !containsTemplate(value)) return
  for (const child of cursor.children()) {
    if (typeof child.key === 'string') checkPlainText({ cursor: child, at: 'key' }, tools)
    checkTexts(child, scope, tools)
  }
}

/** Keys and names are taken as written; a `${…}` in one would stand there as such. */
export function checkPlainText({ cursor, at }: { cursor: Cursor; at?: 'key' }, tools: CheckTools): void {
  const text = at === 'key' ? cursor.name : (cursor.text ?? '')
  const start = text.indexOf('${')
  if (start < 0) return
  tools.report(problems.templateNotReplaced(at === 'key' ? 'a key' : 'a name'), {
    cursor,
    span: { start, end: text.length },
    ...(at !== undefined && { at }),
  })
}

function checkText(cursor: Cursor, scope: Scope, tools: CheckTools): void {
  const template = parseTemplate(String(cursor.value))
  for (const { message, hint, start, end } of template.mistakes) {
    tools.report(problems.templateSyntax(message, hint), { cursor, span: { start, end } })
  }
  for (const part of template.parts) if (typeof part !== 'string') checkExpression(part, { cursor, scope, tools })
}

export interface TextSite {
  readonly cursor: Cursor
  readonly scope: Scope
  readonly tools: CheckTools
}

function checkExpression(expression: TemplateExpression, site: TextSite): void {
  if (expression.kind === 'call') {
    checkCall(expression, site)
    return
  }
  const { cursor, scope, tools } = site
  const first = String(expression.segments[0]?.value)
  if (scope.needs !== undefined && (first === 'captures' || first === 'row' || first === 'params')) {
    scope.needs.push({ reference: expression, spot: { cursor, span: expression } })
  }
  const finding = checkReference(expression, scope, tools.names)
  if (finding !== undefined) tools.report(finding.problem, { cursor, span: finding.span }, finding.related)
}

function checkCall(call: TemplateCall, site: TextSite): void {
  const { cursor, tools } = site
  const name = String(call.name.value)
  if (!isTemplateFunction(name)) {
    tools.report(problems.unknownFunction(name, Object.keys(templateFunctions)), { cursor, span: call.name })
    return
  }
  const { signature, least, most, literals } = templateFunctions[name]
  const count = call.arguments.length
  if (count < least || count > most) {
    tools.report(problems.wrongArguments(`${count === 0 ? 'none' : count} given`, signature), { cursor, span: call })
    return
  }
  for (const [index, argument] of call.arguments.entries()) {
    const expected = literals[index]
    if (argument.kind !== 'literal') checkExpression(argument, site)
    else if (expected !== undefined && !fits(argument, expected)) {
      tools.report(
        problems.wrongArguments(
          `${JSON.stringify(argument.value)} is no ${expected === 'text' ? 'text in quotes' : 'whole number'}`,
          signature,
        ),
        { cursor, span: argument },
      )
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

function checkRandomInt(call: TemplateCall, { cursor, tools }: TextSite): void {
  const [least, most] = call.arguments
  if (least?.kind !== 'literal' || most?.kind !== 'literal' || Number(least.value) <= Number(most.value)) return
  tools.report(problems.wrongArguments(`${least.value} is above ${most.value}`, templateFunctions.randomInt.signature), {
    cursor,
    span: call,
  })
}

function checkFaker(call: TemplateCall, { cursor, tools }: TextSite): void {
  const [path] = call.arguments
  if (path?.kind !== 'literal') return
  tools.later(async () => {
    const { fakerMethods } = await import('./faker-methods.ts')
    const methods = fakerMethods()
    const name = String(path.value)
    if (!methods.has(name))
      tools.report(problems.unknownFaker(name, [...methods]), { cursor, span: { start: path.start + 1, end: path.end - 1 } })
  })
}
