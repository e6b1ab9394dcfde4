import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { lazyModules } from '../lazy-modules.ts'
import { isMap } from '../values/deep-equal.ts'

export interface SchemaFile {
  /** `undefined` for a schema in place that refers to no file. */
  readonly uri: string | undefined
  readonly schema: unknown
}

/** The schema and every file that it refers to by a relative `$ref`, itself first. */
export function loadSchemaFiles(schema: unknown, folder: string): SchemaFile[] {
  const uri = typeof schema === 'string' ? pathToFileURL(resolve(folder, schema)).href : `${pathToFileURL(folder).href}/`
  const root = typeof schema === 'string' ? read(uri) : schema
  const files: SchemaFile[] = [{ uri, schema: root }]
  const seen = new Set([uri])
  for (const file of files) {
    const base = isMap(file.schema) && typeof file.schema['$id'] === 'string' ? undefined : file.uri
    for (const reference of base === undefined ? [] : findReferences(file.schema)) {
      const target = new URL(reference, base)
      target.hash = ''
      if (target.protocol !== 'file:' || seen.has(target.href)) continue
      seen.add(target.href)
      files.push({ uri: target.href, schema: read(target.href) })
    }
  }
  return files.length === 1 && typeof schema !== 'string' ? [{ uri: undefined, schema }] : files
}

function read(uri: string): unknown {
  const path = fileURLToPath(uri)
  const text = readFileSync(path, 'utf8')
  return /\.ya?ml$/i.test(path) ? lazyModules.yaml().parse(text) : JSON.parse(text)
}

function findReferences(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(findReferences)
  if (!isMap(schema)) return []
  return Object.entries(schema).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? (value.startsWith('#') ? [] : [value]) : findReferences(value),
  )
}
