import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ApiDocument, apiYaml, jsonOf } from '../../openapi/api-document.ts'
import { readOperations } from '../../openapi/api-operations.ts'
import { findProblems } from '../../openapi/find-problems.ts'
import { OperationIndex } from '../../openapi/match-operation.ts'
import { lazyModules } from '../assertions/lazy-modules.ts'

export interface LoadedApi {
  readonly document: ApiDocument
  readonly index: OperationIndex
}

const loaded = new Map<string, LoadedApi>()

/** The OpenAPI document of a project, read once a process; throws an error that says what is wrong with it. */
export function loadApi(folder: string, file: string): LoadedApi {
  const key = resolve(folder, file)
  const known = loaded.get(key)
  if (known !== undefined) return known
  const document = new ApiDocument({ file, read: (path) => parse(readFileSync(resolve(folder, path), 'utf8')) })
  const [problem] = findProblems(document)
  if (problem !== undefined) throw new Error(`${problem.file}: ${problem.message}`)
  const api = { document, index: new OperationIndex(readOperations(document)) }
  loaded.set(key, api)
  return api
}

function parse(text: string): unknown {
  return jsonOf(text) ?? lazyModules.yaml().parse(text, apiYaml)
}
