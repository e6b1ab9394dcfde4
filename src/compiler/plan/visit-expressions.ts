import type { Argument, Expression, Uses, Value } from './plan.ts'

/** Calls `visit` for every expression in a value, also for those handed to functions. */
export function visitExpressions(value: Value, visit: (expression: Expression) => void): void {
  if (value.kind === 'list') for (const item of value.items) visitExpressions(item, visit)
  else if (value.kind === 'map') for (const [, item] of value.entries) visitExpressions(item, visit)
  else if (value.kind === 'expression') visitExpression(value.expression, visit)
  else if (value.kind === 'text') for (const part of value.parts) if (typeof part !== 'string') visitExpression(part, visit)
}

function visitExpression(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression)
  if (expression.kind === 'call') for (const argument of expression.arguments) visitArgument(argument, visit)
}

function visitArgument(argument: Argument, visit: (expression: Expression) => void): void {
  if (argument.kind === 'expression') visitExpression(argument.expression, visit)
}

/** What a value needs around it to be evaluated. */
export function usesOf(value: Value): Uses {
  const uses = { row: false, params: false, captures: false, asynchronous: false }
  visitExpressions(value, (expression) => {
    if (expression.kind === 'row') uses.row = true
    else if (expression.kind === 'param') uses.params = true
    else if (expression.kind === 'capture') uses.captures = true
    else if (expression.kind === 'service' || expression.kind === 'stub') uses.asynchronous = true
    else if (expression.kind === 'fixture' && expression.asynchronous) uses.asynchronous = true
  })
  return uses
}
