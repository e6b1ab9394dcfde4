// Where schemas stand inside a schema, so that a property named `title` is not taken for an annotation.
const maps = new Set(['properties', 'patternProperties', 'definitions', 'dependencies'])
const lists = new Set(['allOf', 'anyOf', 'oneOf'])
const single = new Set(['additionalProperties', 'items', 'propertyNames', 'not', 'if', 'then', 'else'])

/** A copy of a schema in which `change` has replaced each subschema, the innermost first; returning undefined removes it. */
export function mapSchema(schema, change) {
  if (typeof schema === 'boolean' || Array.isArray(schema)) return schema
  const copy = {}
  for (const [key, value] of Object.entries(schema)) {
    if (maps.has(key)) copy[key] = mapValues(value, (sub) => mapSchema(sub, change))
    else if (lists.has(key)) copy[key] = value.map((sub) => mapSchema(sub, change)).filter((sub) => sub !== undefined)
    else if (single.has(key)) copy[key] = mapSchema(value, change)
    else copy[key] = value
    if (copy[key] === undefined) delete copy[key]
  }
  return change(copy)
}

function mapValues(object, change) {
  return Object.fromEntries(
    Object.entries(object)
      .map(([key, value]) => [key, change(value)])
      .filter(([, value]) => value !== undefined),
  )
}

/** What `#/definitions/Request/properties/get` names. */
export function follow(root, ref) {
  return ref
    .split('/')
    .slice(1)
    .reduce((schema, key) => schema[key], root)
}

/**
 * The schema writes "one of these keys" as `if` one is there, `else` offer them all and, unless it is optional, demand one. Such a
 * choice is a definition of its own; here it becomes data, because ajv's code for it would be large and its errors many.
 */
export function readChoice(schema) {
  if (schema.if?.anyOf === undefined || schema.else?.properties === undefined) return undefined
  const keys = schema.if.anyOf.map((branch) => branch.required[0])
  const rivals = Object.values(schema.dependencies ?? {}).flatMap((dependency) => Object.entries(dependency.properties ?? {}).filter(([, value]) => value.$ref === undefined))
  const exclusive = new Set([...rivals.map(([key]) => key), ...Object.entries(schema.dependencies ?? {}).flatMap(([key, value]) => (value.errorMessage === undefined ? [] : [key]))])
  return {
    keys,
    exclusive: keys.filter((key) => exclusive.has(key)),
    /** Keys beside which one of `keys` is demanded; undefined when the choice is optional. */
    companions: schema.else.if?.propertyNames.enum,
    errorMessage: schema.else.then?.errorMessage,
  }
}
