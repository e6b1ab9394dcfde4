import type { Auth } from '../project/request-types.ts'

/** Our names of credentials, with those that Postman's scripts see. */
const names: Readonly<Record<string, { readonly type: string; readonly keys: Readonly<Record<string, string>> }>> = {
  basic: { type: 'basic', keys: { username: 'username', password: 'password' } },
  digest: { type: 'digest', keys: { username: 'username', password: 'password' } },
  aws: {
    type: 'awsv4',
    keys: { accessKey: 'accessKey', secretKey: 'secretKey', sessionToken: 'sessionToken', region: 'region', service: 'service' },
  },
  hawk: {
    type: 'hawk',
    keys: {
      id: 'authId',
      key: 'authKey',
      algorithm: 'algorithm',
      ext: 'extraData',
      app: 'app',
      delegation: 'delegation',
      nonce: 'nonce',
      timestamp: 'timestamp',
    },
  },
  oauth1: {
    type: 'oauth1',
    keys: {
      consumerKey: 'consumerKey',
      consumerSecret: 'consumerSecret',
      token: 'token',
      tokenSecret: 'tokenSecret',
      signatureMethod: 'signatureMethod',
      privateKey: 'privateKey',
      realm: 'realm',
    },
  },
}

interface Pair {
  readonly key: string
  readonly value: unknown
}

/** Credentials as `pm.request.auth`. */
export function toPostmanAuth(auth: Auth): unknown {
  if (auth.bearer !== undefined) return written('bearer', { token: auth.bearer })
  if (auth.oauth2 !== undefined) return written('oauth2', { ...auth.oauth2 })
  if (auth.jwt !== undefined) return written('jwt', { ...auth.jwt })
  const { apiKey } = auth
  if (apiKey !== undefined)
    return written('apikey', {
      key: apiKey.header ?? apiKey.query,
      value: apiKey.value,
      in: apiKey.header === undefined ? 'query' : 'header',
    })
  for (const [kind, { type, keys }] of Object.entries(names)) {
    const values = auth[kind as keyof Auth] as Readonly<Record<string, unknown>> | undefined
    if (values === undefined) continue
    return written(type, Object.fromEntries(Object.entries(keys).map(([ours, theirs]) => [theirs, values[ours]])))
  }
  return undefined
}

function written(type: string, values: Readonly<Record<string, unknown>>): unknown {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined)
  return { type, [type]: pairs.map(([key, value]) => ({ key, value, type: 'any' })) }
}

/** Credentials of a request that a script sends; `undefined` for none, and for those that are not known. */
export function fromPostmanAuth(auth: unknown): Auth | undefined {
  const { type, ...kinds } = (auth ?? {}) as Readonly<Record<string, unknown>>
  const given = kinds[String(type)]
  const pairs = Array.isArray(given)
    ? (given as readonly Pair[])
    : Object.entries((given ?? {}) as object).map(([key, value]) => ({ key, value: value as unknown }))
  const value = (name: string): string => String(pairs.find(({ key }) => key === name)?.value ?? '')
  if (type === 'bearer') return { bearer: value('token') }
  if (type === 'oauth2' && value('accessToken') !== '') return { bearer: value('accessToken') }
  if (type === 'apikey') return { apiKey: { [value('in') === 'query' ? 'query' : 'header']: value('key'), value: value('value') } }
  for (const [kind, { type: theirType, keys }] of Object.entries(names)) {
    if (type !== theirType) continue
    const found = Object.entries(keys).map(([ours, theirs]) => [ours, value(theirs)] as const)
    const needed = kind === 'basic' || kind === 'digest'
    return { [kind]: Object.fromEntries(found.filter(([, text]) => needed || text !== '')) } as Auth
  }
  return undefined
}
