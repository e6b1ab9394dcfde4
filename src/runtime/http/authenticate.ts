import type { Auth } from '../project/request-types.ts'
import { reportSecrets } from '../project/report-secrets.ts'
import { redact } from '../values/secrets.ts'
import { fetchToken } from './oauth2.ts'
import { RequestError } from './request-error.ts'
import { signsRequest } from './signing/sign-request.ts'
import { signJwt } from './signing/sign-jwt.ts'

/** What proves who sends a request. */
export interface Credentials {
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly query: Readonly<Record<string, string>>
}

export async function authenticate(
  auth: Auth | undefined,
  around: { base: string | undefined; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<Credentials> {
  const none: Credentials = { headers: [], query: {} }
  if (auth === undefined) return none
  const { basic, bearer, apiKey, oauth2, digest, jwt } = auth
  if (basic !== undefined) return { ...none, headers: [['authorization', `Basic ${await basicToken(basic)}`]] }
  if (bearer !== undefined) return { ...none, headers: [['authorization', `Bearer ${bearer}`]] }
  if (oauth2 !== undefined) return { ...none, headers: [['authorization', `Bearer ${await fetchToken(oauth2, around)}`]] }
  if (apiKey?.header !== undefined) return { ...none, headers: [[apiKey.header, apiKey.value]] }
  if (apiKey?.query !== undefined) return { ...none, query: { [apiKey.query]: apiKey.value } }
  if (jwt !== undefined) {
    const token = signJwt(jwt)
    await hideWhenMadeOf([jwt.secret, jwt.privateKey], token)
    if (jwt.query !== undefined) return { ...none, query: { [jwt.query]: token } }
    return { ...none, headers: [['authorization', `${jwt.prefix ?? 'Bearer'} ${token}`.trim()]] }
  }
  // The server has to ask first; signatures are made of the whole request.
  if (digest !== undefined || signsRequest(auth)) return none
  throw new RequestError(
    'request',
    '`auth` needs one of basic, bearer, apiKey (with header or query), oauth2, digest, aws, hawk, oauth1 and jwt',
  )
}

async function basicToken({ username, password }: { username: string; password: string }): Promise<string> {
  const token = Buffer.from(`${username}:${password}`).toString('base64')
  await hideWhenMadeOf([username, password], token)
  return token
}

/** A credential made of a secret is one itself, although the secret can no longer be seen in it. */
async function hideWhenMadeOf(parts: readonly (string | undefined)[], credential: string): Promise<void> {
  if (parts.some((part) => part !== undefined && redact(part) !== part)) await reportSecrets(credential)
}
