import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { propertiesOf, schema, subschemasOf } from './schema.ts'

const definitions = Object.entries(schema.definitions!)
const properties = [...propertiesOf(schema)]
const subschemas = [...subschemasOf(schema)]
/** Definitions that others take in by `allOf`. */
const parts = new Set(subschemas.flatMap(({ schema: { allOf = [] } }) => allOf.map(({ $ref }) => $ref!.split('/')[2])))
/** Keys that another key needs, such as `path` for `method`. */
const needed = new Set(subschemas.flatMap(({ schema: { dependencies = {} } }) => Object.values(dependencies).filter((keys) => Array.isArray(keys)).flat()))

/** Maps whose keys are another format's: compose files, JSON Schemas, rows of data, a provider's own keys, tokens. */
const OPEN = /\/(?:override|jsonSchema|schema|variables|extra|with|patch|Row|claims|JwtAuth\/properties\/header)$/

describe('the schema', () => {
  it.each(definitions)('names and describes %s', (name, { title, description, $comment }) => {
    // A part shows no words of its own in editors, which would hide those of the place that takes it in.
    if (parts.has(name)) expect({ title, description, $comment }).toEqual({ $comment: expect.stringMatching(/^[A-Z].*\.$/s) as string })
    else expect({ title, description }).toEqual({ title: expect.stringMatching(/^[A-Z]/) as string, description: expect.stringMatching(/^[A-Z].*\.$/s) as string })
  })

  it('gives every definition a name of its own', () => {
    const titles = definitions.flatMap(([, { title }]) => title ?? [])
    expect(titles).toEqual([...new Set(titles)])
  })

  it.each(properties.map(({ place, description }) => [place, description]))('describes %s in a sentence', (_, description) => {
    expect(description).toMatch(/^[A-Z`].*\.$/s)
  })

  it('has an example or a list of values wherever a value is not plain', () => {
    const unclear = properties.filter(({ schema: property, description }) => {
      const isPlain = property.$ref !== undefined || property.enum !== undefined || 'const' in property || property.properties !== undefined
      return !isPlain && property.examples === undefined && !/Example: `.*`\./s.test(description ?? '')
    })
    expect(unclear.map(({ place }) => place)).toEqual([])
  })

  it('says what holds without it for every setting that may be left out', () => {
    const silent = properties.filter(({ place, key, description }) => isSetting(place, key) && !description!.includes('Default: '))
    expect(silent.map(({ place }) => place)).toEqual([])
  })

  it('explains every value of a list', () => {
    const unexplained = subschemas.filter(({ schema: { enum: values, enumDescriptions: texts }, place }) => values && texts?.length !== values.length && !SPEAKING.test(place))
    expect(unexplained.map(({ place }) => place)).toEqual([])
  })

  it('closes every map but those of another format', () => {
    const open = subschemas.filter(({ schema: { properties: known, type, additionalProperties: others, allOf: mixins }, place }) => {
      const isRule = /\/(?:if|else|then|dependencies\/\w+|anyOf\/\d+)$/.test(place)
      return !isRule && mixins === undefined && (known !== undefined || type === 'object') && others !== false && typeof others !== 'object' && !OPEN.test(place)
    })
    expect(open.map(({ place }) => place)).toEqual([])
  })

  it('has words for every pattern that editors would show otherwise', () => {
    const bare = subschemas.filter(({ schema: { pattern, errorMessage, patternErrorMessage } }) => pattern !== undefined && errorMessage === undefined && patternErrorMessage === undefined)
    expect(bare.map(({ place }) => place)).toEqual([])
  })

  it('lets every place with a unit hold ${…}', () => {
    const units = ['Duration', 'Wait', 'ByteSize', 'Growth', 'Rate', 'Share'].map((name) => schema.definitions![name]!)
    for (const { title, pattern } of units) expect('${env.X}', title).toMatch(new RegExp(pattern!, 'u'))
  })

  it('knows no reference to nowhere and no definition that nothing refers to', () => {
    const references = new Set(subschemas.flatMap(({ schema: { $ref } }) => ($ref === undefined ? [] : [$ref.split('/')[2]!])))
    const unused = definitions.map(([name]) => name).filter((name) => !references.has(name) && name !== 'IncludedFile')
    expect(unused).toEqual([])
  })

  it('matches the types and the validator that are generated from it', () => {
    const root = fileURLToPath(new URL('../../', import.meta.url))
    execFileSync(process.execPath, ['scripts/gen.js', '--check'], { cwd: root, stdio: 'pipe' })
  })
})

/** Lists whose values need no explanation. */
const SPEAKING = /\/(?:signal|type|propertyNames|if\/propertyNames)$/
/** Definitions whose keys are conditions or sections, or of which one must be there. */
const CONDITIONS = /^(?:Expect|.*Matcher|.*Threshold|Thresholds|MockCalls|StubCalls|StubWhen|Amount|Wait|Ci|IncludedFile)$/
/** One of a choice. */
const CHOSEN = /\/dependencies\/(\w+)\/properties\/\1$/

function isSetting(place: string, key: string): boolean {
  const [section, definition] = place.split('/').slice(1)
  if (section !== 'definitions' || key === 'description' || needed.has(key) || CONDITIONS.test(definition!) || CHOSEN.test(place)) return false
  return !(schema.definitions![definition!]!.then?.required ?? []).includes(key)
}
