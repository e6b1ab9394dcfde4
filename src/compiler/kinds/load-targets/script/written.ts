import type { Expression, Path, Value } from '../../../plan/plan.ts'

/** A value as it stands in the YAML, on one line, for titles and statistics. */
export function written(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return String(value.value)
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : writtenExpression(part))).join('')
    case 'expression':
      return writtenExpression(value.expression)
    case 'list':
      return `[${value.items.map(written).join(', ')}]`
    case 'map':
      return `{ ${value.entries.map(([key, item]) => `${key}: ${written(item)}`).join(', ')} }`
    case 'module':
      return `${value.file}#${value.name}`
  }
}

/** `${captures.id}` */
export function writtenExpression(expression: Expression): string {
  return `\${${inner(expression)}}`
}

function inner(expression: Expression): string {
  switch (expression.kind) {
    case 'env':
      return `env.${expression.name}`
    case 'variable':
      return `variables.${expression.name}${steps(expression.path)}`
    case 'fixture':
      return `fixtures.${expression.name}${steps(expression.path)}`
    case 'capture':
      return `captures.${expression.name.join('.')}${steps(expression.path)}`
    case 'session':
      return `session.${expression.name}${steps(expression.path)}`
    case 'row':
      return `row${steps(expression.path)}`
    case 'param':
      return `params.${expression.name}${steps(expression.path)}`
    case 'service':
    case 'stub':
      return `${expression.kind}s.${expression.name}.${expression.property}`
    case 'port':
      return 'port'
    case 'path':
      return `path.${expression.name}`
    case 'request':
      return `request${steps(expression.path)}`
    case 'call':
      return `${expression.function}(${expression.arguments.map((argument) => (argument.kind === 'literal' ? JSON.stringify(argument.value) : inner(argument.expression))).join(', ')})`
  }
}

function steps(path: Path): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
}
