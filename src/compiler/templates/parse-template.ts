import type { Template } from './template.ts'
import { TemplateReader } from './template-reader.ts'

const cache = new Map<string, Template>()
const cacheLimit = 10_000

/** Reads a string of the spec; the result is shared between equal strings. */
export function parseTemplate(source: string): Template {
  const known = cache.get(source)
  if (known !== undefined) return known
  const template = new TemplateReader(source).read()
  if (cache.size >= cacheLimit) cache.clear()
  cache.set(source, template)
  return template
}

/** False means that the string is text as it stands, without any reading. */
export function hasTemplate(source: string): boolean {
  return source.includes('${')
}
