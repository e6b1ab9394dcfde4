import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { pathnameOf } from '../../openapi/match-operation.ts'
import { problems } from '../diagnostics/problems.ts'

const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const

/** A request that the OpenAPI document is expected to know and does not. */
export function checkOperation(request: Cursor, { tools, base }: { readonly tools: CheckTools; readonly base?: Cursor }): void {
  const { openapi } = tools
  const path = pathOf(request)
  if (openapi === undefined || path === undefined) return
  const expected =
    [request, base].map((level) => level?.get('expect')?.get('openapi')?.value).find((value) => value !== undefined) ?? openapi.expected
  const [text = ''] = (path.cursor.text ?? '').split(/[?#](?![^${]*\})/)
  if (expected !== true || !text.startsWith('/')) return
  const service = tools.names.cursor('services', request.get('service')?.text ?? base?.get('service')?.text ?? firstService(tools) ?? '')
  const basePath = service?.get('basePath')?.text ?? ''
  const bases = [pathnameOf(service?.get('url')?.text ?? ''), basePath].filter((part) => part !== '')
  const paths = basePath === '' ? [text] : [text, `${basePath.replace(/\/+$/, '')}${text}`]
  if (paths.some((whole) => openapi.index.mayMatch({ method: path.method, path: whole, bases }))) return
  const known = openapi.index.operations.map((operation) => `${operation.method.toUpperCase()} ${operation.path}`)
  tools.report(problems.unknownOperation(`${path.method.toUpperCase()} ${text}`, { file: openapi.file, known }), { cursor: path.cursor })
}

function pathOf(request: Cursor): { readonly method: string; readonly cursor: Cursor } | undefined {
  for (const method of methods) {
    const cursor = request.get(method)
    if (cursor?.text !== undefined) return { method, cursor }
  }
  const [method, cursor] = [request.get('method')?.text, request.get('path')]
  return method === undefined || cursor === undefined ? undefined : { method, cursor }
}

function firstService({ names }: CheckTools): string | undefined {
  const [first] = names.all('services').keys()
  return first
}
