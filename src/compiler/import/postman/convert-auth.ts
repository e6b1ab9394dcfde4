import type { Auth } from './collection.ts'
import { parseJsonTemplate } from './convert-body.ts'
import { isMap } from './read-collection.ts'
import { text } from './read-url.ts'

/** What becomes of an auth: keys of a request, or why it cannot be brought over. */
export type ConvertedAuth =
  | { readonly kind: 'auth'; readonly auth: Readonly<Record<string, unknown>> }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly reason: string }

export function convertAuth({ type, values }: Auth): ConvertedAuth {
  const value = (name: string): string => text(values[name])
  switch (type) {
    case 'noauth':
      return { kind: 'none' }
    case 'bearer':
      return value('token') === '' ? { kind: 'none' } : { kind: 'auth', auth: { bearer: value('token') } }
    case 'basic':
      return { kind: 'auth', auth: { basic: { username: value('username'), password: value('password') } } }
    case 'digest':
      if (values['disableRetryRequest'] === true) return { kind: 'none' }
      return { kind: 'auth', auth: { digest: { username: value('username'), password: value('password') } } }
    case 'apikey':
      if (value('key') === '') return { kind: 'none' }
      return { kind: 'auth', auth: { apiKey: { [value('in') === 'query' ? 'query' : 'header']: value('key'), value: value('value') } } }
    case 'oauth2':
      return convertOAuth2(values)
    case 'awsv4':
      return convertAws(values)
    case 'hawk':
      return convertHawk(values)
    case 'oauth1':
      return convertOAuth1(values)
    case 'jwt':
      return convertJwt(values)
    default:
      return { kind: 'unknown', reason: `the language has no words for \`${type}\` authorization` }
  }
}

/** The values that are there, under the names of the language. */
function given(values: Auth['values'], names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([name, theirs]) => (text(values[theirs]) === '' ? [] : [[name, text(values[theirs])]])),
  )
}

function convertAws(values: Auth['values']): ConvertedAuth {
  const { region, service, ...keys } = given(values, {
    accessKey: 'accessKey',
    secretKey: 'secretKey',
    sessionToken: 'sessionToken',
    region: 'region',
    service: 'service',
  })
  const aws = {
    accessKey: '',
    secretKey: '',
    ...keys,
    ...(region !== undefined && region !== 'us-east-1' && { region }),
    ...(service !== undefined && service !== 'execute-api' && { service }),
    ...(values['addAuthDataToQuery'] === true && { in: 'query' }),
  }
  return { kind: 'auth', auth: { aws } }
}

function convertHawk(values: Auth['values']): ConvertedAuth {
  const { algorithm, ...hawk } = given(values, {
    id: 'authId',
    key: 'authKey',
    algorithm: 'algorithm',
    ext: 'extraData',
    app: 'app',
    delegation: 'delegation',
    nonce: 'nonce',
    timestamp: 'timestamp',
  })
  // Postman sends the request without a signature
  if (hawk['id'] === undefined || hawk['key'] === undefined) return { kind: 'none' }
  return {
    kind: 'auth',
    auth: {
      hawk: { ...hawk, ...(algorithm === 'sha1' && { algorithm }), ...(values['includePayloadHash'] === true && { signBody: true }) },
    },
  }
}

function convertOAuth1(values: Auth['values']): ConvertedAuth {
  const {
    signatureMethod = 'HMAC-SHA1',
    version,
    ...keys
  } = given(values, {
    consumerKey: 'consumerKey',
    consumerSecret: 'consumerSecret',
    token: 'token',
    tokenSecret: 'tokenSecret',
    signatureMethod: 'signatureMethod',
    privateKey: 'privateKey',
    realm: 'realm',
    callback: 'callback',
    verifier: 'verifier',
    version: 'version',
    nonce: 'nonce',
    timestamp: 'timestamp',
  })
  const secret = signatureMethod.startsWith('RSA') ? keys['privateKey'] : keys['consumerSecret']
  if (keys['consumerKey'] === undefined || secret === undefined) return { kind: 'none' }
  return {
    kind: 'auth',
    auth: {
      oauth1: {
        ...keys,
        ...(signatureMethod !== 'HMAC-SHA1' && { signatureMethod }),
        ...(version !== undefined && version !== '1.0' && { version }),
        // a form of PUT and POST carries it, otherwise the query
        ...(values['addParamsToHeader'] !== true && { in: 'body' }),
        ...(values['includeBodyHash'] === true && { signBody: true }),
      },
    },
  }
}

function convertJwt(values: Auth['values']): ConvertedAuth {
  const { algorithm, ...keys } = given(values, { algorithm: 'algorithm', secret: 'secret', privateKey: 'privateKey' })
  const [claims, header] = [mapOf(values['payload']), mapOf(values['header'])]
  if (claims === undefined || header === undefined) return { kind: 'unknown', reason: 'the claims or the header of its token are no JSON' }
  const prefix = values['headerPrefix'] === undefined ? 'Bearer' : text(values['headerPrefix'])
  return {
    kind: 'auth',
    auth: {
      jwt: {
        ...(algorithm !== undefined && algorithm !== 'HS256' && { algorithm }),
        ...keys,
        ...(values['isSecretBase64Encoded'] === true && { secretIsBase64: true }),
        claims,
        ...(Object.keys(header).length > 0 && { header }),
        ...(values['addTokenTo'] === 'queryParam'
          ? { query: text(values['queryParamKey']) || 'token' }
          : prefix !== 'Bearer' && { prefix }),
      },
    },
  }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const read = typeof value === 'string' && value.trim() !== '' ? parseJsonTemplate(value)?.value : value === '' ? {} : (value ?? {})
  return isMap(read) ? read : undefined
}

function convertOAuth2(values: Auth['values']): ConvertedAuth {
  const value = (name: string): string => text(values[name])
  if (value('accessToken') !== '') {
    if (value('addTokenTo') === 'queryParams')
      return { kind: 'auth', auth: { apiKey: { query: 'access_token', value: value('accessToken') } } }
    const prefix = values['headerPrefix'] === undefined ? 'Bearer' : value('headerPrefix').trim()
    if (prefix === 'Bearer') return { kind: 'auth', auth: { bearer: value('accessToken') } }
    return { kind: 'header', name: 'authorization', value: `${prefix} ${value('accessToken')}`.trim() }
  }
  if (value('grant_type') === 'client_credentials' && value('accessTokenUrl') !== '') {
    const scope = value('scope')
    return {
      kind: 'auth',
      auth: {
        oauth2: {
          tokenUrl: value('accessTokenUrl'),
          clientId: value('clientId'),
          clientSecret: value('clientSecret'),
          ...(scope !== '' && { scope }),
        },
      },
    }
  }
  return { kind: 'unknown', reason: 'an OAuth 2 token that Postman fetched by hand is not in the file' }
}
