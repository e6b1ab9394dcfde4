import { createHmac, generateKeyPairSync, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Auth } from '../../project/request-types.ts'
import type { WireRequest } from '../send-once.ts'
import { bytesBody, peekBody } from '../wire-body.ts'
import { signJwt } from './sign-jwt.ts'
import { signRequest } from './sign-request.ts'

const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5), nonce: () => 'n1' }
const wire = (given: Partial<WireRequest> = {}): WireRequest => ({
  method: 'GET',
  origin: 'http://example.com',
  path: '/',
  headers: [],
  body: undefined,
  ...given,
})
const json = { headers: [['content-type', 'application/json; charset=utf-8']] as const, body: bytesBody(Buffer.from('{"a":1}')) }
const form = {
  headers: [['content-type', 'application/x-www-form-urlencoded']] as const,
  body: bytesBody(Buffer.from('f+1=%C3%BC%26')),
}
const authorization = async (auth: Auth, request: WireRequest) =>
  (await signRequest(auth, request, clock)).headers.find(([name]) => name === 'authorization')?.[1]

// the expected values are those of aws4 1.13, hawk and node-oauth1 1.3, with which Newman 6.2 signs
describe('auth: aws', () => {
  const keys = { accessKey: 'AK', secretKey: 'SK' }

  it('signs host, date and a query that is sorted and encoded anew', async () => {
    const request = wire({ origin: 'http://example.com:8080', path: '/a%20b/c?b=2&a=1%2F' })
    expect(await authorization({ aws: { ...keys, region: 'eu-west-1' } }, request)).toBe(
      'AWS4-HMAC-SHA256 Credential=AK/20260102/eu-west-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=87c7ad56acea43875e7965761ca4f73648f2be4bd8be7f6c42547778b03e7d8c',
    )
  })

  it('signs the body, its type and a session token', async () => {
    const request = wire({ method: 'POST', path: '/p', ...json, headers: [['Content-Type', 'application/json']] })
    expect(await authorization({ aws: { ...keys, sessionToken: 'ST' } }, request)).toContain(
      'SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=993072e98cde08a310a2cb17c114161aea85a01f387c15c873f195e7be17d433',
    )
  })

  it('leaves the path of S3 as it is', async () => {
    const request = wire({ origin: 'https://b.s3.amazonaws.com', path: '/k%2Fey%20x//y' })
    expect(await authorization({ aws: { ...keys, service: 's3' } }, request)).toContain(
      'Signature=723888036d7f970e0bc8817042da2b086b322ffea2d451736ccbcca85752e97b',
    )
  })

  it('signs in the query', async () => {
    const { path, headers } = await signRequest({ aws: { ...keys, in: 'query' } }, wire({ path: '/p?z=1' }), clock)
    expect(headers).toEqual([])
    expect(path).toContain('X-Amz-Signature=5e645982ba1be272c03288da0c823c68f7c50b1791d2817fb4695ae9593146d5')
  })

  it('keeps a date that the request has', async () => {
    const request = wire({ headers: [['X-Amz-Date', '20200101T000000Z']] })
    expect(await authorization({ aws: keys }, request)).toContain('Credential=AK/20200101/')
  })
})

describe('auth: hawk', () => {
  const fixed = { id: 'i', key: 'k', timestamp: '1353832234', nonce: 'j4h3g2' }

  it('signs method, address and data of the application', async () => {
    const request = wire({ origin: 'http://example.com:8000', path: '/r?b=1' })
    expect(await authorization({ hawk: { ...fixed, ext: 'so"me' } }, request)).toBe(
      'Hawk id="i", ts="1353832234", nonce="j4h3g2", ext="so\\"me", mac="Wc9lBBTaBePD8i4M8wwQ6QiqDw0anRNIIg1uuFN6+8U="',
    )
  })

  it('signs the body where it is asked to', async () => {
    const request = wire({ method: 'POST', origin: 'https://example.com', path: '/r', ...json })
    expect(await authorization({ hawk: { ...fixed, algorithm: 'sha1', signBody: true, app: 'A', delegation: 'D' } }, request)).toBe(
      'Hawk id="i", ts="1353832234", nonce="j4h3g2", hash="1Rfk446lhoFmJQTGasZ3HmR8jNM=", mac="p6S3v41bDi6YX7ME6/fU+r7wvNo=", app="A", dlg="D"',
    )
  })
})

