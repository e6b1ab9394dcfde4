import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Auth } from '../project/request-types.ts'
import { addSecret, redact } from '../values/secrets.ts'
import { parseChallenges } from './digest.ts'
import { perform } from './prepared.testing.ts'
import { startServer } from '../../../test/support/http-server.ts'
import type { Handler } from '../../../test/support/http-server.ts'

async function authorization(auth: Auth, headers: Record<string, unknown> = {}): Promise<string | undefined> {
  const server = await startServer()
  await perform({ get: '/x', auth, headers }, { base: server.url })
  return server.seen[0]?.headers.authorization
}

describe('credentials', () => {
  it('basic and bearer go into the header', async () => {
    expect(await authorization({ basic: { username: 'Aladdin', password: 'open sésame:' } })).toBe(
      `Basic ${Buffer.from('Aladdin:open sésame:').toString('base64')}`,
    )
    expect(await authorization({ bearer: 'abc' })).toBe('Bearer abc')
  })

  it('give way to a header of the request itself', async () => {
    expect(await authorization({ bearer: 'abc' }, { Authorization: 'wrong' })).toBe('wrong')
  })

  it('hide the token that a secret password makes', async () => {
    addSecret('s3cret-pass', 'PASS')
    const header = await authorization({ basic: { username: 'bob', password: 's3cret-pass' } })
    expect(redact(header ?? '')).toBe('Basic ***')
  })

  it('an API key goes into a header or the query', async () => {
    const server = await startServer()
    await perform({ get: '/x?a=1', auth: { apiKey: { query: 'key', value: 'a b' } } }, { base: server.url })
    await perform({ get: '/x', auth: { apiKey: { header: 'X-Key', value: 'k' } } }, { base: server.url })
    expect(server.seen[0]?.url).toBe('/x?a=1&key=a%20b')
    expect(server.seen[1]?.headers['x-key']).toBe('k')
  })

  it('of no kind are an error', async () => {
    await expect(authorization({})).rejects.toThrow('`auth` needs one of basic, bearer, apiKey (with header or query), oauth2, digest, aws, hawk, oauth1 and jwt')
  })
})

const hash = (algorithm: string, text: string): string =>
  createHash(algorithm.startsWith('SHA-256') ? 'sha256' : 'md5')
    .update(text)
    .digest('hex')

describe('digest', () => {
  const login = { username: 'Mufasa', password: 'Circle of Life' }
  /** Checks as RFC 7616 says, with its own arithmetic. */
  const guard =
    (challenge: string, algorithm = 'MD5'): Handler =>
    (seen, response) => {
      const fields = parseChallenges(seen.headers.authorization ?? '')[0] as Record<string, string> | undefined
      if (fields === undefined) return void response.writeHead(401, { 'www-authenticate': challenge }).end()
      const secret = hash(algorithm, `${login.username}:${fields['realm']}:${login.password}`)
      const first = algorithm.endsWith('-sess') ? hash(algorithm, `${secret}:${fields['nonce']}:${fields['cnonce']}`) : secret
      const second = hash(algorithm, `${seen.method}:${seen.url}`)
      const middle =
        fields['qop'] === undefined ? fields['nonce'] : `${fields['nonce']}:${fields['nc']}:${fields['cnonce']}:${fields['qop']}`
      const right =
        fields['uri'] === seen.url &&
        fields['opaque'] === 'op"aque' &&
        fields['response'] === hash(algorithm, `${first}:${middle}:${second}`)
      response.writeHead(right ? 200 : 403).end()
    }

  it.each([
    ['Digest realm="a, b", nonce="n1", opaque="op\\"aque", qop="auth"', 'MD5'],
    ['Digest realm="r", nonce="n1", opaque="op\\"aque", qop="auth-int,auth", algorithm=MD5', 'MD5'],
    ['Digest realm="r", nonce="n1", opaque="op\\"aque", qop="auth", algorithm=SHA-256', 'SHA-256'],
    ['Digest realm="r", nonce="n1", opaque="op\\"aque", qop=auth, algorithm=MD5-sess', 'MD5-sess'],
    ['Digest realm="r", nonce="n1", opaque="op\\"aque"', 'MD5'],
    ['Basic realm="x", Digest realm="r", nonce="n1", opaque="op\\"aque", qop="auth"', 'MD5'],
    [
      'Digest realm="r", nonce="m", opaque="op\\"aque", qop="auth", algorithm=MD5, Digest realm="r", nonce="s", opaque="op\\"aque", qop="auth", algorithm=SHA-256',
      'SHA-256',
    ],
  ])('answers %s', async (challenge, algorithm) => {
    const server = await startServer(guard(challenge, algorithm))
    const response = await perform({ post: '/dir/index.html?a=1', json: {}, auth: { digest: login } }, { base: server.url })
    expect(response.status).toBe(200)
    expect(server.seen.map(({ body }) => body.toString())).toEqual(['{}', '{}'])
  })

  it('leaves a wrong password as 403 or 401, without asking for ever', async () => {
    const server = await startServer(
      (_, response) => void response.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n"' }).end(),
    )
    expect((await perform({ get: '/', auth: { digest: login } }, { base: server.url })).status).toBe(401)
    expect(server.seen).toHaveLength(2)
  })

  it('is never answered to another origin', async () => {
    const other = await startServer(
      (_, response) => void response.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n"' }).end(),
    )
    const server = await startServer((_, response) => void response.writeHead(302, { location: other.url }).end())
    await perform({ get: '/', auth: { digest: login } }, { base: server.url })
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined])
  })

  it('tells of an algorithm that is not supported', async () => {
    const server = await startServer(
      (_, response) => void response.writeHead(401, { 'www-authenticate': 'Digest realm="r", nonce="n", algorithm=SHA-512-256' }).end(),
    )
    await expect(perform({ get: '/', auth: { digest: login } }, { base: server.url })).rejects.toThrow(
      'The server asks for a digest that is not supported',
    )
  })
})

