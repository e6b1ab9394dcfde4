// TypeScript types of a spec, by json-schema-to-typescript: definitions become named types, descriptions and examples become TSDoc.
import { compile } from 'json-schema-to-typescript'
import { follow, mapSchema, nameOf, plainSchema } from './walk-schema.js'

const banner = '// Generated from schema/apitest.schema.json by `npm run gen`.\n'

export async function emitTypes(schema) {
  const simple = mapSchema(withDiscriminants(withInlineProperties(plainSchema(schema))), simplify)
  // A type is named after its definition; the title is for people.
  const definitions = Object.fromEntries(
    Object.entries(simple.definitions).map(([name, definition]) => [name, { ...definition, title: name }]),
  )
  const text = await compile({ ...simple, definitions }, 'Spec', {
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
    bannerComment: banner,
    style: { singleQuote: true, semi: false, printWidth: 140, trailingComma: 'all', bracketSpacing: true },
  })
  return text
    .replaceAll(
      /\n *\*\n *\* (?:This interface was referenced by `Spec`'s JSON-Schema\n *\* via the `definition` "\w+"\.|@m(?:in|ax)Items \d+)/g,
      '',
    )
    .replaceAll(/(?<!\*\/|\n)\n(?=\/\*\*\n|export )/g, '\n\n')
}

/** References to a part of a definition are replaced by that part, so that its documentation comes along. */
function withInlineProperties(schema) {
  const inline = (sub) => {
    if (sub.$ref === undefined || /^#\/definitions\/[^/]+$/.test(sub.$ref)) return sub
    const { $ref, ...own } = sub
    return inline({ ...follow(schema, $ref), ...own })
  }
  return mapSchema(schema, inline)
}

/** Members of a union such as `Test` rule out each other's key (`steps?: never`), so that asking for it narrows the type. */
function withDiscriminants(schema) {
  const definitions = { ...schema.definitions }
  for (const definition of Object.values(schema.definitions)) {
    const members = unionMembers(definition)
    for (const { name } of members) {
      const others = members.filter((member) => member.key !== undefined && member.name !== name)
      const ruledOut = Object.fromEntries(others.map(({ key }) => [key, { tsType: 'never' }]))
      definitions[name] = { ...definitions[name], properties: { ...definitions[name].properties, ...ruledOut } }
    }
  }
  return { ...schema, definitions }
}

/** `if` it has a key `then` one type `else` another, and so on. */
function unionMembers({ if: condition, then, else: otherwise, $ref }) {
  if ($ref !== undefined) return [{ name: nameOf($ref) }]
  if (then?.$ref === undefined) return []
  return [{ key: condition.required[0], name: nameOf(then.$ref) }, ...unionMembers(otherwise)]
}

/** Says what json-schema-to-typescript would misread in ways that it reads well; its own `tsType` carries finished types. */
function simplify(schema) {
  const {
    if: _condition,
    then,
    else: otherwise,
    allOf = [],
    dependencies: _dependencies,
    propertyNames: _names,
    title: _title,
    examples,
    $ref,
    $comment,
    ...rest
  } = schema
  const description = describe(rest.description ?? $comment, examples)
  const head = description === undefined ? {} : { description }
  if (rest.tsType !== undefined) return { ...head, tsType: rest.tsType }
  if ($ref !== undefined) return { ...head, tsType: nameOf($ref) }
  if (then !== undefined) return { ...head, tsType: `${then.tsType} | ${otherwise.tsType}` }
  if (allOf.length > 0) return { ...head, tsType: [...new Set([...scalarTypes(rest), ...allOf.map((part) => part.tsType)])].join(' | ') }
  return isAnything(rest) ? { ...head, tsType: 'unknown' } : { ...rest, ...head }
}

function isAnything({ description: _description, minProperties: _minimum, ...rules }) {
  return Object.keys(rules).length === 0
}

function describe(description, examples) {
  if (examples === undefined) return description
  return [description, ...examples.map((example) => `@example ${typeof example === 'string' ? example : JSON.stringify(example)}`)].join(
    '\n\n',
  )
}

function scalarTypes(schema) {
  return [schema.type ?? []]
    .flat()
    .filter((type) => type !== 'object')
    .map((type) => {
      if (type === 'array') return `(${typeText(schema.items)})[]`
      return type === 'integer' ? 'number' : type
    })
}

function typeText(schema) {
  return schema?.tsType ?? (schema?.type === undefined ? 'unknown' : scalarTypes(schema).join(' | '))
}
