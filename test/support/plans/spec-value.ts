import type { TemplateExpression } from '../../../src/compiler/templates/template.ts'
import { parseTemplate } from '../../../src/compiler/templates/parse-template.ts'
import type { Argument, Expression, FunctionName, MapValue, Value } from '../../../src/compiler/plan/plan.ts'

/** Plain data as the planner would hand it over, with `${…}` read; for tests. */
export function specValue(data: unknown, asynchronous: readonly string[] = []): Value {
  if (Array.isArray(data)) return { kind: 'list', items: data.map((item) => specValue(item, asynchronous)) }
  if (typeof data === 'object' && data !== null) return specMap(data, asynchronous)
  if (typeof data !== 'string') return { kind: 'literal', value: data as number | boolean | null }
  const parts = parseTemplate(data).parts.map((part) => (typeof part === 'string' ? part : toExpression(part, asynchronous)))
  const [only] = parts
  if (parts.length === 0) return { kind: 'literal', value: '' }
  if (parts.length > 1) return { kind: 'text', parts }
  return typeof only === 'string' ? { kind: 'literal', value: only } : { kind: 'expression', expression: only! }
}

export function specMap(data: object, asynchronous: readonly string[] = []): MapValue {
  return { kind: 'map', entries: Object.entries(data).map(([key, value]) => [key, specValue(value, asynchronous)]) }
}

function toExpression(template: TemplateExpression, asynchronous: readonly string[]): Expression {
  if (template.kind === 'call') {
    return {
      kind: 'call',
      function: template.name.value as FunctionName,
      arguments: template.arguments.map((argument): Argument =>
        argument.kind === 'literal'
          ? { kind: 'literal', value: argument.value }
          : { kind: 'expression', expression: toExpression(argument, asynchronous) },
      ),
    }
  }
  const [scope, ...path] = template.segments.map((segment) => segment.value)
  const [name, ...rest] = path as [string, ...(string | number)[]]
  if (scope === 'env') return { kind: 'env', name }
  if (scope === 'variables') return { kind: 'variable', name, path: rest }
  if (scope === 'fixtures') return { kind: 'fixture', name, path: rest, asynchronous: asynchronous.includes(name) }
  if (scope === 'captures') return { kind: 'capture', name: [name], path: rest }
  if (scope === 'row') return { kind: 'row', path }
  if (scope === 'params') return { kind: 'param', name, path: rest }
  if (scope === 'services') return { kind: 'service', name, property: rest[0] as 'url' }
  if (scope === 'port') return { kind: 'port' }
  throw new Error(`unknown scope ${scope}`)
}
