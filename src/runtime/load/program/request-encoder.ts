import { addQuery } from '../../http/add-query.ts'
import type { Credentials } from '../../http/authenticate.ts'
import type { PreparedRequest } from '../../http/prepare-request.ts'
import type { Values } from './load-program.ts'
import type { SlotTracer } from './slot-tracer.ts'
import { render } from './template.ts'
import type { Template } from './template.ts'

/** The bytes of a request, one character for each; `cookies` are those that the service has set, such as `sid=1`. */
export interface RequestEncoder {
  /** All of it as it goes over the wire in HTTP/1.1, the same buffer each time where nothing changes; `undefined`: not by this encoder. */
  encode(values: Values, cookies: string): string | Buffer | undefined
  /** The same in parts, for transports that write themselves. */
  parts(values: Values, cookies: string): RequestParts | undefined
  /** Path and query. */
  path(values: Values): string | undefined
  /** Names of cookies that the request sets or leaves out itself. */
  readonly ownCookies: ReadonlySet<string>
}

export interface RequestParts {
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: Buffer | undefined
}

/** These say where a message ends, or that another protocol follows: not for a transport that counts by itself. */
const framing = new Set(['transfer-encoding', 'expect', 'upgrade', 'te', 'trailer'])

const methodsWithBody = new Set(['POST', 'PUT', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH'])

/** Takes a prepared request apart at the marks of its placeholders; or says why that cannot be done. */
export function createEncoder(
  prepared: PreparedRequest,
  { tracer, credentials, required }: { tracer: SlotTracer; credentials: Credentials; required: ReadonlySet<number> },
): RequestEncoder | { readonly slow: string } {
  const found = new Set<number>()
  const template = (text: string): Template => tracer.split(text, found)
  const given = new Set(prepared.headers.map(([name]) => name.toLowerCase()))
  const added = credentials.headers.filter(([name]) => !given.has(name.toLowerCase()))
  const all = [...prepared.headers, ...added].filter(([name]) => name.toLowerCase() !== 'content-length')
  const strange = all.find(([name]) => framing.has(name.toLowerCase()))
  if (strange !== undefined) return { slow: `the header ${strange[0]}` }
  if (prepared.body?.body.parts.some(({ kind }) => kind === 'file') === true) return { slow: 'a body that is read from a file' }

  const path = template(addQuery(prepared.target.path, credentials.query))
  const cookieLines = all.filter(([name]) => name.toLowerCase() === 'cookie').map(([, value]) => value)
  const ownCookies = Object.entries(prepared.cookies)
  const pairs = ownCookies.filter(([, value]) => value !== null).map(([name, value]) => `${name}=${value}`)
  const written = template(cookieLines.join('; '))
  const own = template(pairs.join('; '))
  const headers = all.filter(([name]) => name.toLowerCase() !== 'cookie').map(([name, value]) => ({ name, value: template(value) }))
  const bytes = prepared.body === undefined ? undefined : bytesOf(prepared.body.body.parts)
  const body = template(bytes?.toString('latin1') ?? '')
  for (const mark of required) if (!found.has(mark)) return { slow: 'a value that is changed before it is sent' }

  const { method } = prepared
  const host = given.has('host') ? '' : `host: ${new URL(prepared.target.origin).host}\r\n`
  const connection = given.has('connection') ? '' : 'connection: keep-alive\r\n'
  const lengthLine = bytes !== undefined || methodsWithBody.has(method)
  const constantHead = [path, ...headers.map(({ value }) => value)].every(({ holes }) => holes.length === 0)
  const head = joinTemplates([
    constant(`${method} `),
    path,
    constant(` HTTP/1.1\r\n${host}${connection}`),
    ...headers.flatMap(({ name, value }) => [constant(`${name}: `), value, constant('\r\n')]),
  ])
  const fixedCookies = written.holes.length === 0 && own.holes.length === 0

  const cookieText = (values: Values, cookies: string): string | undefined => {
    if (cookies === '' && fixedCookies && written.constants[0] === '' && own.constants[0] === '') return ''
    const texts = [render(written, 'head', values), cookies, render(own, 'head', values)]
    return texts.includes(undefined) ? undefined : texts.filter((text) => text !== '').join('; ')
  }
  const encode = (values: Values, cookies: string): string | undefined => {
    const start = render(head, 'head', values)
    const cookie = cookieText(values, cookies)
    const content = render(body, 'body', values)
    if (start === undefined || cookie === undefined || content === undefined) return undefined
    const cookieLine = cookie === '' ? '' : `cookie: ${cookie}\r\n`
    return `${start}${cookieLine}${lengthLine ? `content-length: ${content.length}\r\n` : ''}\r\n${content}`
  }
  const fixed = constantHead && fixedCookies && body.holes.length === 0
  const same = fixed ? Buffer.from(encode({ cells: [], row: undefined }, '') ?? '', 'latin1') : undefined
  return {
    ownCookies: new Set(ownCookies.map(([name]) => name)),
    path: (values) => render(path, 'head', values),
    encode: (values, cookies) => (same !== undefined && cookies === '' ? same : encode(values, cookies)),
    parts(values, cookies) {
      const cookie = cookieText(values, cookies)
      const content = render(body, 'body', values)
      const target = render(path, 'head', values)
      const lines = headers.map(({ name, value }) => [name, render(value, 'head', values)] as const)
      if (cookie === undefined || content === undefined || target === undefined) return undefined
      if (lines.some(([, value]) => value === undefined)) return undefined
      const flat = lines.flatMap(([name, value]) => [name, value as string])
      return {
        path: target,
        headers: cookie === '' ? flat : [...flat, 'cookie', cookie],
        body: bytes === undefined ? undefined : Buffer.from(content, 'latin1'),
      }
    },
  }
}

function bytesOf(parts: NonNullable<PreparedRequest['body']>['body']['parts']): Buffer {
  return Buffer.concat(parts.map((part) => (part.kind === 'bytes' ? part.bytes : Buffer.alloc(0))))
}

function constant(text: string): Template {
  return { constants: [text], holes: [] }
}

function joinTemplates(parts: readonly Template[]): Template {
  const constants = ['']
  const holes: Template['holes'][number][] = []
  for (const part of parts) {
    constants[constants.length - 1] += part.constants[0] as string
    constants.push(...part.constants.slice(1))
    holes.push(...part.holes)
  }
  return { constants, holes }
}
