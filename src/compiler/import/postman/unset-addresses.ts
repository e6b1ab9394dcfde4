import type { Collection, Variable } from './collection.ts'
import { dynamicVariables } from './dynamic-variables.ts'
import { readUrl } from './read-url.ts'
import { hasPlaceholder } from './templates.ts'

/**
 * Variables that stand in a host and that nothing sets, as when a collection comes without its environment. They become constants
 * with a host that does not exist, so that the project compiles, and one place says where the requests go.
 */
export function unsetAddresses({ items }: Collection, known: ReadonlySet<string>): readonly Variable[] {
  const found = new Map<string, Variable>()
  for (const { request } of items) {
    const { base } = readUrl(request['url'])
    if (!hasPlaceholder(base)) continue
    for (const { 0: whole, 1: name = '', index } of base.matchAll(/\{\{([^{}]+)\}\}/g)) {
      if (known.has(name) || found.has(name) || Object.hasOwn(dynamicVariables, name)) continue
      found.set(name, { name, value: stand(base, { name, start: index, end: index + whole.length }), disabled: false, secret: false })
    }
  }
  return [...found.values()]
}

function stand(base: string, { name, start, end }: { name: string; start: number; end: number }): string {
  if (base.slice(end).startsWith('://')) return 'http'
  if (start > 0 && base[start - 1] === ':') return '80'
  const host = `${
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'host'
  }.invalid`
  return start === 0 ? `http://${host}` : host
}
