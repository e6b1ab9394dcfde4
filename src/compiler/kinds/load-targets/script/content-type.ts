import type { ScriptBody } from './load-script.ts'

/** The content type that the runtime gives a body where no header says otherwise; of multipart the client writes its own. */
export function contentTypeOf(body: ScriptBody | undefined): string | undefined {
  switch (body?.kind) {
    case 'json':
      return 'application/json'
    case 'form':
      return 'application/x-www-form-urlencoded'
    case 'text':
      return 'text/plain; charset=utf-8'
    case 'file':
      return types[/\.[^./]+$/.exec(body.file.path)?.[0].toLowerCase() ?? ''] ?? 'application/octet-stream'
    default:
      return undefined
  }
}

/** As `src/runtime/http/content-type.ts` has them; a test compares the two. */
export const types: Readonly<Record<string, string>> = {
  '.avif': 'image/avif',
  '.bmp': 'image/bmp',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.gif': 'image/gif',
  '.gz': 'application/gzip',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.mp3': 'audio/mpeg',
  '.mp4': 'video/mp4',
  '.ndjson': 'application/x-ndjson',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.txt': 'text/plain',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.zip': 'application/zip',
}
