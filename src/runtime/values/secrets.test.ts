import { describe, expect, it } from 'vitest'
import { addSecret, addSecretData, redact } from './secrets.ts'

const secret = 'p@ss wörd/+"\\&=\'<x>?%\n!'

describe('secrets', () => {
  it.each([
    ['as it is', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['URL-encoded with lower-case digits', encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (part) => part.toLowerCase())],
    ['encoded in a path', encodeURI(secret)],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in Python’s quote_plus', encodeURIComponent(secret).replaceAll('%20', '+').replaceAll("'", '%27').replaceAll('!', '%21')],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64 without padding', Buffer.from(secret).toString('base64').replace(/=+$/, '')],
    ['in base64 for URLs', Buffer.from(secret).toString('base64url')],
    ['in base64, URL-encoded', encodeURIComponent(Buffer.from(secret).toString('base64'))],
    ['in JSON', JSON.stringify({ a: secret }).slice(6, -2)],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ a: secret })).slice(10, -4)],
    ['in JSON inside JSON with escaped letters', JSON.stringify(JSON.stringify(secret)).slice(3, -3).replace('ö', '\\u00f6')],
    ['in JSON with escaped letters inside JSON', JSON.stringify(JSON.stringify(secret).replace('ö', '\\u00f6')).slice(3, -3)],
    ['in JSON with escaped letters', JSON.stringify(secret).slice(1, -1).replace('ö', '\\u00f6')],
    ['in XML', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
    [
      'in an XML attribute',
      secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;'),
    ],
  ])('are hidden %s', (_, form) => {
    addSecret(secret)
    expect(redact(`before ${form} after ${form}.`)).toBe('before *** after ***.')
  })

  it('are hidden the longest first', () => {
    addSecret('abcdef')
    addSecret('abcdefghij')
    expect(redact('abcdefghij abcdef')).toBe('*** ***')
  })

  it('that are short are hidden only as whole words', () => {
    addSecret('ab')
    addSecret('7')
    expect(redact('ab cab ab7 (ab) a7 7 7.5 "ab"')).toBe('*** cab ab7 (***) a7 *** ***.5 "***"')
  })

  it('that are empty hide nothing', () => {
    addSecret('')
    expect(redact('plain')).toBe('plain')
  })

  it('that look like patterns are text', () => {
    addSecret('a.c*[x]$&')
    expect(redact('a.c*[x]$& abc')).toBe('*** abc')
  })

  it('inside data are all of its texts and numbers', () => {
    expect(addSecretData({ user: 'u-secret-1', list: [9_876_543, { deep: 'u-secret-2' }], none: null, yes: true })).toEqual([
      'u-secret-1',
      '9876543',
      'u-secret-2',
    ])
    expect(redact('u-secret-1 9876543 u-secret-2 true null')).toBe('*** *** *** true null')
  })

  it('are hidden just as well where there are thousands', () => {
    for (let number = 0; number < 3000; number++) addSecret(`token-${number}/"x"`)
    addSecret('xy')
    expect(redact(`${encodeURIComponent('token-2999/"x"')} ${JSON.stringify('token-7/"x"')} xy xyz token-1/`)).toBe('*** "***" *** xyz token-1/')
  })
})
