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
import { signRequest } from './signing/sign-request.ts'
import type { SendLimits, WireRequest, WireResponse } from './send-once.ts'

export interface Perform {
  readonly request: PreparedRequest
  readonly jar: CookieJar
  readonly signal: AbortSignal | undefined
  /** Told of the first request, with its cookies and credentials, before it is sent. */
  readonly onSend: (sent: WireRequest) => void
  /** The answer to the first request, where somebody else has sent it. */
  readonly first?: WireResponse
}

/** Sends a request with cookies and credentials, follows its redirects, and reads the answer; throws a `RequestError`. */
export async function performRequest({ request, jar, signal, onSend, first }: Perform): Promise<HttpResponse> {
  const { timeoutMs, base } = request
  const credentials = await authenticate(request.auth, { base, timeoutMs, signal })
  const started = performance.now()
  const limits: SendLimits = { timeoutMs, deadline: started + timeoutMs, signal }
  const redirects: { status: number; location: string }[] = []
  const plain = firstHop(request, credentials)
  let hop: Hop = { ...plain, ...(request.auth && (await signRequest(request.auth, plain))) }
  for (;;) {
    const wire = { ...hop, headers: withCookies(hop, jar) }
    if (redirects.length === 0) onSend(wire)
    const answer = redirects.length === 0 && first !== undefined ? first : await sendWithDigest(wire, request, limits)
    const received = {
      status: answer.status,
      rawHeaders: answer.headers,
      body: answer.body,
      url: `${wire.origin}${wire.path}`,
      redirects,
      durationMs: 0,
    }
    const head = new HttpResponse(received)
    if (head.cookies.length > 0) jar.store(new URL(head.url), head.cookies)
    const location = redirecting.has(head.status) ? head.headers.get('location')?.[0] : undefined
    if (location === undefined || request.redirects === 0) {
      const encodings = head.headers.get('content-encoding')
      const body = encodings === undefined ? answer.body : await decodeBody(answer.body, encodings)
      return new HttpResponse({ ...received, body, durationMs: performance.now() - started })
    }
    if (redirects.length >= request.redirects) {
      throw new RequestError('answer', `Stopped after ${redirects.length} redirects; the last one went to ${location}`, {
        hint: '`redirects` sets how many are followed; 0 shows the redirect itself',
      })
    }
    redirects.push({ status: head.status, location })
    hop = nextHop(hop, { status: head.status, from: new URL(head.url), location })
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
    confidential: new Set([
      'authorization',
      'proxy-authorization',
      'cookie',
      'x-amz-security-token',
      ...added.map(([name]) => name.toLowerCase()),
    ]),
  }
}

function withCookies({ origin, path, headers, cookies }: Hop, jar: CookieJar): readonly (readonly [string, string])[] {
  const kept = jar.isEmpty ? [] : jar.cookiesFor(new URL(`${origin}${path}`)).filter(([name]) => !(name in cookies))
  const given = Object.entries(cookies).filter((entry): entry is [string, string] => entry[1] !== null)
  if (kept.length + given.length === 0) return headers
  const written = headers.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => value)
  const pairs = [...written, ...[...kept, ...given].map(([name, value]) => `${name}=${value}`)]
  return [...headers.filter(([name]) => name.toLowerCase() !== 'cookie'), ['cookie', pairs.join('; ')]]
}

/** A digest needs the server's challenge, so the first answer is only that. */
async function sendWithDigest(wire: WireRequest, { auth, target }: PreparedRequest, limits: SendLimits): Promise<WireResponse> {
  const answer = await sendOnce(wire, limits)
  if (auth?.digest === undefined || answer.status !== 401 || wire.origin !== target.origin) return answer
  const challenges = byName(answer.headers).get('www-authenticate') ?? []
  const given = wire.headers.some(([name]) => name.toLowerCase() === 'authorization')
  if (given || !challenges.some((line) => /digest/i.test(line))) return answer
  const authorization = answerDigest(challenges, auth.digest, wire)
  return sendOnce({ ...wire, headers: [...wire.headers, ['authorization', authorization]] }, limits)
}

const redirecting = new Set([301, 302, 303, 307, 308])

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
