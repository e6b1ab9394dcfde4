import { hooks, values } from './reference-prose.js'
import { follow } from './walk-schema.js'

const head = `<!-- Generated from schema/apitest.schema.json by \`npm run gen\`. -->
# The apitest language: reference

Every key that \`apitest.yaml\` may have, as the schema tells it to editors. Keys not listed are errors. Durations, sizes, rates and shares carry their unit; \`\${…}\` may stand
in any text. Start with the [README](../README.md) and the [examples](../specs).
`

/** `docs/reference.md`: the schema as a page, a table for each kind of map. */
export function emitReference(schema) {
  const root = { ...schema, definitions: titled(schema.definitions) }
  const definitions = Object.entries(root.definitions).filter(([, definition]) => definition.title !== undefined)
  const maps = definitions.filter(([name, definition]) => definition.properties !== undefined && name !== 'IncludedFile')
  const texts = definitions.filter(
    ([, definition]) => definition.properties === undefined && definition.description !== undefined && definition.type === 'string',
  )
  const sections = [
    section(root, 'apitest.yaml', root),
    values,
    hooks,
    ...maps.map(([, definition]) => section(root, definition.title, definition)),
  ]
  const words = texts.map(([, { title, description }]) => `| ${title} | ${cell(description)} |`)
  return `${head}\n${sections.join('\n')}\n## Texts with a form of their own\n\n| form | meaning |\n| --- | --- |\n${words.join('\n')}\n`
}

/** Maps that stand beside other types of a key (`auth` is a map or null) have no title in the schema: the key is what editors explain. */
function titled(definitions) {
  const entries = Object.entries(definitions).map(([name, definition]) => {
    if (definition.title !== undefined || definition.properties === undefined) return [name, definition]
    const title = name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    return [name, { ...definition, title, description: definition.$comment }]
  })
  return Object.fromEntries(entries)
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
  const parts = target.title === undefined ? partsOf(root, target) : ''
  const shown =
    example === undefined || /Example:/.test(description)
      ? ''
      : ` Example: \`${typeof example === 'string' ? example : JSON.stringify(example)}\`.`
  return `| \`${key}\` | ${cell(description + shown + parts)} | ${cell(holds(root, value))} |`
}

/** The keys of a map that is explained where it stands. */
function partsOf(root, { properties = {} }) {
  const parts = Object.entries(properties).map(([key, value]) => `\`${key}\`: ${resolve(root, value).description}`)
  return parts.length === 0 ? '' : ` As a map: ${parts.join(' ')}`
}

/** A link to what the value is, or the names of its types. */
function holds(root, value) {
  const target = resolve(root, value)
  if (target.enum !== undefined) return target.enum.map((word) => `\`${word}\``).join(', ')
  if (target.const !== undefined) return `\`${target.const}\``
  const [inner, item] = [target.additionalProperties, target.items].map((part) => resolve(root, typeof part === 'object' ? part : {}))
  const [innerMap, itemMap, ownMap] = [inner, item, target].map((part) => mapOf(root, part))
  const [innerKinds, itemKinds] = [inner, item].map((part) => kindsOf(root, part))
  if (innerKinds.length > 0) return `names, each ${innerKinds.join(' or ')}`
  if (itemKinds.length > 0) return `list of ${itemKinds.join(' or ')}`
  if (innerMap !== undefined) return `names, each ${typesBeside(inner, innerMap)}`
  if (target.type === 'array' && item.title !== undefined) return `list of ${link(item)}`
  if (target.title !== undefined && target.type === 'string') return link(target)
  if (ownMap !== undefined) return typesBeside(target, ownMap)
  return itemMap === undefined ? [target.type ?? 'anything'].flat().join(', ') : `list of ${link(itemMap)}`
}

/** The definition with the keys of a value that is a map, or may be one. */
function mapOf(root, value) {
  const candidates = [value, ...(value.allOf ?? []).map((part) => resolve(root, part))]
  return candidates.find(({ title, properties }) => title !== undefined && properties !== undefined)
}

/** What a value may be that is told apart by one of its keys, such as the kinds of tests. */
function kindsOf(root, { then, else: otherwise }) {
  if (then?.$ref === undefined || otherwise === undefined) return []
  const others = resolve(root, otherwise)
  return [link(resolve(root, then)), ...(others.title === undefined ? kindsOf(root, others) : [link(others)])]
}

/** A value that may be a text or a map is shown as both. */
function typesBeside({ type = 'object' }, map) {
  return [type]
    .flat()
    .map((word) => (word === 'object' ? link(map) : word))
    .join(', ')
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
