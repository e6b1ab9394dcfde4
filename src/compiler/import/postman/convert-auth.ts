import type { Auth } from './collection.ts'
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
    default:
      return { kind: 'unknown', reason: `the language has no words for \`${type}\` authorization` }
  }
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
