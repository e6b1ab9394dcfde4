import type { Condition, Source } from './check.ts'
import { written } from './written.ts'

/** `status is 200`, `header content-type contains json`, `$.sku has size > 0`. */
export function describeTest(source: Source, condition: Condition): string {
  return `${describeSource(source)} ${describe(condition)}`
}

export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'header':
    case 'cookie':
      return `${source.kind} ${source.name}`
    case 'json':
      return `$${source.path.map((step) => (typeof step === 'number' ? `[${step}]` : /^[\p{L}_][\p{L}\p{N}_]*$/u.test(step) ? `.${step}` : `['${step}']`)).join('')}`
    case 'group':
      return `/${source.pattern}/`
    default:
      return source.kind
  }
}

function describe(condition: Condition): string {
  switch (condition.kind) {
    case 'equals':
      return `is ${written(condition.value)}`
    case 'class':
      return `is ${condition.first}xx`
    case 'compare':
      return `${condition.operator} ${written(condition.value)}`
    case 'one-of':
      return `is one of ${condition.items.map((item) => describe(item).replace(/^is /, '')).join(', ')}`
    case 'all':
      return condition.items.map(describe).join(' and ')
    case 'not':
      return `not (${describe(condition.item)})`
    case 'contains':
      return `contains ${written(condition.value)}`
    case 'starts':
      return `starts with ${written(condition.value)}`
    case 'ends':
      return `ends with ${written(condition.value)}`
    case 'matches':
      return `matches /${condition.pattern}/`
    case 'type':
      return `has type ${condition.type}`
    case 'size':
      return `has size ${describe(condition.item).replace(/^is /, '')}`
    case 'empty':
      return condition.is ? 'is empty' : 'is not empty'
    case 'exists':
      return condition.is ? 'exists' : 'does not exist'
    case 'each':
      return `each ${describe(condition.item)}`
    case 'any':
      return `any ${describe(condition.item)}`
    case 'close':
      return `is within ${condition.within} of ${condition.value}`
    case 'part':
      return `has the part ${written(condition.value)}`
  }
}
