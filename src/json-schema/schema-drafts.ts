import type { Ajv, Options } from 'ajv'

// Which JSON Schemas apitest accepts: the compiler refuses the others, and the runtime checks answers by the same rules.

export type SchemaDraft = '2020-12' | '2019-09' | '07'

/** For messages: the drafts in the order of preference. */
export const knownDrafts = '2020-12 (the default), 2019-09 and 07'

const draftUris: readonly (readonly [SchemaDraft, RegExp])[] = [
  ['2020-12', /^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/],
  ['2019-09', /^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/],
  ['07', /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/],
]

/** The draft that a schema's `$schema` names; `undefined` for one that is not supported. */
export function draftOf(uri: unknown): SchemaDraft | undefined {
  if (uri === undefined) return '2020-12'
  return draftUris.find(([, pattern]) => typeof uri === 'string' && pattern.test(uri))?.[0]
}

/** An unknown keyword or format is an error, because it would check nothing; the other rules of strict mode are matters of taste. */
export const schemaOptions: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictTuples: false,
  strictRequired: false,
  allowUnionTypes: true,
  logger: false,
}

/** Annotations of OpenAPI, which check nothing and are no mistakes. */
export function allowAnnotations(ajv: Ajv): void {
  for (const keyword of ['example', 'xml', 'externalDocs']) ajv.addKeyword(keyword)
}
