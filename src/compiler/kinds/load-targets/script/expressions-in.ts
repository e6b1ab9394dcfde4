import type { Argument, Expression, Plan, Value } from '../../../plan/plan.ts'

/** Every expression in a value, also those handed to functions. */
export function expressionsIn(value: Value): Expression[] {
  switch (value.kind) {
    case 'list':
      return value.items.flatMap(expressionsIn)
    case 'map':
      return value.entries.flatMap(([, item]) => expressionsIn(item))
    case 'text':
      return value.parts.flatMap((part) => (typeof part === 'string' ? [] : withArguments(part)))
    case 'expression':
      return withArguments(value.expression)
    default:
      return []
  }
}

function withArguments(expression: Expression): Expression[] {
  const inner = (argument: Argument): Expression[] => (argument.kind === 'expression' ? withArguments(argument.expression) : [])
  return expression.kind === 'call' ? [expression, ...expression.arguments.flatMap(inner)] : [expression]
}

const changing = new Set(['uuid', 'now', 'timestamp', 'randomInt', 'faker'])

/** True for a value that is another one each time it is read. */
export function isChanging(value: Value, plan: Plan): boolean {
  return expressionsIn(value).some((expression) => {
    if (expression.kind === 'call') return changing.has(expression.function)
    if (expression.kind === 'variable') return isChanging(plan.variables.find(({ name }) => name === expression.name)?.value ?? none, plan)
    if (expression.kind !== 'fixture') return false
    const fixture = plan.fixtures.find(({ name }) => name === expression.name)
    return fixture?.kind === 'data' && isChanging(fixture.value, plan)
  })
}

const none: Value = { kind: 'literal', value: null }
