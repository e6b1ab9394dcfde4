import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { fileOf } from '../fixtures/file-bytes.ts'
import type { BuiltBody } from './build-body.ts'
import { contentTypeOf } from '../../media-types/content-type.ts'
import { jsonBytes } from './json-bytes.ts'
import { openFilePart } from './open-file-part.ts'
import { RequestError } from './request-error.ts'
import { scalarText } from './scalar-text.ts'
import { joinBody } from './wire-body.ts'
import type { BodyPart } from './wire-body.ts'

/** One part of a form with files. */
export interface MultipartField {
  readonly name: string
  readonly content: BodyPart
  /** Relative to the project's folder, where the bytes come from a file. */
  readonly file: string | undefined
  readonly fileName: string | undefined
  readonly contentType: string | undefined
}

const fieldKeys = ['file', 'text', 'json', 'filename', 'contentType']

export async function buildMultipart(multipart: Readonly<Record<string, unknown>>, folder: URL): Promise<BuiltBody> {
  const entries = Object.entries(multipart).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: unknown) => [name, item] as const),
  )
  const fields = await Promise.all(entries.map(([name, item]) => buildField(name, item, folder)))
  const boundary = `apitest-${randomBytes(12).toString('hex')}`
  const parts = fields.flatMap((field): BodyPart[] => [text(`--${boundary}\r\n${headersOf(field)}\r\n\r\n`), field.content, text('\r\n')])
  return { body: joinBody([...parts, text(`--${boundary}--\r\n`)]), contentType: `multipart/form-data; boundary=${boundary}`, fields }
}

async function buildField(name: string, item: unknown, folder: URL): Promise<MultipartField> {
  const where = `multipart: ${name}`
  if (item instanceof Uint8Array) return buildBytes(name, item, {})
  if (typeof item !== 'object' || item === null)
    return { name, content: text(scalarText(item, where)), file: undefined, fileName: undefined, contentType: undefined }
  const definition = item as Readonly<Record<string, unknown>>
  checkKeys(definition, where)
  const textOf = (key: string): string | undefined =>
    definition[key] === undefined ? undefined : scalarText(definition[key], `${where}: ${key}`)
  const [fileName, contentType] = [textOf('filename'), textOf('contentType')]
  const { file } = definition
  if (file instanceof Uint8Array) return buildBytes(name, file, { fileName, contentType })
  if ('text' in definition)
    return {
      name,
      content: text(textOf('text') ?? ''),
      file: undefined,
      fileName,
      contentType: contentType ?? (fileName === undefined ? undefined : 'text/plain'),
    }
  if ('json' in definition)
    return {
      name,
      content: { kind: 'bytes', bytes: jsonBytes(definition['json'], where) },
      file: undefined,
      fileName,
      contentType: contentType ?? 'application/json',
    }
  const path = scalarText(file, `${where}: file`)
  return {
    name,
    content: await openFilePart(path, folder),
    file: path,
    fileName: fileName ?? basename(path),
    contentType: contentType ?? contentTypeOf(path),
  }
}

function checkKeys(definition: object, where: string): void {
  const unknown = Object.keys(definition).find((key) => !fieldKeys.includes(key))
  if (unknown !== undefined) throw new RequestError('request', `\`${where}\` has the key \`${unknown}\`; it takes ${fieldKeys.join(', ')}`)
  if (['file', 'text', 'json'].filter((key) => key in definition).length !== 1)
    throw new RequestError('request', `\`${where}\` takes exactly one of \`file\`, \`text\` and \`json\``)
}

function buildBytes(
  name: string,
  bytes: Uint8Array,
  { fileName, contentType }: { fileName?: string; contentType?: string },
): MultipartField {
  const file = fileOf(bytes)
  return {
    name,
    content: { kind: 'bytes', bytes: Buffer.from(bytes) },
    file,
    fileName: fileName ?? (file === undefined ? name : basename(file)),
    contentType: contentType ?? contentTypeOf(fileName ?? file),
  }
}

function headersOf({ name, fileName, contentType }: MultipartField): string {
  const disposition = `content-disposition: form-data; name="${escape(name)}"${fileName === undefined ? '' : `; filename="${escape(fileName)}"`}`
  return contentType === undefined ? disposition : `${disposition}\r\ncontent-type: ${contentType.replace(/[\r\n]/g, ' ')}`
}

/** As browsers do (HTML, section 4.10.21.8). */
function escape(name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}

function text(content: string): BodyPart {
  return { kind: 'bytes', bytes: Buffer.from(content) }
}
