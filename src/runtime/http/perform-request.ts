import { addQuery } from './add-query.ts'
import { authenticate } from './authenticate.ts'
import type { Credentials } from './authenticate.ts'
import type { CookieJar } from './cookie-jar.ts'
import { decodeBody } from './decode-body.ts'
import { answerDigest } from './digest.ts'
import { byName, HttpResponse } from './http-response.ts'
import type { PreparedRequest } from './prepare-request.ts'
import { RequestError } from './request-error.ts'
import { sendOnce } from './send-once.ts'
import type { SendLimits, WireRequest, WireResponse } from './send-once.ts'

export interface Perform {
  readonly request: PreparedRequest
  readonly jar: CookieJar
  readonly signal: AbortSignal | undefined
  /** Told of the first request, with its cookies and credentials, before it is sent. */
  readonly onSend: (sent: WireRequest) => void
}

/** Sends a request with cookies and credentials, follows its redirects, and reads the answer; throws a `RequestError`. */
export async function performRequest({ request, jar, signal, onSend }: Perform): Promise<HttpResponse> {
  const { timeoutMs, base } = request
  const credentials = await authenticate(request.auth, { base, timeoutMs, signal })
  const started = performance.now()
  const limits: SendLimits = { timeoutMs, deadline: started + timeoutMs, signal }
  const redirects: { status: number; location: string }[] = []
  let hop = firstHop(request, credentials)
  for (;;) {
    const wire = { ...hop, headers: withCookies(hop, jar) }
    if (redirects.length === 0) onSend(wire)
    const answer = await sendWithDigest(wire, request, limits)
    const url = new URL(`${wire.origin}${wire.path}`)
    jar.store(url, new HttpResponse({ ...answer, rawHeaders: answer.headers, url: '', redirects: [], durationMs: 0 }).cookies)
    const location = locationOf(answer)
    if (location === undefined || request.redirects === 0) {
      const body = await decodeBody(answer.body, byName(answer.headers).get('content-encoding') ?? [])
      return new HttpResponse({ status: answer.status, rawHeaders: answer.headers, body, url: url.href, redirects, durationMs: performance.now() - started })
    }
    if (redirects.length >= request.redirects) {
      throw new RequestError('answer', `Stopped after ${redirects.length} redirects; the last one went to ${location}`, { hint: '`redirects` sets how many are followed; 0 shows the redirect itself' })
    }
    redirects.push({ status: answer.status, location })
    hop = nextHop(hop, { status: answer.status, from: url, location })
  }
}

interface Hop extends WireRequest {
  readonly cookies: Readonly<Record<string, string | null>>
  /** Lower-case names of headers that only the first host may see. */
  readonly confidential: ReadonlySet<string>
}

function firstHop({ method, target, headers, cookies, body }: PreparedRequest, credentials: Credentials): Hop {
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  // A header that the request itself has wins, so that a test can send a wrong one.
  const added = credentials.headers.filter(([name]) => !given.has(name.toLowerCase()))
  return {
    method,
    origin: target.origin,
    path: addQuery(target.path, credentials.query),
    headers: [...headers, ...added],
    body: body?.body,
    cookies,
    confidential: new Set(['authorization', 'proxy-authorization', 'cookie', ...added.map(([name]) => name.toLowerCase())]),
  }
}

function withCookies({ origin, path, headers, cookies }: Hop, jar: CookieJar): (readonly [string, string])[] {
  const kept = jar.cookiesFor(new URL(`${origin}${path}`)).filter(([name]) => !(name in cookies))
  const given = Object.entries(cookies).filter((entry): entry is [string, string] => entry[1] !== null)
  const pairs = [...headers.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => value), ...[...kept, ...given].map(([name, value]) => `${name}=${value}`)]
  const others = headers.filter(([name]) => name.toLowerCase() !== 'cookie')
  return pairs.length === 0 ? others : [...others, ['cookie', pairs.join('; ')]]
}

/** A digest needs the server's challenge, so the first answer is only that. */
async function sendWithDigest(wire: WireRequest, { auth }: PreparedRequest, limits: SendLimits): Promise<WireResponse> {
  const answer = await sendOnce(wire, limits)
  const given = wire.headers.some(([name]) => name.toLowerCase() === 'authorization')
  const challenges = byName(answer.headers).get('www-authenticate') ?? []
  if (auth?.digest === undefined || given || answer.status !== 401 || !challenges.some((line) => /digest/i.test(line))) return answer
  const authorization = answerDigest(challenges, auth.digest, wire)
  return sendOnce({ ...wire, headers: [...wire.headers, ['authorization', authorization]] }, limits)
}

const redirecting = new Set([301, 302, 303, 307, 308])

function locationOf({ status, headers }: WireResponse): string | undefined {
  return redirecting.has(status) ? byName(headers).get('location')?.[0] : undefined
}

/** As fetch does: 303, and 301 or 302 after a POST, go on with GET and no body; another origin never sees credentials. */
function nextHop(hop: Hop, { status, from, location }: { status: number; from: URL; location: string }): Hop {
  const to = resolveLocation(location, from)
  const becomesGet = (status === 303 && hop.method !== 'HEAD') || ((status === 301 || status === 302) && hop.method === 'POST')
  const leaves = to.origin !== from.origin
  const headers = hop.headers.filter(([name]) => {
    const key = name.toLowerCase()
    return !(becomesGet && key.startsWith('content-')) && !(leaves && (key === 'host' || hop.confidential.has(key)))
  })
  return {
    method: becomesGet ? 'GET' : hop.method,
    origin: to.origin,
    path: `${to.pathname}${to.search}`,
    headers,
    body: becomesGet ? undefined : hop.body,
    cookies: leaves ? {} : hop.cookies,
    confidential: hop.confidential,
  }
}

function resolveLocation(location: string, from: URL): URL {
  // Servers send UTF-8 here, which arrives as latin1.
  const text = Buffer.from(location, 'latin1').toString()
  try {
    const to = new URL(text, from)
    if (to.protocol === 'http:' || to.protocol === 'https:') return to
  } catch {
    // The same sentence serves both.
  }
  throw new RequestError('answer', `The redirect goes to \`${text}\`, which is no http or https address`)
}
