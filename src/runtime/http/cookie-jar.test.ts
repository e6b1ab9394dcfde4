import { describe, expect, it } from 'vitest'
import { CookieJar } from './cookie-jar.ts'
import { parseSetCookie } from './parse-set-cookie.ts'

function sent(lines: readonly string[], { from = 'http://app.example/', to = from }: { from?: string; to?: string } = {}): string {
  const jar = new CookieJar()
  for (const line of lines)
    jar.store(
      new URL(from),
      [parseSetCookie(line)].filter((cookie) => cookie !== undefined),
    )
  return jar
    .cookiesFor(new URL(to))
    .map(([name, value]) => `${name}=${value}`)
    .join('; ')
}

describe('the cookie jar', () => {
  it.each([
    ['sends back to the same host', ['a=1'], {}, 'a=1'],
    ['not to a host below', ['a=1'], { to: 'http://x.app.example/' }, ''],
    ['to a host below with a domain', ['a=1; Domain=app.example'], { to: 'http://x.app.example/' }, 'a=1'],
    ['with a domain that begins with a dot', ['a=1; domain=.app.example'], { to: 'http://x.app.example/' }, 'a=1'],
    ['not to a host that only ends alike', ['a=1; Domain=app.example'], { to: 'http://myapp.example/' }, ''],
    ['refuses a foreign domain', ['a=1; Domain=other.example'], {}, ''],
    ['refuses a top-level domain', ['a=1; Domain=example'], {}, ''],
    ['refuses a domain for an address', ['a=1; Domain=0.0.1'], { from: 'http://127.0.0.1/' }, ''],
    ['keeps ports apart as little as browsers do', ['a=1'], { to: 'http://app.example:8080/' }, 'a=1'],
    ['only below its path', ['a=1; Path=/x'], { to: 'http://app.example/xy' }, ''],
    ['below its path', ['a=1; Path=/x'], { to: 'http://app.example/x/y' }, 'a=1'],
    ['below the folder of the request by default', ['a=1'], { from: 'http://app.example/x/login', to: 'http://app.example/x/' }, 'a=1'],
    ['not above that folder', ['a=1'], { from: 'http://app.example/x/login', to: 'http://app.example/' }, ''],
    ['longer paths first', ['a=1; Path=/', 'b=2; Path=/x'], { to: 'http://app.example/x' }, 'b=2; a=1'],
    ['replaces by name, domain and path', ['a=1', 'a=2'], {}, 'a=2'],
    ['forgets with Max-Age=0', ['a=1', 'a=; Max-Age=0'], {}, ''],
    ['forgets what expires in the past', ['a=1', 'a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], {}, ''],
    ['reads dates with dashes', ['a=1; Expires=Wed, 01-Jan-1975 00:00:00 GMT'], {}, ''],
    ['Max-Age beats Expires', ['a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], {}, 'a=1'],
    ['keeps a cookie with a date that cannot be read', ['a=1; Expires=soon'], {}, 'a=1'],
    ['secure ones not over http', ['a=1; Secure'], { from: 'https://app.example/', to: 'http://app.example/' }, ''],
    ['secure ones over https', ['a=1; Secure'], { from: 'https://app.example/' }, 'a=1'],
    ['refuses secure ones from http', ['a=1; Secure'], {}, ''],
    ['secure ones on the loopback address', ['a=1; Secure'], { from: 'http://127.0.0.1:4000/' }, 'a=1'],
    ['a value with =', ['a=b=c; Path=/'], {}, 'a=b=c'],
    ['ignores a line without a name', ['=1', 'x', ''], {}, ''],
  ])('%s', (_, lines, options, expected) => {
    expect(sent(lines, options)).toBe(expected)
  })

  it('forgets after Max-Age', async () => {
    const jar = new CookieJar()
    jar.store(new URL('http://a/'), [{ name: 'a', value: '1', attributes: [['Max-Age', '1']] }])
    expect(jar.cookiesFor(new URL('http://a/'))).toHaveLength(1)
    await new Promise((resolve) => setTimeout(resolve, 1050))
    expect(jar.cookiesFor(new URL('http://a/'))).toEqual([])
  })

  it('reads attributes as they are written', () => {
    expect(parseSetCookie('sid= abc ; HttpOnly; Path = /x; SameSite=Lax;')).toEqual({
      name: 'sid',
      value: 'abc',
      attributes: [
        ['HttpOnly', true],
        ['Path', '/x'],
        ['SameSite', 'Lax'],
      ],
    })
  })
})
