// Where schemas stand inside a schema, so that a property named `title` is not taken for an annotation.
const maps = new Set(['properties', 'patternProperties', 'definitions', 'dependencies'])
const lists = new Set(['allOf', 'anyOf', 'oneOf'])
const single = new Set(['additionalProperties', 'items', 'propertyNames', 'not', 'if', 'then', 'else'])

/** A copy of a schema in which `change` has replaced each subschema, the innermost first. */
export function mapSchema(schema, change) {
  if (typeof schema === 'boolean' || Array.isArray(schema)) return schema
  const copy = mapEntries(schema, (value, key) => {
    if (maps.has(key)) return mapEntries(value, (sub) => mapSchema(sub, change))
    if (lists.has(key)) return value.map((sub) => mapSchema(sub, change))
    return single.has(key) ? mapSchema(value, change) : value
  })
  return change(copy)
}

/** What `#/definitions/Request/properties/get` names. */
export function follow(root, ref) {
  return ref
    .split('/')
    .slice(1)
    .reduce((schema, key) => schema[key], root)
}

/**
 * "One of these keys" is a definition of its own (`ServiceKind`): `if` one of them is there … `else` all are offered and, unless the
 * choice is optional, one is demanded; `dependencies` say what each key holds and which other keys it rules out. Editors complete
 * and explain exactly that; ajv's code for it would be large and its errors many, so here it becomes data.
 */
function readChoice(root, schema) {
  if (schema.if?.anyOf === undefined || schema.else?.allOf === undefined) return undefined
  const keys = schema.if.anyOf.map((branch) => branch.required[0])
  const fragments = keys.map((key) => resolve(root, schema.dependencies[key] ?? {}))
  const ruling = keys.filter((key, index) => keys.slice(index + 1).some((later) => isRuledOut(fragments[index].properties?.[later])))
  const exclusive = keys.filter((key) => ruling.includes(key) || fragments.some((fragment) => isRuledOut(fragment.properties?.[key])))
  const { if: condition, then } = schema.else
  return {
    keys,
    exclusive,
    /** Keys beside which one of `keys` is demanded; undefined when the choice is optional. */
    companions: condition === undefined ? undefined : (condition.propertyNames?.enum ?? []),
    errorMessage: then?.errorMessage,
    /** Keys that go with some of `keys` only. */
    belongs: readBelongs(keys, fragments),
  }
}

function readBelongs(keys, fragments) {
  const belongs = {}
  for (const [index, fragment] of fragments.entries()) {
    const beside = Object.values(fragment.dependencies ?? {}).flatMap((part) => Object.entries(part.properties))
    for (const [name, value] of beside) (belongs[name] ??= []).push(...(value === false ? [] : [keys[index]]))
  }
  return belongs
}

/** As text `patch` is a method that others rule out, as a map it changes the body. */
const isRuledOut = (property) => property === false || property?.doNotSuggest === true

/**
 * The same schema in plain words, for generators: what a choice says about its keys stands in the definitions that use it (where the
 * schema has `true`), their choices are listed in `choices`, and what is demanded only while all keys are known (so that a misspelt
 * key is one mistake) stands in `required`.
 */
export function plainSchema(root) {
  const choices = mapEntries(root.definitions, (definition) => readChoice(root, definition))
  const isChoice = (part) => choices[nameOf(part.$ref)] !== undefined
  const { definitions, ...rest } = mapSchema(root, (schema) => {
    if (schema.properties === undefined || schema.additionalProperties !== false) return schema
    const { if: condition, then, allOf = [], dependencies = {}, ...plain } = schema
    const fragments = [schema, ...allOf.filter(isChoice).map((part) => resolve(root, part))].flatMap((part) => fragmentsOf(root, part))
    const found = Object.assign({}, ...fragments.map((fragment) => fragment.properties))
    return {
      ...plain,
      properties: mapEntries(schema.properties, (value, key) => (value === true ? found[key] : value)),
      dependencies: filterEntries(dependencies, (value) => Array.isArray(value)),
      ...(condition === undefined ? {} : { required: then.required }),
      allOf: allOf.filter((part) => !isChoice(part)),
      choices: allOf.filter(isChoice).map((part) => choices[nameOf(part.$ref)]),
    }
  })
  return { ...rest, definitions: filterEntries(definitions, (_, name) => choices[name] === undefined) }
}

/** The definition that a reference names. */
export function nameOf(ref) {
  return ref?.split('/').at(-1)
}

function fragmentsOf(root, schema) {
  const fragments = Object.values(schema.dependencies ?? {}).filter((value) => !Array.isArray(value))
  return fragments.flatMap((fragment) => {
    const { properties = {}, ...rest } = resolve(root, fragment)
    return [{ properties: filterEntries(properties, (value) => !isRuledOut(value)) }, ...fragmentsOf(root, rest)]
  })
}

function resolve(root, schema) {
  return schema.$ref === undefined ? schema : resolve(root, follow(root, schema.$ref))
}

function mapEntries(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))
}

function filterEntries(object, isKept) {
  return Object.fromEntries(Object.entries(object).filter(([key, value]) => isKept(value, key)))
}
