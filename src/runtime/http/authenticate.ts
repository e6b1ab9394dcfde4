import type { Auth } from '../project/request-types.ts'
import { reportSecrets } from '../project/report-secrets.ts'
import { redact } from '../values/secrets.ts'
import { fetchToken } from './oauth2.ts'
import { RequestError } from './request-error.ts'

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
  const { basic, bearer, apiKey, oauth2, digest } = auth
  if (basic !== undefined) return { ...none, headers: [['authorization', `Basic ${await basicToken(basic)}`]] }
  if (bearer !== undefined) return { ...none, headers: [['authorization', `Bearer ${bearer}`]] }
  if (oauth2 !== undefined) return { ...none, headers: [['authorization', `Bearer ${await fetchToken(oauth2, around)}`]] }
  if (apiKey?.header !== undefined) return { ...none, headers: [[apiKey.header, apiKey.value]] }
  if (apiKey?.query !== undefined) return { ...none, query: { [apiKey.query]: apiKey.value } }
  // The server has to ask first.
  if (digest !== undefined) return none
  throw new RequestError('request', '`auth` needs one of basic, bearer, apiKey (with header or query), oauth2 and digest')
}

/** A secret password makes the token secret, in which it is no longer to be seen. */
async function basicToken({ username, password }: { username: string; password: string }): Promise<string> {
  const token = Buffer.from(`${username}:${password}`).toString('base64')
  if (redact(password) !== password || redact(username) !== username) await reportSecrets(token)
  return token
}
