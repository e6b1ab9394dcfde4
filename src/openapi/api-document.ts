import { posix } from 'node:path'

/** A value inside an OpenAPI document or a file that it refers to. */
export interface ApiNode {
  readonly value: unknown
  /** As `ApiDocument` was given it, with forward slashes. */
  readonly file: string
  readonly path: readonly string[]
}

export type ApiMap = Readonly<Record<string, unknown>>

export type ApiVersion = '3.0' | '3.1'

export interface ApiSource {
  readonly file: string
  /** The parsed content of a file; throws an error that says why there is none. */
  readonly read: (file: string) => unknown
}

/** Why a `$ref` leads nowhere. */
export class BrokenReference extends Error {}

/** A chain of references longer than this goes in circles, or might as well. */
const longestChain = 100

/** An OpenAPI document with the files that it refers to, read when they are needed. */
export class ApiDocument {
  readonly file: string
  readonly root: ApiNode
  readonly #read: ApiSource['read']
  readonly #files = new Map<string, unknown>()

  constructor({ file, read }: ApiSource) {
    this.file = file
    this.#read = read
    this.root = { value: this.#load(file), file, path: [] }
  }

  /** The text of `openapi:` or `swagger:`, whatever it is. */
  get declared(): { readonly key: 'openapi' | 'swagger'; readonly version: string } | undefined {
    const { value } = this.root
    if (!isApiMap(value)) return undefined
    for (const key of ['openapi', 'swagger'] as const)
      if (typeof value[key] === 'string' || typeof value[key] === 'number') return { key, version: String(value[key]) }
    return undefined
  }

  get version(): ApiVersion {
    return this.declared?.version.startsWith('3.0') === true ? '3.0' : '3.1'
  }

  /** Files read so far, the document first. */
  get files(): readonly string[] {
    return [...this.#files.keys()]
  }

  /** What stands below a node, behind its own reference; `undefined` where there is nothing. */
  child(node: ApiNode, ...keys: readonly string[]): ApiNode | undefined {
    let at: ApiNode | undefined = node
    for (const key of keys) {
      at = this.resolve(at)
      const { value }: ApiNode = at
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
      at = { value: (value as ApiMap)[key], file: at.file, path: [...at.path, key] }
    }
    return at
  }

  /** The entries of a map, or the items of a list, behind its reference. */
  children(node: ApiNode | undefined): readonly (ApiNode & { readonly key: string })[] {
    if (node === undefined) return []
    const target = this.resolve(node)
    if (typeof target.value !== 'object' || target.value === null) return []
    return Object.entries(target.value).map(([key, value]) => ({ key, value, file: target.file, path: [...target.path, key] }))
  }

  /** Follows `$ref` to what it stands for; throws a `BrokenReference`. */
  resolve(node: ApiNode): ApiNode {
    let at = node
    for (let steps = 0; ; steps++) {
      const reference = referenceOf(at.value)
      if (reference === undefined) return at
      if (steps > longestChain) throw new BrokenReference(`\`$ref: ${reference}\` leads to itself`)
      at = this.target(reference, at.file)
    }
  }

  /** What one reference names, which may be another reference. */
  target(reference: string, from: string): ApiNode {
    if (/^[a-z][a-z0-9+.-]*:/i.test(reference))
      throw new BrokenReference(`\`$ref: ${reference}\` is an address; only files are read. Save it beside the document`)
    const [name = '', fragment = ''] = reference.split('#', 2)
    const file = name === '' ? from : posix.join(posix.dirname(from), decode(name))
    const path = fragment
      .split('/')
      .slice(1)
      .map((part) => decode(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    if (fragment !== '' && !fragment.startsWith('/'))
      throw new BrokenReference(`\`$ref: ${reference}\`: write a path, such as #/components/schemas/Item`)
    let value = this.#loadReferred(file, reference)
    for (const key of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
        throw new BrokenReference(`\`$ref: ${reference}\` leads to nothing`)
      value = (value as ApiMap)[key]
    }
    return { value, file, path }
  }

  #loadReferred(file: string, reference: string): unknown {
    try {
      return this.#load(file)
    } catch (error) {
      throw new BrokenReference(`\`$ref: ${reference}\`: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  #load(file: string): unknown {
    if (!this.#files.has(file)) this.#files.set(file, this.#read(file))
    return this.#files.get(file)
  }
}

export function isApiMap(value: unknown): value is ApiMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function referenceOf(value: unknown): string | undefined {
  return isApiMap(value) && typeof value['$ref'] === 'string' ? value['$ref'] : undefined
}

/** How the yaml package reads documents: with `<<`, which many of them use, and with as many aliases as generated ones have. */
export const apiYaml = { merge: true, maxAliasCount: 10_000 } as const

/** A text that is JSON, read many times faster than as YAML, which it is too; `undefined` for any other. */
export function jsonOf(text: string): unknown {
  if (!/^\uFEFF?\s*\{/.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch {
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