describe('auth: oauth1', () => {
  const keys = { consumerKey: 'ck', consumerSecret: 'c&s', token: 't', tokenSecret: 'ts', timestamp: '1353832234' }
  const request = wire({ method: 'POST', path: '/r?b=2%20x&a=1', ...form })

  it.each([
    ['HMAC-SHA1', 'ugfzhL0ZwumlexkySaon4Ujh06Y%3D'],
    ['HMAC-SHA256', 'B9qGjL2biIDB0uau%2FfuxpfXHQNtIzJmOdTRblx3qZgE%3D'],
    ['PLAINTEXT', 'c%2526s%26ts'],
  ])('signs query and form by %s', async (signatureMethod, signature) => {
    expect(await authorization({ oauth1: { ...keys, signatureMethod, realm: 'r' } }, request)).toBe(
      `OAuth realm="r",oauth_consumer_key="ck",oauth_token="t",oauth_signature_method="${signatureMethod}",oauth_timestamp="1353832234",oauth_nonce="n1",oauth_version="1.0",oauth_signature="${signature}"`,
    )
  })

  it('travels in the form or the query', async () => {
    const inBody = await signRequest({ oauth1: { ...keys, in: 'body' } }, request, clock)
    expect(peekBody(inBody.body ?? bytesBody(Buffer.alloc(0)), 1000).toString()).toMatch(/^f\+1=%C3%BC%26&oauth_consumer_key=ck&.*oauth_signature=ugfz/)
    const inQuery = await signRequest({ oauth1: { ...keys, in: 'query' } }, request, clock)
    expect(inQuery.path).toMatch(/^\/r\?b=2%20x&a=1&oauth_consumer_key=ck&.*oauth_signature=ugfz/)
  })

  it('signs by RSA, and says which key is missing', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const rsa = { consumerKey: 'ck', signatureMethod: 'RSA-SHA1', timestamp: '1' }
    const value = await authorization({ oauth1: { ...rsa, privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string } }, wire())
    const signature = decodeURIComponent(/oauth_signature="([^"]+)"/.exec(value ?? '')?.[1] ?? '')
    const base =
      'GET&http%3A%2F%2Fexample.com%2F&oauth_consumer_key%3Dck%26oauth_nonce%3Dn1%26oauth_signature_method%3DRSA-SHA1%26oauth_timestamp%3D1%26oauth_version%3D1.0'
    expect(verify('sha1', Buffer.from(base), publicKey, Buffer.from(signature, 'base64'))).toBe(true)
    await expect(authorization({ oauth1: rsa }, wire())).rejects.toThrow('`privateKey`')
  })
})

describe('auth: jwt', () => {
  it('signs its claims by a secret', () => {
    const [header = '', claims = '', signature] = signJwt({ secret: 'c2VjcmV0', secretIsBase64: true, claims: { sub: 'a' }, header: { kid: 'k' } }).split('.')
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ kid: 'k', alg: 'HS256' })
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toEqual({ sub: 'a' })
    expect(signature).toBe(createHmac('sha256', 'secret').update(`${header}.${claims}`).digest('base64url'))
  })

  it('signs by a key of an elliptic curve', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const token = signJwt({ algorithm: 'ES256', privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })
    const [header, claims, signature = ''] = token.split('.')
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' as const }
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('says which key is missing', () => {
    expect(() => signJwt({})).toThrow('`secret`')
    expect(() => signJwt({ algorithm: 'RS256' })).toThrow('`privateKey`')
  })
})

it('leaves a request with an Authorization header of its own alone', async () => {
  const request = wire({ headers: [['Authorization', 'wrong on purpose']] })
  expect(await signRequest({ hawk: { id: 'i', key: 'k' } }, request, clock)).toBe(request)
})
