import { follow } from './walk-schema.js'

const head = `<!-- Generated from schema/apitest.schema.json by \`npm run gen\`. -->
# The apitest language: reference

Every key that \`apitest.yaml\` may have, as the schema tells it to editors. Keys not listed are errors. Durations, sizes, rates and shares carry their unit; \`\${…}\` may stand
in any text. Start with the [README](../README.md) and the [examples](../specs).
`

/** `docs/reference.md`: the schema as a page, a table for each kind of map. */
export function emitReference(schema) {
  const definitions = Object.entries(schema.definitions).filter(([, definition]) => definition.title !== undefined)
  const maps = definitions.filter(([name, definition]) => definition.properties !== undefined && name !== 'IncludedFile')
  const texts = definitions.filter(
    ([, definition]) => definition.properties === undefined && definition.description !== undefined && definition.type === 'string',
  )
  const sections = [section(schema, 'apitest.yaml', schema), ...maps.map(([, definition]) => section(schema, definition.title, definition))]
  const words = texts.map(([, { title, description }]) => `| ${title} | ${cell(description)} |`)
  return `${head}\n${sections.join('\n')}\n## Texts with a form of their own\n\n| form | meaning |\n| --- | --- |\n${words.join('\n')}\n`
}

function section(root, title, definition) {
  const rows = Object.entries(definition.properties).map(([key, value]) =>
    row(root, key, value === true ? findIn(root, definition, key) : value),
  )
  const required = definition.required ?? definition.then?.required ?? []
  const demanded = required.length === 0 ? '' : `\n\nRequired: ${required.map((key) => `\`${key}\``).join(', ')}.`
  return `## ${title}\n\n${definition.description ?? ''}${demanded}\n\n| key | meaning | holds |\n| --- | --- | --- |\n${rows.join('\n')}\n`
}

function row(root, key, value = {}) {
  const target = resolve(root, value)
  const description = value.description ?? target.description ?? ''
  const [example] = value.examples ?? []
  const shown =
    example === undefined || /Example:/.test(description) ? '' : ` Example: \`${JSON.stringify(example).replace(/^"(.*)"$/, '$1')}\`.`
  return `| \`${key}\` | ${cell(description + shown)} | ${cell(holds(root, value))} |`
}

/** A link to what the value is, or the names of its types. */
function holds(root, value) {
  const target = resolve(root, value)
  const inner = resolve(root, typeof target.additionalProperties === 'object' ? target.additionalProperties : {})
  if (inner.properties !== undefined && inner.title !== undefined) return `names, each [${inner.title}](#${anchor(inner.title)})`
  const item = resolve(root, target.items ?? {})
  if (item.title !== undefined && target.type === 'array') return `list of ${link(item)}`
  if (target.title !== undefined && (target.properties !== undefined || target.type === 'string')) return link(target)
  if (target.enum !== undefined) return target.enum.map((word) => `\`${word}\``).join(', ')
  if (target.const !== undefined) return `\`${target.const}\``
  return [target.type ?? 'anything'].flat().join(', ')
}

function link(definition) {
  return definition.properties === undefined ? definition.title.toLowerCase() : `[${definition.title}](#${anchor(definition.title)})`
}

/** A key of a choice stands as `true` in the map and is explained in a part that the map takes in, or that depends on another key. */
function findIn(root, part, key) {
  const own = part.properties?.[key]
  if (typeof own === 'object' && resolve(root, own).description !== undefined) return own
  const others = [...Object.values(part.dependencies ?? {}), ...(part.allOf ?? [])].filter((other) => !Array.isArray(other))
  for (const other of others) {
    const found = findIn(root, resolve(root, other), key)
    if (found !== undefined) return found
  }
  return undefined
}

function resolve(root, schema) {
  if (schema?.$ref === undefined) return schema ?? {}
  const { $ref, ...beside } = schema
  return { ...resolve(root, follow(root, $ref)), ...beside }
}

const anchor = (title) => title.toLowerCase().replaceAll(' ', '-')
const cell = (text) => text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')
