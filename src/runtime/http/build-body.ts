import type { RequestDefinition } from '../project/request-types.ts'
import { fileOf } from '../fixtures/file-bytes.ts'
import { contentTypeOf } from '../../media-types/content-type.ts'
import { encodeForm } from './encode-form.ts'
import { jsonBytes } from './json-bytes.ts'
import { scalarText } from './scalar-text.ts'
import { buildMultipart } from './multipart.ts'
import type { MultipartField } from './multipart.ts'
import { openFilePart } from './open-file-part.ts'
import { patchJson } from './patch-json.ts'
import type { JsonChanges } from './patch-json.ts'
import { RequestError } from './request-error.ts'
import { bytesBody, joinBody } from './wire-body.ts'
import type { WireBody } from './wire-body.ts'

/** A body with what the curl line needs to name it. */
export interface BuiltBody {
  readonly body: WireBody
  readonly contentType: string
  /** A whole file as body, relative to the project's folder. */
  readonly file?: string
  readonly fields?: readonly MultipartField[]
}

export const bodyKeys = ['json', 'form', 'multipart', 'text', 'file', 'graphql'] as const

export type BodyKey = (typeof bodyKeys)[number]

/** The bytes of whichever body key a request has. */
export async function buildBody(request: RequestDefinition, changes: readonly JsonChanges[], folder: URL): Promise<BuiltBody | undefined> {
  const keys = bodyKeys.filter((key) => key in request)
  const [key] = keys
  if (keys.length > 1)
    throw new RequestError('request', `A request has one body, this one has ${keys.map((name) => `\`${name}\``).join(' and ')}`)
  if (changes.length > 0 && key !== 'json')
    throw new RequestError('request', '`patch` and `unset` change a `json` body, which this request does not have')
  if (key === undefined) return undefined
  return builders[key](request, { changes, folder })
}

interface Around {
  readonly changes: readonly JsonChanges[]
  readonly folder: URL
}

const builders: { readonly [Key in BodyKey]: (request: RequestDefinition, around: Around) => BuiltBody | Promise<BuiltBody> } = {
  json: ({ json }, { changes }) => jsonBody(patchJson(json, changes), 'json'),
  graphql: ({ graphql }) => jsonBody(graphql, 'graphql'),
  form: ({ form = {} }) => ({ body: bytesBody(Buffer.from(encodeForm(form))), contentType: 'application/x-www-form-urlencoded' }),
  text: ({ text }) => ({ body: bytesBody(Buffer.from(scalarText(text, 'text'))), contentType: 'text/plain; charset=utf-8' }),
  file: async ({ file }, { folder }) => {
    if (file instanceof Uint8Array)
      return { body: bytesBody(Buffer.from(file)), contentType: contentTypeOf(fileOf(file)), file: fileOf(file) }
    if (typeof file !== 'string') throw new RequestError('request', '`file` takes a path or bytes')
    return { body: joinBody([await openFilePart(file, folder)]), contentType: contentTypeOf(file), file }
  },
  multipart: ({ multipart = {} }, { folder }) => buildMultipart(multipart, folder),
}

function jsonBody(value: unknown, key: string): BuiltBody {
  return { body: bytesBody(jsonBytes(value, key)), contentType: 'application/json' }
}
