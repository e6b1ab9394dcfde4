/**
 * The grammar of `${…}` and nothing else: which names exist is asked by `check-expression.ts`.
 * Offsets are UTF-16 code units of the string as YAML decoded it; `end` lies behind the last character.
 */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Template {
  readonly parts: readonly (string | TemplateExpression)[]
  readonly mistakes: readonly TemplateMistake[]
}

export type TemplateExpression = TemplateReference | TemplateCall

/** `fixtures.rows[0].sku`: the first segment is the scope. */
export interface TemplateReference extends Span {
  readonly kind: 'reference'
  readonly segments: readonly TemplateSegment[]
}

export interface TemplateSegment extends Span {
  readonly value: string | number
}

export interface TemplateCall extends Span {
  readonly kind: 'call'
  readonly name: TemplateSegment
  readonly arguments: readonly TemplateArgument[]
}

export type TemplateArgument = TemplateExpression | TemplateLiteral

export interface TemplateLiteral extends Span {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null
}

export interface TemplateMistake extends Span {
  readonly message: string
  readonly hint?: string
}
