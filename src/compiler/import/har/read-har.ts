import { rawText } from '../http/expressions.ts'
import type { HttpBody, HttpRequest } from '../http/http-request.ts'

export interface HarEntry {
  readonly request: HttpRequest
  readonly status: number
  readonly responseType: string
  /** Text of the answer; absent where it is binary or was not recorded. */
  readonly responseText: string | undefined
  /** Names of cookies that the answer sets. */
  readonly setCookies: readonly string[]
  /** Chrome's word for what asked: `xhr`, `fetch`, `image` … */
  readonly resource: string | undefined
}

/** A HAR file that cannot be used. */
export class HarMistake extends Error {}

type Json = Readonly<Record<string, unknown>>

/** Reads a HAR file (1.1, 1.2); throws a `HarMistake`. */
export function readHar(text: string): readonly HarEntry[] {
  let har: unknown
  try {
    har = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new HarMistake(
      `it is no JSON: ${error instanceof Error ? error.message : String(error)}. A HAR that was cut off ends like that; record it again`,
    )
  }
  const entries = mapOf(mapOf(har)['log'])['entries']
  if (!Array.isArray(entries)) throw new HarMistake('it has no `log.entries`, and so is no HAR')
  return entries.flatMap((entry: unknown) => readEntry(mapOf(entry)) ?? [])
}

function readEntry(entry: Json): HarEntry | undefined {
  const request = mapOf(entry['request'])
  const response = mapOf(entry['response'])
  const [method, url] = [textOf(request['method']), textOf(request['url'])]
  if (method === undefined || url === undefined || !/^https?:\/\//i.test(url)) return undefined
  const content = mapOf(response['content'])
  const headers = pairsOf(request['headers']).filter(([name]) => !name.startsWith(':'))
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]
  return {
    request: {
      method: method.toUpperCase(),
      url: url.replace(/#.*$/s, ''),
      headers,
      body: bodyOf(mapOf(request['postData']), contentType),
    },
    status: typeof response['status'] === 'number' ? response['status'] : 0,
    responseType: textOf(content['mimeType'])?.split(';')[0]?.trim().toLowerCase() ?? '',
    responseText: responseText(content),
    setCookies: pairsOf(response['headers']).flatMap(([name, value]) =>
      name.toLowerCase() === 'set-cookie' ? value.split('\n').map((line) => line.split('=')[0]!.trim()) : [],
    ),
    resource: textOf(entry['_resourceType'])?.toLowerCase(),
  }
}

function bodyOf(data: Json, contentType: string | undefined): HttpBody | undefined {
  const params = Array.isArray(data['params']) ? data['params'].map(mapOf) : []
  const type = contentType ?? textOf(data['mimeType']) ?? ''
  if (/^multipart\/form-data/i.test(type) && params.length > 0)
    return {
      kind: 'multipart',
      fields: params.map((param) => {
        const name = textOf(param['name']) ?? 'field'
        const [fileName, fileType] = [textOf(param['fileName']), textOf(param['contentType'])]
        // browsers record the name of a file, and not where it was
        if (fileName !== undefined)
          return { name, file: `uploads/${fileName.replaceAll(/^.*[/\\]/g, '')}`, ...(fileType !== undefined && { contentType: fileType }) }
        return { name, text: textOf(param['value']) ?? '' }
      }),
    }
  const text = typeof data['text'] === 'string' ? rawText(data['text']) : undefined
  if (text !== undefined && text !== '') return { kind: 'text', text }
  if (params.length === 0) return undefined
  return {
    kind: 'text',
    text: new URLSearchParams(params.map((param) => [String(param['name']), textOf(param['value']) ?? ''])).toString(),
  }
}

function responseText(content: Json): string | undefined {
  const text = content['text']
  if (typeof text !== 'string') return undefined
  if (content['encoding'] !== 'base64') return text
  const bytes = Buffer.from(text, 'base64')
  const decoded = bytes.toString()
  return Buffer.from(decoded).equals(bytes) ? decoded : undefined
}

function pairsOf(value: unknown): (readonly [string, string])[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const { name, value: text } = mapOf(item)
    return typeof name === 'string' && typeof text === 'string' && name !== '' ? [[rawText(name), rawText(text)] as const] : []
  })
}

function mapOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? rawText(value) : undefined
}
