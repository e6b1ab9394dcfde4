import type { MultipartField } from '../http/multipart.ts'
import type { PreparedRequest } from '../http/prepare-request.ts'
import type { WireRequest } from '../http/send-once.ts'
import { peekBody } from '../http/wire-body.ts'
import { formatSize } from '../assertions/values/units.ts'
import { shellWord } from './shell-word.ts'

export interface CurlInput {
  readonly request: PreparedRequest
  /** With the cookies and credentials that were sent. */
  readonly sent: WireRequest
  readonly followed: boolean
}

/** Longer bodies make a line that no shell takes. */
const longestBody = 16 * 1024

/** A command that sends the same request from the project's folder; secrets as the environment variables that hold them, else `***`. */
export function curlCommand({ request, sent, followed }: CurlInput): string {
  const { body } = request
  const url = `${sent.origin}${sent.path}`
  const words = [
    'curl',
    ...methodWords(sent, body !== undefined),
    ...(followed ? ['--location'] : []),
    ...(/\/\.\.?(?:\/|$|\?)/.test(sent.path) ? ['--path-as-is'] : []),
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    shellWord(url),
    ...authWords(request, sent),
    ...headersOf({ request, sent }).flatMap((header) => ['-H', shellWord(header)]),
  ]
  if (body?.fields !== undefined) return join(words, fieldWords(body.fields))
  if (sent.body === undefined) return words.join(' ')
  if (body?.file !== undefined) return [...words, '--data-binary', shellWord(`@${body.file}`)].join(' ')
  const text = textOf(sent)
  if (text !== undefined) return [...words, '--data-raw', shellWord(text)].join(' ')
  return `${[...words, '--data-binary', '@request-body'].join(' ')} # with the body of ${formatSize(sent.body.bytes)} saved as request-body`
}

function join(words: readonly string[], { options, note }: { options: readonly string[]; note: string | undefined }): string {
  return [...words, ...options, ...(note === undefined ? [] : [`# ${note}`])].join(' ')
}

function methodWords({ method, body }: WireRequest, hasBody: boolean): string[] {
  if (method === 'HEAD') return ['--head']
  const usual = hasBody && body !== undefined ? 'POST' : 'GET'
  return method === usual ? [] : ['-X', method]
}

/** What curl makes itself from a user and password. */
function authWords({ auth }: PreparedRequest, sent: WireRequest): string[] {
  const login = auth?.digest ?? auth?.basic
  if (login === undefined || (auth?.digest !== undefined && hasHeader(sent, 'authorization'))) return []
  return [...(auth?.digest === undefined ? [] : ['--digest']), '-u', shellWord(`${login.username}:${login.password}`)]
}

/** Ours that say nothing of the request, and what curl sends by itself. */
const left: Readonly<Record<string, string>> = { 'user-agent': 'apitest', accept: '*/*' }

function headersOf({ request: { auth, body }, sent }: Omit<CurlInput, 'followed'>): string[] {
  const shown = sent.headers.filter(([name, value]) => {
    const key = name.toLowerCase()
    if (key === 'content-type' && body?.fields !== undefined) return false
    return (
      key !== 'accept-encoding' &&
      left[key] !== value &&
      !(key === 'authorization' && auth?.basic !== undefined && value.startsWith('Basic '))
    )
  })
  const taken = ['user-agent', 'accept', ...(sent.body === undefined ? [] : ['content-type'])].filter((name) => !hasHeader(sent, name))
  return [...shown.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`)), ...taken.map((name) => `${name}:`)]
}

function hasHeader(sent: WireRequest, name: string): boolean {
  return sent.headers.some(([known]) => known.toLowerCase() === name)
}

function textOf({ body }: WireRequest): string | undefined {
  if (body === undefined || body.bytes > longestBody || body.parts.some(({ kind }) => kind === 'file')) return undefined
  const bytes = peekBody(body, longestBody)
  const text = bytes.toString()
  return text.includes('\0') || !Buffer.from(text).equals(bytes) ? undefined : text
}

function fieldWords(fields: readonly MultipartField[]): { options: string[]; note: string | undefined } {
  let note: string | undefined
  const options = fields.flatMap(({ name, content, file, fileName, contentType }) => {
    const extra = `${contentType === undefined ? '' : `;type=${contentType}`}${fileName === undefined ? '' : `;filename=${quoted(fileName)}`}`
    if (file !== undefined) return ['-F', shellWord(`${name}=@${quoted(file)}${extra}`)]
    const text = content.kind === 'bytes' && content.bytes.length <= longestBody ? content.bytes.toString() : undefined
    if (text === undefined || content.kind === 'file' || !Buffer.from(text).equals(content.bytes)) {
      note = `with the bytes of \`${name}\` (${formatSize(content.kind === 'bytes' ? content.bytes.length : content.bytes)}) saved as ${name}.bin`
      return ['-F', shellWord(`${name}=@${quoted(`${name}.bin`)}${extra}`)]
    }
    return extra === '' ? ['--form-string', shellWord(`${name}=${text}`)] : ['-F', shellWord(`${name}=${quoted(text)}${extra}`)]
  })
  return { options, note }
}

/** As curl reads names and values of `-F`. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`
}
