import { reportSecrets } from '../project/report-secrets.ts'
import { redact } from '../values/secrets.ts'
import { encodeForm } from './encode-form.ts'
import { HttpResponse } from './http-response.ts'
import { joinUrl } from './join-url.ts'
import { RequestError } from './request-error.ts'
import { sendOnce } from './send-once.ts'
import { bytesBody } from './wire-body.ts'

export interface ClientCredentials {
  readonly tokenUrl: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scope?: string
}

interface Token {
  readonly value: string
  /** On the clock of `Date.now()`. */
  readonly expires: number
}

const tokens = new Map<string, Promise<Token>>()

/** An access token by client credentials (RFC 6749, section 4.4), asked for once a run and again shortly before it expires. */
export async function fetchToken(
  credentials: ClientCredentials,
  { base, timeoutMs, signal }: { base: string | undefined; timeoutMs: number; signal: AbortSignal | undefined },
): Promise<string> {
  const key = JSON.stringify([credentials.tokenUrl, base, credentials.clientId, credentials.clientSecret, credentials.scope])
  for (let known = tokens.get(key); known !== undefined; known = tokens.get(key)) {
    const token = await known.catch(() => undefined)
    if (token !== undefined && token.expires > Date.now()) return token.value
    // Another request may have asked anew meanwhile.
    if (tokens.get(key) === known) break
  }
  const asked = ask(credentials, { base, timeoutMs, signal })
  tokens.set(key, asked)
  try {
    return (await asked).value
  } catch (error) {
    if (tokens.get(key) === asked) tokens.delete(key)
    throw error
  }
}

interface Around {
  readonly base: string | undefined
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** As the client's name and secret in a header, which every server must take; else, as many servers want it, in the form. */
async function ask(credentials: ClientCredentials, around: Around): Promise<Token> {
  const { clientId, clientSecret } = credentials
  const basic = Buffer.from(`${encode(clientId)}:${encode(clientSecret)}`).toString('base64')
  await reportSecrets([clientSecret, basic])
  const byHeader = await post(credentials, around, {
    headers: [['authorization', `Basic ${basic}`]],
    form: {},
  })
  if (byHeader.status < 400) return readToken(byHeader, credentials)
  const byForm =
    byHeader.status === 400 || byHeader.status === 401
      ? await post(credentials, around, { headers: [], form: { client_id: clientId, client_secret: clientSecret } })
      : byHeader
  return readToken(byForm, credentials)
}

async function post(
  { tokenUrl, scope }: ClientCredentials,
  { base, timeoutMs, signal }: Around,
  { headers, form }: { headers: [string, string][]; form: object },
): Promise<HttpResponse> {
  const target = joinUrl({ base, basePath: undefined, path: tokenUrl, query: {} })
  const body = encodeForm({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }), ...form })
  const answer = await sendOnce(
    {
      ...target,
      method: 'POST',
      headers: [['content-type', 'application/x-www-form-urlencoded'], ['accept', 'application/json'], ...headers],
      body: bytesBody(Buffer.from(body)),
    },
    { timeoutMs, deadline: performance.now() + timeoutMs, signal },
  )
  return new HttpResponse({
    status: answer.status,
    rawHeaders: answer.headers,
    body: answer.body,
    url: target.origin + target.path,
    redirects: [],
    durationMs: 0,
  })
}

async function readToken(response: HttpResponse, { tokenUrl }: ClientCredentials): Promise<Token> {
  const data = readJson(response)
  if (response.status >= 400 || typeof data['access_token'] !== 'string' || data['access_token'] === '') {
    const reason = [data['error'], data['error_description']].filter((part) => typeof part === 'string').join(': ')
    throw new RequestError('request', redact(`No token from ${tokenUrl} (status ${response.status})${reason === '' ? '' : `: ${reason}`}`))
  }
  await reportSecrets(data['access_token'])
  const seconds = Number(data['expires_in'])
  return {
    value: data['access_token'],
    expires: Number.isFinite(seconds) && seconds > 0 ? Date.now() + Math.max(1, seconds - 10) * 1000 : Number.POSITIVE_INFINITY,
  }
}

function readJson(response: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    const data = response.json()
    return typeof data === 'object' && data !== null ? (data as Readonly<Record<string, unknown>>) : {}
  } catch {
    return {}
  }
}

/** RFC 6749, section 2.3.1: the form's encoding. */
function encode(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}
