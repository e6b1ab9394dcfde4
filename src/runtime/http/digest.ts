import { createHash, randomBytes } from 'node:crypto'
import { RequestError } from './request-error.ts'

export interface Credentials {
  readonly username: string
  readonly password: string
}

/** The `Authorization` header that answers a digest challenge (RFC 7616): MD5 and SHA-256, also `-sess`, quality `auth`. */
export function answerDigest(
  challenges: readonly string[],
  { username, password }: Credentials,
  request: { method: string; path: string },
): string {
  const offered = challenges.flatMap(parseChallenges)
  const usable = offered.filter(
    ({ algorithm = 'MD5', qop }) =>
      hashNames[algorithm.toUpperCase()] !== undefined && (qop === undefined || qop.split(',').some((item) => item.trim() === 'auth')),
  )
  const strongest = usable.toSorted((a, b) => strength(b) - strength(a))[0]
  if (strongest === undefined)
    throw new RequestError('request', `The server asks for a digest that is not supported: ${challenges.join(', ')}`)
  const { realm = '', nonce = '', opaque, qop, algorithm } = strongest
  const hash = (text: string): string =>
    createHash(hashNames[(algorithm ?? 'MD5').toUpperCase()]!)
      .update(text)
      .digest('hex')
  const cnonce = randomBytes(12).toString('hex')
  const count = '00000001'
  const secret = hash(`${username}:${realm}:${password}`)
  const first = algorithm?.toLowerCase().endsWith('-sess') === true ? hash(`${secret}:${nonce}:${cnonce}`) : secret
  const second = hash(`${request.method}:${request.path}`)
  const response = qop === undefined ? hash(`${first}:${nonce}:${second}`) : hash(`${first}:${nonce}:${count}:${cnonce}:auth:${second}`)
  const fields = [
    `username="${quote(username)}"`,
    `realm="${quote(realm)}"`,
    `nonce="${quote(nonce)}"`,
    `uri="${request.path}"`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === undefined ? [] : [`opaque="${quote(opaque)}"`]),
    ...(qop === undefined && algorithm?.toLowerCase().endsWith('-sess') !== true ? [] : [`qop=auth`, `nc=${count}`, `cnonce="${cnonce}"`]),
  ]
  return `Digest ${fields.join(', ')}`
}

const hashNames: Readonly<Record<string, string>> = { MD5: 'md5', 'MD5-SESS': 'md5', 'SHA-256': 'sha256', 'SHA-256-SESS': 'sha256' }

function strength({ algorithm = 'MD5' }: Challenge): number {
  return algorithm.toUpperCase().startsWith('SHA') ? 1 : 0
}

interface Challenge {
  readonly realm?: string
  readonly nonce?: string
  readonly opaque?: string
  readonly qop?: string
  readonly algorithm?: string
}

/** One `WWW-Authenticate` line may hold several challenges; only digest ones are read. */
export function parseChallenges(line: string): Challenge[] {
  return line
    .split(/(?:^|,)\s*(?=[A-Za-z][\w-]*\s+[A-Za-z][\w-]*\s*=)/)
    .filter((part) => /^digest\s/i.test(part))
    .map((part) =>
      Object.fromEntries(
        [...part.slice(7).matchAll(/([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)].map(([, name = '', quoted, bare = '']) => [
          name.toLowerCase(),
          quoted?.replace(/\\(.)/g, '$1') ?? bare,
        ]),
      ),
    )
}

function quote(text: string): string {
  return text.replace(/["\\]/g, String.raw`\$&`)
}
