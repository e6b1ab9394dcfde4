// Bundled into src/compiler/validate/validator.gen.js around ajv's code: one mistake of the user gives one error here.
import { validateIncludedFile as included, validateSpec as spec } from './standalone.js'

export const validateSpec = (data) => errorsOf(spec, data)
export const validateIncludedFile = (data) => errorsOf(included, data)

function errorsOf(validate, data) {
  if (validate(data)) return []
  const misspelt = new Set(validate.errors.filter((error) => error.keyword === 'additionalProperties').map((error) => error.instancePath))
  const errors = []
  for (const error of validate.errors) {
    // A key that is missing is most likely the one that is misspelt.
    if (error.keyword === 'required' && misspelt.has(error.instancePath)) continue
    // These two only repeat that something is wrong inside; of a key that is wrong the latter knows the name.
    if (error.keyword === 'if') continue
    if (error.keyword === 'propertyNames') errors.at(-1).propertyName = error.params.propertyName
    else errors.push(toSchemaError(error))
  }
  return errors
}

function toSchemaError({ instancePath, keyword, params, parentSchema }) {
  const title = parentSchema?.title
  if (keyword === 'choices') return { instancePath, ...choiceError(params, parentSchema), title }
  const error = { instancePath, keyword, params }
  if (title !== undefined) error.title = title
  if (keyword === 'additionalProperties') error.keys = Object.keys(parentSchema.properties ?? {})
  const help = (keyword === 'pattern' && parentSchema.patternErrorMessage) || parentSchema?.errorMessage
  if (help !== undefined) error.help = help
  return error
}

function choiceError({ keyword, additionalProperty, keys, found, help }, { properties }) {
  if (keyword === 'conflict') return { keyword, params: { found }, keys }
  if (keyword === 'choice') return { keyword, params: {}, keys, help }
  return { keyword, params: { additionalProperty }, keys: Object.keys(properties).filter((key) => key !== additionalProperty), help }
}
