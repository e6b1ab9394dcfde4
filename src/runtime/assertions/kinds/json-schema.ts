import { checkSchema } from '../json-schema/check-schema.ts'
import { bodyJson, notJson } from './body-json.ts'
import type { ExpectKind } from './expect-kind.ts'
import { result } from './expect-kind.ts'

/** A JSON Schema for the body: a schema in place or the path of a file; drafts 2020-12 (default), 2019-09 and 07. */
export const jsonSchema: ExpectKind = (call) => {
  const { expected, response, context } = call
  const text = typeof expected === 'string' ? `body fits the schema ${expected}` : 'body fits the schema'
  const body = bodyJson(response)
  if ('problem' in body) return [notJson(call, text, body.problem)]
  const outcome = checkSchema({ schema: expected, value: body.value, folder: context.folder })
  if ('problem' in outcome) return [result(call, { held: false, text, message: `jsonSchema: ${outcome.problem}`, actual: body.value })]
  const [first, ...more] = outcome.violations
  if (first === undefined) return [result(call, { held: true, text, actual: body.value })]
  if (more.length === 0) return [result(call, { held: false, text, message: `jsonSchema: ${first}`, actual: body.value })]
  const diff =
    outcome.violations.length <= 12
      ? outcome.violations
      : [...outcome.violations.slice(0, 11), `… and ${outcome.violations.length - 11} more`]
  return [
    result(call, {
      held: false,
      text,
      message: `jsonSchema: body violates the schema in ${outcome.violations.length} places`,
      diff,
      actual: body.value,
    }),
  ]
}
