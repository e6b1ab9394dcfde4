import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { sortRoutes } from './found-app.ts'
import { readText } from './source-files.ts'

/** GET routes of an OpenAPI document that need nothing to be called, with the status that it promises. */
export interface ApiDescription {
  readonly file: string
  readonly routes: readonly { readonly path: string; readonly status: number; readonly title: string }[]
}

const names = /^(?:openapi|swagger|api)(?:[.-]v?\d+)?\.(?:ya?ml|json)$/i

export function findApiDescription(folder: string): ApiDescription | undefined {
  for (const file of filesOf(folder).filter((name) => names.test(name))) {
    const document = parseDocument(readText(join(folder, file)) ?? '')
    if (document?.openapi === undefined && document?.swagger === undefined) continue
    return { file, routes: callableRoutes(document.paths ?? {}).slice(0, 10) }
  }
  return undefined
}

/** The Postman collection of a folder, by its usual name. */
export function findPostmanCollection(folder: string): string | undefined {
  return filesOf(folder).find((name) => name.endsWith('.postman_collection.json'))
}

interface OpenApi {
  readonly openapi?: string
  readonly swagger?: string
  readonly paths?: Readonly<Record<string, { readonly get?: Operation; readonly parameters?: readonly Parameter[] }>>
}

interface Operation {
  readonly summary?: string
  readonly operationId?: string
  readonly parameters?: readonly Parameter[]
  readonly security?: readonly unknown[]
  readonly responses?: Readonly<Record<string, unknown>>
}

interface Parameter {
  readonly required?: boolean
  readonly $ref?: string
}

function parseDocument(text: string): OpenApi | undefined {
  try {
    const document: unknown = parse(text)
    return typeof document === 'object' && document !== null ? document : undefined
  } catch {
    return undefined
  }
}

function callableRoutes(paths: NonNullable<OpenApi['paths']>): ApiDescription['routes'] {
  const routes = Object.entries(paths).flatMap(([path, item]) => {
    const operation = item?.get
    if (operation === undefined || operation.security !== undefined) return []
    if (
      [...(item.parameters ?? []), ...(operation.parameters ?? [])].some(
        (parameter) => parameter.required === true || parameter.$ref !== undefined,
      )
    )
      return []
    const status = Number(Object.keys(operation.responses ?? {}).find((code) => /^2\d\d$/.test(code)) ?? 200)
    return [{ path, status, title: operation.summary ?? operation.operationId ?? `GET ${path}` }]
  })
  const order = sortRoutes(routes.map(({ path }) => path))
  return order.map((path) => routes.find((route) => route.path === path)!)
}

function filesOf(folder: string): string[] {
  return readdirSync(folder).sort()
}
