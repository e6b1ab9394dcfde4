import { createHash, createHmac } from 'node:crypto'
import type { AwsAuth } from '../../project/request-types.ts'
import { addQuery } from '../add-query.ts'
import type { WireRequest } from '../send-once.ts'
import { hashBody } from './hash-body.ts'
import { percentEncode, queryPairs } from './percent-encode.ts'
import type { SigningClock } from './sign-request.ts'

/** AWS Signature Version 4. Signed are `host`, `content-type` and all `x-amz-…`; an `x-amz-date` of the request is kept. */
export async function signAws(auth: AwsAuth, wire: WireRequest, clock?: SigningClock): Promise<WireRequest> {
  const { region = 'us-east-1', service = 'execute-api', in: place = 'header' } = auth
  const given = new Map(wire.headers.map(([name, value]) => [name.toLowerCase(), value]))
  const date = given.get('x-amz-date') ?? new Date(clock?.now() ?? Date.now()).toISOString().replaceAll(/[:-]|\.\d{3}/g, '')
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
  const unsigned = service === 's3' && place === 'query'
  const bodyHash = unsigned ? 'UNSIGNED-PAYLOAD' : await hashBody(wire.body, { algorithm: 'sha256', encoding: 'hex' })
  const own: [string, string][] =
    place === 'query'
      ? []
      : [
          ...(given.has('x-amz-date') ? [] : [['x-amz-date', date] as [string, string]]),
          ...(auth.sessionToken ? [['x-amz-security-token', auth.sessionToken] as [string, string]] : []),
          ...(wire.body !== undefined || service === 's3' ? [['x-amz-content-sha256', bodyHash] as [string, string]] : []),
        ]
  const headers = [...wire.headers, ...own]
  const signed = canonicalHeaders(wire.origin, headers)
  const names = signed.map(([name]) => name).join(';')
  const path =
    place === 'header'
      ? wire.path
      : addQuery(wire.path, {
          ...(auth.sessionToken && { 'X-Amz-Security-Token': auth.sessionToken }),
          ...(service === 's3' && !/[?&]X-Amz-Expires=/.test(wire.path) && { 'X-Amz-Expires': '86400' }),
          'X-Amz-Date': date,
          'X-Amz-Algorithm': algorithm,
          'X-Amz-Credential': `${auth.accessKey}/${scope}`,
          'X-Amz-SignedHeaders': names,
        })
  const canonical = [
    wire.method,
    canonicalPath(path, service),
    canonicalQuery(path),
    ...signed.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    bodyHash,
  ].join('\n')
  const signature = createHmac('sha256', signingKey(auth.secretKey, scope))
    .update([algorithm, date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n'))
    .digest('hex')
  if (place === 'query') return { ...wire, path: addQuery(path, { 'X-Amz-Signature': signature }) }
  const value = `${algorithm} Credential=${auth.accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  return { ...wire, headers: [...headers, ['authorization', value]] }
}

const algorithm = 'AWS4-HMAC-SHA256'

function signingKey(secretKey: string, scope: string): Buffer | string {
  return scope.split('/').reduce<Buffer | string>((key, part) => createHmac('sha256', key).update(part).digest(), `AWS4${secretKey}`)
}

function canonicalHeaders(origin: string, headers: WireRequest['headers']): readonly (readonly [string, string])[] {
  const values = new Map<string, string>([['host', new URL(origin).host]])
  for (const [given, value] of headers) {
    const name = given.toLowerCase()
    if (name === 'host') values.set(name, value)
    else if (name === 'content-type' || name.startsWith('x-amz-')) {
      const known = values.get(name)
      const clean = value.trim().replaceAll(/\s+/g, ' ')
      values.set(name, known === undefined ? clean : `${known},${clean}`)
    }
  }
  return [...values].toSorted(([a], [b]) => (a < b ? -1 : 1))
}

/** All services but S3 want each part encoded once more, and no empty parts. */
function canonicalPath(path: string, service: string): string {
  const [bare = '/'] = path.split('?')
  if (service === 's3') return bare.split('/').map(reencode).join('/').replaceAll('%2F', '/') || '/'
  const parts: string[] = []
  for (const part of bare.replaceAll(/\/{2,}/g, '/').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(percentEncode(part))
  }
  const joined = parts.join('/')
  return joined.startsWith('/') ? joined : `/${joined}`
}

function reencode(part: string): string {
  try {
    return percentEncode(decodeURIComponent(part))
  } catch {
    return percentEncode(part)
  }
}

function canonicalQuery(path: string): string {
  return queryPairs(path)
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
