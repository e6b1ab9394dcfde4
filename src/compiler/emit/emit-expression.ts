import type { Argument, Expression, Path } from '../plan/plan.ts'
import type { Names } from './names.ts'
import { atom, awaited, call, stringLiteral } from './typescript/code.ts'
import type { AwaitCode, Code } from './typescript/code.ts'
import { numberLiteral, propertyAccess } from './typescript/literal.ts'
import type { Module } from './typescript/module.ts'

/** Where a piece of code will stand. */
export interface Scope {
  readonly module: Module
  readonly names: Names
  /** The way to the other generated files: `./`, or `../` from tests/. */
  readonly siblings: './' | '../'
  /** `running`: services are asked for through `api`. `starting`: a service is given those it depends on. */
  readonly services: 'running' | 'starting'
  /** The parameters of the flow, by the name under which its code knows them. */
  readonly params: ReadonlyMap<string, string>
}

/** What a string that is exactly one `${…}` becomes. */
export function emitExpression(expression: Expression, scope: Scope): Code {
  if (expression.kind === 'call') {
    return call(
      scope.module.use('apitest', expression.function),
      expression.arguments.map((argument) => emitArgument(argument, scope)),
    )
  }
  return awaitedExpression(expression, scope) ?? atom(expressionText(expression, scope), 'chain')
}

/** What only a running test can tell. */
function awaitedExpression(expression: Expression, scope: Scope): AwaitCode | undefined {
  if (expression.kind === 'fixture' && expression.asynchronous) {
    return awaited(
      call('api.fixture', [stringLiteral(expression.name)]),
      expression.path.map((part) => propertyAccess(part)),
    )
  }
  if ((expression.kind === 'service' || expression.kind === 'stub') && scope.services === 'running') {
    return awaited(call(`api.${expression.kind}`, [stringLiteral(expression.name)]), [`.${expression.property}`])
  }
  return undefined
}

function emitArgument(argument: Argument, scope: Scope): Code {
  if (argument.kind === 'expression') return emitExpression(argument.expression, scope)
  const { value } = argument
  if (typeof value === 'string') return stringLiteral(value)
  return atom(typeof value === 'number' ? numberLiteral(value) : String(value))
}

/** The same on one line, for use inside `${…}` of a template literal. */
export function expressionText(expression: Expression, scope: Scope): string {
  const { module, siblings } = scope
  const waiting = awaitedExpression(expression, scope)
  if (waiting !== undefined) return waiting.flat
  switch (expression.kind) {
    case 'env':
      return module.use(`${siblings}config.js`, 'env') + propertyAccess(expression.name)
    case 'variable':
      return module.use(`${siblings}config.js`, 'variables') + access([expression.name, ...expression.path])
    case 'fixture':
      return module.use(`${siblings}fixtures.js`, 'fixtures') + access([expression.name, ...expression.path])
    case 'capture':
      return `api.captures${access([...expression.name, ...expression.path])}`
    case 'session':
      return module.use(`${siblings}session.js`, 'session') + access([expression.name, ...expression.path])
    case 'row':
      return `row${access(expression.path)}`
    case 'param':
      return (scope.params.get(expression.name) ?? `params${propertyAccess(expression.name)}`) + access(expression.path)
    case 'service':
    case 'stub':
      return `${expression.kind}s${access([expression.name, expression.property])}`
    case 'port':
      return 'port'
    case 'path':
      return `path${propertyAccess(expression.name)}`
    case 'request':
      return `request${access(expression.path)}`
    case 'call': {
      const args = expression.arguments.map((argument) =>
        argument.kind === 'expression' ? expressionText(argument.expression, scope) : emitArgument(argument, scope).flat,
      )
      return `${module.use('apitest', expression.function)}(${args.join(', ')})`
    }
  }
}

function access(path: Path): string {
  return path.map((part) => propertyAccess(part)).join('')
}
