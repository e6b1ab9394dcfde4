import { describe, expect, it } from 'vitest'
import { joinUrl } from './join-url.ts'

const join = (
  path: string,
  { base = 'http://a:1', basePath, query = {} }: { base?: string; basePath?: string; query?: Record<string, unknown> } = {},
): string => {
  const { origin, path: rest } = joinUrl({ base, basePath, path, query })
  return `${origin}${rest}`
}

describe('the address of a request', () => {
  it.each([
    ['/', {}, 'http://a:1/'],
    ['items', {}, 'http://a:1/items'],
    ['/items', { base: 'http://a:1/' }, 'http://a:1/items'],
    ['/items', { base: 'http://a:1/v1/' }, 'http://a:1/v1/items'],
    ['/items', { base: 'http://a:1/v1', basePath: '/api/' }, 'http://a:1/v1/api/items'],
    ['/items', { basePath: 'api' }, 'http://a:1/api/items'],
    ['?q=1', { basePath: '/api' }, 'http://a:1/api?q=1'],
    ['https://b.example/x', { basePath: '/api' }, 'https://b.example/x'],
    ['https://b.example', {}, 'https://b.example/'],
    ['https://b.example?x=1', {}, 'https://b.example/?x=1'],
    ['/', { base: 'https://b.example:443' }, 'https://b.example/'],
  ])('puts %s together with %o', (path, options, expected) => {
    expect(join(path, options)).toBe(expected)
  })

  it.each([
    ['/a b', '/a%20b'],
    ['/käse/日本', '/k%C3%A4se/%E6%97%A5%E6%9C%AC'],
    ['/a%20b/%2F', '/a%20b/%2F'],
    ['/100%', '/100%25'],
    ['/%zz', '/%25zz'],
    ['/a#b', '/a%23b'],
    ['/a"<>\\^`{|}b', '/a%22%3C%3E%5C%5E%60%7B%7C%7Db'],
    ["/a!$&'()*+,;=:@-._~[]b", "/a!$&'()*+,;=:@-._~[]b"],
    ['/../etc/./passwd', '/../etc/./passwd'],
    ['/😀', '/%F0%9F%98%80'],
    ['/a\tb\nc', '/a%09b%0Ac'],
  ])('encodes in %s only what is illegal', (path, expected) => {
    expect(join(path)).toBe(`http://a:1${expected}`)
  })

  it.each([
    [{ top: 3, tag: ['a', 'b'] }, '/x?top=3&tag=a&tag=b'],
    [{ q: 'a b&c=d/é' }, '/x?q=a%20b%26c%3Dd%2F%C3%A9'],
    [{ on: true, off: null }, '/x?on=true'],
    [{ empty: '' }, '/x?empty='],
    [{ none: [] }, '/x'],
  ])('writes the query %o', (query, expected) => {
    expect(join('/x', { query })).toBe(`http://a:1${expected}`)
  })

  it('adds a query to the one that the path has', () => {
    expect(join('/x?a=1', { query: { b: 2 } })).toBe('http://a:1/x?a=1&b=2')
    expect(join('/x?', { query: { b: 2 } })).toBe('http://a:1/x?b=2')
  })

  it('refuses what has no text form', () => {
    expect(() => join('/x', { query: { a: { b: 1 } } })).toThrow('`query: a` is a map; it takes text, a number or a boolean')
    expect(() => join('/x', { query: { a: undefined } })).toThrow('is not there (undefined)')
    expect(() => join('/x', { query: { a: [[1]] } })).toThrow('`query: a` is a list')
  })

  it('refuses an address that is none, and a user name in it', () => {
    expect(() => join('/x', { base: 'localhost:1' })).toThrow('`localhost:1/x` is no http or https address')
    expect(() => join('http://user:pass@a/x')).toThrow('use `auth: basic`')
  })
})
