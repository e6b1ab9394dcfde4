import { constants, createHmac, randomBytes, sign } from 'node:crypto'
import type { OAuth1Auth } from '../../project/request-types.ts'
import { RequestError } from '../request-error.ts'
import type { WireRequest } from '../send-once.ts'
import { bytesBody, peekBody } from '../wire-body.ts'
import { hashBody } from './hash-body.ts'
import { percentEncode, queryPairs } from './percent-encode.ts'
import type { SigningClock } from './sign-request.ts'

type Pair = readonly [name: string, value: string]

/** OAuth 1.0a (RFC 5849): a signature over method, address and parameters, those of a form among them. */
export async function signOAuth1(auth: OAuth1Auth, wire: WireRequest, clock?: SigningClock): Promise<WireRequest> {
  const { signatureMethod = 'HMAC-SHA1', in: place = 'header' } = auth
  const form = formOf(wire)
  const hashName = signatureMethod.split('-')[1]?.toLowerCase()
  const parameters: Pair[] = (
    [
      ['oauth_consumer_key', auth.consumerKey],
      ['oauth_token', auth.token],
      ['oauth_signature_method', signatureMethod],
      ['oauth_timestamp', auth.timestamp ?? String(Math.floor((clock?.now() ?? Date.now()) / 1000))],
      ['oauth_nonce', auth.nonce ?? clock?.nonce() ?? randomBytes(12).toString('hex')],
      ['oauth_version', auth.version ?? '1.0'],
      [
        'oauth_body_hash',
        auth.signBody === true && form === undefined && hashName !== undefined
          ? await hashBody(wire.body, { algorithm: hashName, encoding: 'base64' })
          : undefined,
      ],
      ['oauth_callback', auth.callback],
      ['oauth_verifier', auth.verifier],
    ] as const
  ).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]))
  const base = baseString(wire, [...parameters, ...queryPairs(wire.path), ...(form ?? [])])
  const all: Pair[] = [...parameters, ['oauth_signature', signatureOf(base, auth)]]
  if (place === 'header') {
    const fields = [...(auth.realm ? [['realm', auth.realm] as const] : []), ...all]
    const value = fields.map(([name, text]) => `${percentEncode(name)}="${percentEncode(text)}"`).join(',')
    return { ...wire, headers: [...wire.headers, ['authorization', `OAuth ${value}`]] }
  }
  const written = all.map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')
  if (place === 'body' && form !== undefined && wire.body !== undefined) {
    const body = peekBody(wire.body, wire.body.bytes).toString()
    return { ...wire, body: bytesBody(Buffer.from(body === '' ? written : `${body}&${written}`)) }
  }
  return { ...wire, path: `${wire.path}${wire.path.includes('?') ? '&' : '?'}${written}` }
}

/** The fields of a form, which are signed too. */
function formOf({ headers, body }: WireRequest): readonly Pair[] | undefined {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  if (body === undefined || !/^application\/x-www-form-urlencoded/i.test(type)) return undefined
  return queryPairs(`?${peekBody(body, body.bytes).toString()}`)
}

function baseString({ method, origin, path }: WireRequest, parameters: readonly Pair[]): string {
  const { protocol, host } = new URL(origin)
  const sorted = parameters
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  return [method, `${protocol}//${host}${path.split('?')[0]}`, sorted].map(percentEncode).join('&')
}

function signatureOf(
  base: string,
  { signatureMethod = 'HMAC-SHA1', consumerSecret = '', tokenSecret = '', privateKey }: OAuth1Auth,
): string {
  const key = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`
  const [kind, hash = ''] = signatureMethod.split('-')
  if (kind === 'PLAINTEXT') return key
  if (kind === 'HMAC') return createHmac(hash, key).update(base).digest('base64')
  if (privateKey === undefined) throw new RequestError('request', `\`auth: oauth1\` with ${signatureMethod} needs a \`privateKey\``)
  return sign(hash, Buffer.from(base), { key: privateKey, padding: constants.RSA_PKCS1_PADDING }).toString('base64')
}
