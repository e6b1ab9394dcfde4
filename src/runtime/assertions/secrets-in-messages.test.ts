import { expect, it } from 'vitest'
import { addSecret, redact } from '../values/secrets.ts'
import { check } from './received-response.testing.ts'

const secret = 'tOpSecret-0123456789-abcdefghij'
const padding = 'x'.repeat(105)

// Each body puts the secret where a message would cut it.
it.each([
  ['a text cut at its end', { jsonPath: { '$.a': 1 } }, { json: { a: padding + secret } }],
  ['a list cut at its end', { jsonPath: { '$.a': 1 } }, { json: { a: [padding, secret, secret] } }],
  ['a text shown from where it differs', { jsonPath: { '$.a': `${padding}tOpSX` } }, { json: { a: padding + secret } }],
  ['a line of a difference', { text: 'a\nb' }, { body: `a\n${'x'.repeat(190)}${secret}` }],
  ['a header', { headers: { 'x-a': 'b' } }, { headers: [['x-a', padding + secret] as const] }],
  ['a key', { json: {} }, { json: { [`${padding}${secret}`]: 1 } }],
])('no piece of a secret is in %s', async (_, expected, parts) => {
  addSecret(secret)
  const [result] = await check(expected, parts)
  // Callers hide what is whole; what was cut must have been hidden before.
  const shown = redact(JSON.stringify([result?.message, result?.text, result?.diff, result?.hint]))
  expect(result?.held).toBe(false)
  for (let start = 0; start + 8 <= secret.length; start++) expect(shown).not.toContain(secret.slice(start, start + 8))
})
