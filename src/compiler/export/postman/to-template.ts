import { dynamicVariables } from '../../import/postman/dynamic-variables.ts'
import { parseTemplate } from '../../templates/parse-template.ts'
import type { TemplateExpression } from '../../templates/template.ts'

const fakers = new Map(Object.entries(dynamicVariables).map(([name, expression]) => [expression, name]))

const functions: Readonly<Record<string, string>> = { uuid: '$guid', timestamp: '$timestamp', now: '$isoTimestamp' }

/** `${…}` of the language as `{{…}}` of Postman; `onMissing` is told of what Postman has no name for. */
export function toTemplate(text: string, onMissing: (what: string) => void): string {
  return parseTemplate(text)
    .parts.map((part) => (typeof part === 'string' ? part : `{{${nameOf(part) ?? missing(part, onMissing)}}}`))
    .join('')
}

export function toTemplates(value: unknown, onMissing: (what: string) => void): unknown {
  if (typeof value === 'string') return toTemplate(value, onMissing)
  if (Array.isArray(value)) return value.map((item) => toTemplates(item, onMissing))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toTemplates(item, onMissing)]))
}

/** An expected value as JavaScript: a variable alone keeps its type. */
export function toCode(value: unknown, onMissing: (what: string) => void): string {
  if (typeof value !== 'string') return JSON.stringify(toTemplates(value, onMissing))
  const template = toTemplate(value, onMissing)
  const alone = /^\{\{([^{}$]+)\}\}$/.exec(template)?.[1]
  if (alone !== undefined) return `pm.variables.get(${JSON.stringify(alone)})`
  return template.includes('{{') ? `pm.variables.replaceIn(${JSON.stringify(template)})` : JSON.stringify(template)
}

function nameOf(expression: TemplateExpression): string | undefined {
  if (expression.kind === 'call') {
    const name = String(expression.name.value)
    if (name === 'randomInt') return '$randomInt'
    const [method] = expression.arguments
    if (name === 'faker' && method?.kind === 'literal') return fakers.get(`faker(${JSON.stringify(method.value)})`)
    return Object.hasOwn(functions, name) ? functions[name] : undefined
  }
  const [scope, name, ...parts] = expression.segments.map(({ value }) => String(value))
  if (parts.length > 0 || name === undefined) return undefined
  return ['variables', 'env', 'captures', 'session', 'row'].includes(scope ?? '') ? name : undefined
}

function missing(expression: TemplateExpression, onMissing: (what: string) => void): string {
  const what = expression.kind === 'call' ? `${String(expression.name.value)}(…)` : expression.segments.map(({ value }) => value).join('.')
  onMissing(`\${${what}}`)
  return what
}
