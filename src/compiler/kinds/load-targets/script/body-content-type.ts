import { contentTypeOf } from '../../../../media-types/content-type.ts'
import type { ScriptBody } from './load-script.ts'

/** The content type that the runtime gives a body where no header says otherwise; of multipart the client writes its own. */
export function bodyContentType(body: ScriptBody | undefined): string | undefined {
  switch (body?.kind) {
    case 'json':
      return 'application/json'
    case 'form':
      return 'application/x-www-form-urlencoded'
    case 'text':
      return 'text/plain; charset=utf-8'
    case 'file':
      return contentTypeOf(body.file.path)
    default:
      return undefined
  }
}
