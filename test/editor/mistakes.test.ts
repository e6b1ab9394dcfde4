import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { validateSpec } from '../../src/compiler/validate/validator.gen.js'
import { mistakes } from './mistakes.ts'
import { YamlLanguageServer } from './yaml-language-server.ts'

const everything = readFileSync(new URL('everything.yaml', import.meta.url), 'utf8')

describe('the editor underlines once', () => {
  let server: YamlLanguageServer
  let underlined: ReadonlyMap<string, readonly string[]>
  beforeAll(async () => {
    server = await YamlLanguageServer.start()
    // All at once: the server waits a moment before it looks at a document.
    underlined = new Map(await Promise.all(mistakes.map(async ({ yaml }) => [yaml, await server.diagnose(yaml)] as const)))
  })
  afterAll(() => server.stop())

  it('nothing in a file with every construct', async () => {
    expect(await server.diagnose(everything)).toEqual([])
  })

  it.each(mistakes)('$what', ({ yaml, editor }) => {
    expect(underlined.get(yaml)).toEqual([editor])
  })
})

describe('the validator reports once', () => {
  it('nothing in a file with every construct', () => {
    expect(validateSpec(parse(everything))).toEqual([])
  })

  it.each(mistakes)('$what', ({ yaml, validator }) => {
    const errors = validateSpec(parse(yaml)).map(({ keyword, instancePath }) => `${keyword} ${instancePath}`.trim())
    expect(errors).toEqual([validator])
  })

  it('each of several mistakes', () => {
    const errors = validateSpec({ version: 1, tests: { a: { gett: '/' }, b: {} }, services: { web: { process: { comand: 'x' } } } })
    expect(errors.map(({ keyword }) => keyword)).toEqual(['additionalProperties', 'additionalProperties', 'choice'])
  })
})