describe('oauth2', () => {
  let number = 0
  beforeEach(() => void number++)
  const client = (tokenUrl: string, more = {}): Auth => ({
    oauth2: { tokenUrl, clientId: `id ${number}`, clientSecret: 's&cret', scope: 'read write', ...more },
  })
  const basic = (): string => `Basic ${Buffer.from(`id+${number}:s%26cret`).toString('base64')}`

  it('asks once for a token, encoded as a form', async () => {
    const server = await startServer(
      (seen, response) => void response.end(seen.url === '/token' ? '{"access_token":"tok-123456","expires_in":3600}' : '{}'),
    )
    await perform({ get: '/a', auth: client('/token') }, { base: server.url })
    await perform({ get: '/b', auth: client(`${server.url}/token`) }, { base: server.url })
    await perform({ get: '/c', auth: client('/token') }, { base: server.url })
    expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /token', 'GET /a', 'POST /token', 'GET /b', 'GET /c'])
    expect(server.seen[0]).toMatchObject({ headers: { authorization: basic(), 'content-type': 'application/x-www-form-urlencoded' } })
    expect(server.seen[0]?.body.toString()).toBe('grant_type=client_credentials&scope=read+write')
    expect(server.seen.at(-1)?.headers.authorization).toBe('Bearer tok-123456')
    expect(redact('tok-123456')).toBe('***')
  })

  it('sends the secret in the form where the header is refused', async () => {
    const server = await startServer((seen, response) => {
      if (seen.headers.authorization?.startsWith('Basic')) response.writeHead(401).end('{"error":"invalid_client"}')
      else response.end('{"access_token":"tok-form"}')
    })
    await perform({ get: '/a', auth: client('/token', { scope: undefined }) }, { base: server.url })
    expect(server.seen[1]?.body.toString()).toBe(`grant_type=client_credentials&client_id=id+${number}&client_secret=s%26cret`)
  })

  it('asks again when the token has expired', async () => {
    const server = await startServer((_, response, count) => void response.end(`{"access_token":"tok-${count}xx","expires_in":1}`))
    await perform({ get: '/a', auth: client('/token') }, { base: server.url })
    await new Promise((resolve) => setTimeout(resolve, 1050))
    await perform({ get: '/a', auth: client('/token') }, { base: server.url })
    expect(server.seen.map(({ url }) => url)).toEqual(['/token', '/a', '/token', '/a'])
  })

  it('asks once for several requests at the same time', async () => {
    const server = await startServer((_, response) => void response.end('{"access_token":"tok-par"}'))
    await Promise.all([1, 2, 3].map((item) => perform({ get: `/${item}`, auth: client('/token') }, { base: server.url })))
    expect(server.seen.filter(({ url }) => url === '/token')).toHaveLength(1)
  })

  it.each([
    [400, '{"error":"invalid_scope","error_description":"no such scope"}', 'invalid_scope: no such scope'],
    [200, '{"token":"x"}', '(status 200)'],
    [500, 'oops', '(status 500)'],
  ])('says why there is no token: %i %s', async (status, body, message) => {
    const server = await startServer((_, response) => void response.writeHead(status).end(body))
    await expect(perform({ get: '/a', auth: client('/token') }, { base: server.url })).rejects.toThrow(message)
  })
})
