import { apiMethods, readOperations } from './api-operations.ts'
import { BrokenReference, isApiMap, referenceOf } from './api-document.ts'
import type { ApiDocument, ApiMap, ApiNode } from './api-document.ts'
import { patternOf } from './pattern.ts'

export interface ApiProblem {
  readonly message: string
  readonly file: string
  readonly path: readonly string[]
  readonly hint?: string
}

/** Everything in a document that would keep it from being used, in the order of its files. */
export function findProblems(document: ApiDocument): readonly ApiProblem[] {
  const version = versionProblem(document)
  if (version !== undefined) return [version]
  const problems = [...shapeProblems(document), ...referenceProblems(document), ...patternProblems(document)]
  if (problems.length > 0) return problems
  try {
    readOperations(document)
    return []
  } catch (error) {
    if (!(error instanceof BrokenReference)) throw error
    return [{ message: error.message, file: document.file, path: [] }]
  }
}

function versionProblem({ declared, file, root }: ApiDocument): ApiProblem | undefined {
  if (!isApiMap(root.value)) return { message: 'it is no map, and so no OpenAPI document', file, path: [] }
  if (declared === undefined)
    return {
      message: 'it has no `openapi:` and so is no OpenAPI document',
      file,
      path: [],
      hint: 'The first line of one is `openapi: 3.1.0`',
    }
  if (declared.key === 'swagger')
    return {
      message: `it is Swagger ${declared.version}, and OpenAPI 3.0 and 3.1 are read`,
      file,
      path: ['swagger'],
      hint: 'Convert it once, such as with `npx swagger2openapi`, or let the service print OpenAPI 3',
    }
  if (!/^3\.[01](?:\.|$)/.test(declared.version))
    return { message: `it is OpenAPI ${declared.version}, and 3.0 and 3.1 are read`, file, path: ['openapi'] }
  return undefined
}

function shapeProblems(document: ApiDocument): readonly ApiProblem[] {
  const { file } = document
  const { paths } = document.root.value as ApiMap
  if (paths === undefined) return document.version === '3.1' ? [] : [{ message: 'it has no `paths`', file, path: [] }]
  if (!isApiMap(paths)) return [{ message: '`paths` is no map', file, path: ['paths'] }]
  return Object.entries(paths).flatMap(([key, item]) => {
    if (key.startsWith('x-')) return []
    const path = ['paths', key]
    if (!key.startsWith('/')) return [{ message: `a path begins with /, and \`${key}\` does not`, file, path }]
    if (!isApiMap(item)) return [{ message: `\`${key}\` is no map of methods`, file, path }]
    if (referenceOf(item) !== undefined) return []
    return apiMethods.flatMap((method) =>
      item[method] === undefined ? [] : operationProblems(document, { key, method, item, value: item[method] }),
    )
  })
}

interface OperationText {
  readonly key: string
  readonly method: string
  readonly item: ApiMap
  readonly value: unknown
}

