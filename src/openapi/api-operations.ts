import type { ApiDocument, ApiMap, ApiNode } from './api-document.ts'
import { isApiMap } from './api-document.ts'

export const apiMethods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const

export interface ApiParameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly description: string | undefined
  readonly schema: ApiNode | undefined
  /** Of `content`, where the parameter is a document of its own. */
  readonly contentType: string | undefined
  readonly style: string
  readonly explode: boolean
  /** What the document shows as an example, if anything. */
  readonly examples: readonly unknown[]
  readonly node: ApiNode
}

export interface ApiContent {
  /** As written: `application/json`, `image/*`. */
  readonly type: string
  readonly schema: ApiNode | undefined
  readonly examples: readonly unknown[]
}

export interface ApiBody {
  readonly required: boolean
  readonly contents: readonly ApiContent[]
}

export interface ApiResponse {
  /** `200`, `4XX` or `default`. */
  readonly status: string
  readonly contents: readonly ApiContent[]
  readonly headers: readonly ApiParameter[]
  readonly node: ApiNode
}

export interface ApiOperation {
  readonly method: string
  /** As written, with `{names}`. */
  readonly path: string
  readonly id: string | undefined
  readonly summary: string | undefined
  readonly description: string | undefined
  readonly tags: readonly string[]
  readonly deprecated: boolean
  readonly node: ApiNode
  readonly parameters: readonly ApiParameter[]
  readonly body: ApiBody | undefined
  readonly responses: readonly ApiResponse[]
  /** Alternatives, each the names of the schemes that it takes; none: open to everybody. */
  readonly security: readonly (readonly string[])[]
  /** Addresses of servers, the operation's own, else those of its path or the document. */
  readonly servers: readonly string[]
}

/** Every operation, in the order of the document; throws a `BrokenReference`. */
export function readOperations(document: ApiDocument): readonly ApiOperation[] {
  return document.children(document.child(document.root, 'paths')).flatMap((item) => {
    if (!item.key.startsWith('/')) return []
    return apiMethods.flatMap((method) => {
      const found = document.child(item, method)
      // the specification knows no reference here; documents of many files have them all the same
      const node = found && document.resolve(found)
      return node === undefined || !isApiMap(node.value) ? [] : [readOperation(document, { method, path: item.key, item, node })]
    })
  })
}

interface OperationSite {
  readonly method: string
  readonly path: string
  readonly item: ApiNode
  readonly node: ApiNode
}

function readOperation(document: ApiDocument, { method, path, item, node }: OperationSite): ApiOperation {
  const value = node.value as ApiMap
  const parameters = new Map<string, ApiParameter>()
  for (const owner of [item, node])
    for (const parameter of document.children(document.child(owner, 'parameters'))) {
      const read = readParameter(document, parameter)
      if (read !== undefined) parameters.set(`${read.in} ${read.name}`, read)
    }
  const body = document.child(node, 'requestBody')
  return {
    method,
    path,
    id: textOf(value['operationId']),
    summary: textOf(value['summary']),
    description: textOf(value['description']),
    tags: Array.isArray(value['tags']) ? value['tags'].filter((tag): tag is string => typeof tag === 'string') : [],
    deprecated: value['deprecated'] === true,
    node,
    parameters: [...parameters.values()],
    body: body && { required: document.child(body, 'required')?.value === true, contents: readContents(document, body) },
    responses: document
      .children(document.child(node, 'responses'))
      .filter(({ key }) => !key.startsWith('x-'))
      .map((response) => ({
        status: /^[1-5]xx$/i.test(response.key) ? response.key.toUpperCase() : response.key,
        contents: readContents(document, response),
        headers: document
          .children(document.child(response, 'headers'))
          .flatMap((header) => readParameter(document, header, { name: header.key, in: 'header' }) ?? []),
        node: response,
      })),
    security: readSecurity(document, node) ?? readSecurity(document, document.root) ?? [],
    servers: readServers(document, node) ?? readServers(document, item) ?? readServers(document, document.root) ?? [],
  }
}

function readParameter(
  document: ApiDocument,
  node: ApiNode,
  fixed?: { readonly name: string; readonly in: string },
): ApiParameter | undefined {
  const { value } = document.resolve(node)
  if (!isApiMap(value)) return undefined
  const name = fixed?.name ?? textOf(value['name'])
  const place = fixed?.in ?? textOf(value['in'])
  if (name === undefined || place === undefined) return undefined
  const [content] = readContents(document, node)
  const style = textOf(value['style']) ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple')
  return {
    name,
    in: place,
    required: value['required'] === true || place === 'path',
    description: textOf(value['description']),
    schema: content?.schema ?? document.child(node, 'schema'),
    contentType: content?.type,
    style,
    explode: typeof value['explode'] === 'boolean' ? value['explode'] : style === 'form',
    examples: [...examplesOf(document, node), ...(content?.examples ?? [])],
    node,
  }
}

function readContents(document: ApiDocument, node: ApiNode): readonly ApiContent[] {
  return document.children(document.child(node, 'content')).map((content) => ({
    type: content.key,
    schema: document.child(content, 'schema'),
    examples: examplesOf(document, content),
  }))
}

function examplesOf(document: ApiDocument, node: ApiNode): readonly unknown[] {
  const single = document.child(node, 'example')
  const named = document.children(document.child(node, 'examples')).flatMap((example) => {
    const value = document.child(example, 'value')
    return value === undefined ? [] : [value.value]
  })
  return [...(single === undefined ? [] : [single.value]), ...named]
}

function readSecurity(document: ApiDocument, node: ApiNode): readonly (readonly string[])[] | undefined {
  const value = document.child(node, 'security')?.value
  if (!Array.isArray(value)) return undefined
  const alternatives = value.filter(isApiMap).map((alternative) => Object.keys(alternative))
  // an empty alternative makes the others optional
  return alternatives.some((names) => names.length === 0) ? [] : alternatives
}

function readServers(document: ApiDocument, node: ApiNode): readonly string[] | undefined {
  const servers = document.children(document.child(node, 'servers'))
  if (servers.length === 0) return undefined
  return servers.flatMap((server) => {
    const url = textOf(document.child(server, 'url')?.value)
    if (url === undefined) return []
    return [
      url.replaceAll(/\{([^{}]+)\}/g, (whole, name: string) =>
        String(document.child(server, 'variables', name, 'default')?.value ?? whole),
      ),
    ]
  })
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `GET /items/{id}`, as people call it. */
export function operationName({ method, path }: Pick<ApiOperation, 'method' | 'path'>): string {
  return `${method.toUpperCase()} ${path}`
}

/** The answer that the document describes for a status: by number, by class, or `default`. */
export function responseFor({ responses }: ApiOperation, status: number): ApiResponse | undefined {
  const range = `${Math.floor(status / 100)}XX`
  return ['' + status, range, 'default']
    .map((key) => responses.find((response) => response.status === key))
    .find((found) => found !== undefined)
}

/** The content that a content type goes by; more exact names first. */
export function contentFor(contents: readonly ApiContent[], contentType: string): ApiContent | undefined {
  const type = essence(contentType)
  const family = `${type.split('/')[0]}/*`
  return [type, family, '*/*']
    .map((name) => contents.find((content) => essence(content.type) === name))
    .find((found) => found !== undefined)
}

function essence(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

export function isJsonType(type: string): boolean {
  return /^application\/json$|\+json$|^text\/json$/.test(essence(type))
}
