import { describe, expect, test } from 'vitest'
import { redact } from '../../values/secrets.ts'
import { ProxyAddressError, proxyFor } from './proxy-for.ts'

const plain = { HTTP_PROXY: 'http://one:3128', HTTPS_PROXY: 'http://two:3129' }

describe('the proxy for an origin', () => {
  test('is that of its scheme', () => {
    expect(proxyFor('http://a.example', plain)?.origin).toBe('http://one:3128')
    expect(proxyFor('https://a.example', plain)?.origin).toBe('http://two:3129')
    expect(proxyFor('https://a.example', { HTTP_PROXY: 'http://one:3128' })).toBeUndefined()
    expect(proxyFor('https://a.example', { ALL_PROXY: 'one:3128' })?.origin).toBe('http://one:3128')
    expect(proxyFor('http://a.example', {})).toBeUndefined()
  })

  test('is that of the small letters where both are there', () => {
    expect(proxyFor('http://a.example', { ...plain, http_proxy: 'http://small:1' })?.origin).toBe('http://small:1')
    expect(proxyFor('http://a.example', { ...plain, http_proxy: '' })?.origin).toBe('http://one:3128')
  })

  test.each(['http://127.0.0.1:80', 'http://127.1.2.3', 'http://localhost:3000', 'https://api.localhost', 'http://[::1]:80'])(
    'is none for %s, which is this machine',
    (origin) => expect(proxyFor(origin, plain)).toBeUndefined(),
  )

  test.each([
    ['*', 'http://a.example', true],
    ['a.example', 'http://a.example', true],
    ['a.example', 'http://b.a.example', true],
    ['.a.example', 'http://b.a.example', true],
    ['*.a.example', 'http://b.a.example', true],
    ['a.example', 'http://ba.example', false],
    ['x, A.Example', 'http://a.example', true],
    ['a.example:8080', 'http://a.example:8080', true],
    ['a.example:8080', 'http://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['', 'http://a.example', false],
  ])('with NO_PROXY=%s leaves out %s: %s', (list, origin, direct) => {
    expect(proxyFor(origin, { ...plain, NO_PROXY: list }) === undefined).toBe(direct)
  })

  test('takes user and password from its address, and the password is a secret from then on', () => {
    const proxy = proxyFor('http://a.example', { HTTP_PROXY: 'http://me:p%40ssword@one:3128' })
    expect(proxy).toEqual({ origin: 'http://one:3128', authorization: `Basic ${Buffer.from('me:p@ssword').toString('base64')}` })
    expect(redact('p@ssword')).toBe('***')
  })

  test.each(['socks5://one:1080', 'http://', '::'])('is refused where it is %s', (address) => {
    expect(() => proxyFor('http://a.example', { HTTP_PROXY: address })).toThrow(ProxyAddressError)
  })
})