function operationProblems(document: ApiDocument, { key, method, item, value: written }: OperationText): readonly ApiProblem[] {
  const place = { file: document.file, path: ['paths', key, method] }
  const name = `${method.toUpperCase()} ${key}`
  const found = resolveQuietly(document, { value: written, ...place })
  // a broken reference is told on its own
  if (found === undefined && referenceOf(written) !== undefined) return []
  const { value, file, path } = found ?? { value: written, ...place }
  if (!isApiMap(value)) return [{ message: `${name} is no map`, file, path }]
  const problems: ApiProblem[] = []
  const { responses } = value
  if (responses === undefined && document.version === '3.0') problems.push({ message: `${name} has no \`responses\``, file, path })
  else if (responses !== undefined && !isApiMap(responses))
    problems.push({ message: `the \`responses\` of ${name} are no map`, file, path: [...path, 'responses'] })
  else
    for (const status of Object.keys(responses ?? {}))
      if (!/^(?:[1-5]\d\d|[1-5]xx|default|x-.*)$/i.test(status))
        problems.push({
          message: `${name} has an answer for \`${status}\`, which is no status`,
          file,
          path: [...path, 'responses', status],
        })
  const declared = new Set<string>()
  for (const { owner, at } of [
    { owner: item, at: { file: document.file, path: ['paths', key] } },
    { owner: value, at: { file, path } },
  ]) {
    const { parameters } = owner
    if (parameters === undefined) continue
    if (!Array.isArray(parameters)) {
      problems.push({ message: `the \`parameters\` of ${name} are no list`, file: at.file, path: [...at.path, 'parameters'] })
      continue
    }
    for (const [index, parameter] of parameters.entries()) {
      const spot = { file: at.file, path: [...at.path, 'parameters', String(index)] }
      const read = resolveQuietly(document, { value: parameter, ...spot })?.value
      if (read === undefined) continue
      if (!isApiMap(read) || typeof read['name'] !== 'string' || typeof read['in'] !== 'string')
        problems.push({ message: `a parameter of ${name} needs \`name\` and \`in\``, ...spot })
      else if (read['in'] === 'body' || read['in'] === 'formData')
        problems.push({ message: `\`in: ${read['in']}\` is Swagger 2.0; OpenAPI 3 has \`requestBody\``, ...spot })
      else if (read['in'] === 'path') declared.add(read['name'])
    }
  }
  if (problems.length > 0) return problems
  const named = [...key.matchAll(/\{([^{}]+)\}/g)].map(([, found = '']) => found)
  return named
    .filter((parameter) => !declared.has(parameter) && !hasReferredParameters(value, item))
    .map((parameter) => ({ message: `${name} does not declare its path parameter \`${parameter}\``, file, path }))
}

/** Broken references are told on their own; they must not bring a second mistake. */
function hasReferredParameters(...owners: readonly ApiMap[]): boolean {
  return owners.some(({ parameters }) => Array.isArray(parameters) && parameters.some((parameter) => referenceOf(parameter) !== undefined))
}

function resolveQuietly(document: ApiDocument, node: ApiNode): ApiNode | undefined {
  try {
    return document.resolve(node)
  } catch {
    return undefined
  }
}

function referenceProblems(document: ApiDocument): readonly ApiProblem[] {
  const problems: ApiProblem[] = []
  // files are read on the way, and looked through in turn
  const visited = new Set<string>()
  for (;;) {
    const next = document.files.find((file) => !visited.has(file))
    if (next === undefined) return problems
    visited.add(next)
    walk(document.target('', next), (node) => {
      const reference = referenceOf(node.value)
      if (reference === undefined || isExample(node.path)) return
      try {
        document.resolve(node)
      } catch (error) {
        if (!(error instanceof BrokenReference)) throw error
        problems.push({ message: error.message, file: node.file, path: [...node.path, '$ref'] })
      }
    })
  }
}

function patternProblems(document: ApiDocument): readonly ApiProblem[] {
  const problems: ApiProblem[] = []
  walk(document.root, ({ value, file, path }) => {
    if (!isApiMap(value) || typeof value['pattern'] !== 'string' || isExample(path) || path.at(-1) === 'properties') return
    if (patternOf(value['pattern']) === undefined)
      problems.push({ message: `\`pattern: ${value['pattern']}\` is no regular expression`, file, path: [...path, 'pattern'] })
  })
  return problems
}

/** What stands in examples is data. */
function isExample(path: readonly string[]): boolean {
  return path.some(
    (key, index) =>
      (key === 'example' || key === 'examples' || key === 'default' || key === 'enum' || key === 'const' || key.startsWith('x-')) &&
      path[index - 1] !== 'properties' &&
      path[index - 1] !== 'responses',
  )
}

function walk(root: ApiNode, visit: (node: ApiNode) => void): void {
  const waiting: ApiNode[] = [root]
  const seen = new Set<unknown>()
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (typeof node.value !== 'object' || node.value === null || seen.has(node.value)) continue
    seen.add(node.value)
    visit(node)
    for (const [key, value] of Object.entries(node.value).toReversed()) waiting.push({ value, file: node.file, path: [...node.path, key] })
  }
}
