import type { Argument, Expression, Path, Value } from '../plan/plan.ts'

/** What the code of a value needs around it. */
export interface Needs {
  /** It holds any `${…}`, so it is evaluated when it is used. */
  readonly dynamic: boolean
  readonly asynchronous: boolean
  readonly api: boolean
  readonly row: boolean
  readonly params: boolean
  readonly port: boolean
  readonly services: boolean
  readonly stubs: boolean
  readonly path: boolean
  readonly request: boolean
  readonly variables: boolean
  readonly fixtures: boolean
  /** A fixture that is made while tests run. */
  readonly state: boolean
}

export function inspectValues(values: readonly (Value | undefined)[]): Needs {
  const kinds = new Set<string>()
  for (const value of values) {
    if (value !== undefined)
      visitExpressions(value, ({ expression }) =>
        kinds.add(expression.kind === 'fixture' && expression.asynchronous ? 'state' : expression.kind),
      )
  }
  const has = (kind: string) => kinds.has(kind)
  const asynchronous = has('state') || has('service') || has('stub')
  return {
    dynamic: kinds.size > 0,
    asynchronous,
    api: asynchronous || has('capture'),
    row: has('row'),
    params: has('param'),
    port: has('port'),
    services: has('service'),
    stubs: has('stub'),
    path: has('path'),
    request: has('request'),
    variables: has('variable'),
    fixtures: has('fixture'),
    state: has('state'),
  }
}

export interface FoundExpression {
  readonly expression: Expression
  /** Keys on the way to the value that holds it. */
  readonly path: Path
  /** `whole`: the value is this alone; `part`: text stands around it, or it is given to a function. */
  readonly as: 'whole' | 'part' | 'argument'
}

/** Calls `visit` for every expression in a value, also for those given to functions. */
export function visitExpressions(value: Value, visit: (found: FoundExpression) => void, path: Path = []): void {
  switch (value.kind) {
    case 'literal':
    case 'module':
      return
    case 'list':
      for (const [index, item] of value.items.entries()) visitExpressions(item, visit, [...path, index])
      return
    case 'map':
      for (const [key, item] of value.entries) visitExpressions(item, visit, [...path, key])
      return
    case 'text':
      for (const part of value.parts) if (typeof part !== 'string') visitExpression({ expression: part, path, as: 'part' }, visit)
      return
    case 'expression':
      visitExpression({ expression: value.expression, path, as: 'whole' }, visit)
  }
}

function visitExpression(found: FoundExpression, visit: (found: FoundExpression) => void): void {
  visit(found)
  if (found.expression.kind !== 'call') return
  for (const argument of found.expression.arguments) visitArgument(argument, found.path, visit)
}

function visitArgument(argument: Argument, path: Path, visit: (found: FoundExpression) => void): void {
  if (argument.kind === 'expression') visitExpression({ expression: argument.expression, path, as: 'argument' }, visit)
}
