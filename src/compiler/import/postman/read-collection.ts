import type { ImportProblem } from '../import-result.ts'
import type { Auth, Collection, Folder, Item, Script, Variable } from './collection.ts'

type Json = Readonly<Record<string, unknown>>

/** Reads the text of a collection; `undefined` with a problem where it is none. */
export function readCollection(text: string, file: string): { collection?: Collection; problems: readonly ImportProblem[] } {
  const parsed = parseJson(text, file)
  if ('problem' in parsed) return { problems: [parsed.problem] }
  const outer = parsed.value
  const root = isMap(outer) && isMap(outer['collection']) ? outer['collection'] : outer
  if (!isMap(root)) return { problems: [notACollection(file, 'it is no JSON object')] }
  if (Array.isArray(root['requests']) || (root['order'] !== undefined && root['item'] === undefined))
    return {
      problems: [
        {
          severity: 'error',
          code: 'postman-v1',
          message: `\`${file}\` is a collection of format v1`,
          where: [],
          hint: 'Export it anew from Postman as Collection v2.1, or convert it: `npx postman-collection-transformer convert -i 1.0.0 -o 2.1.0`',
        },
      ],
    }
  if (!Array.isArray(root['item'])) return { problems: [notACollection(file, 'it has no `item`')] }
  const problems: ImportProblem[] = []
  const info = isMap(root['info']) ? root['info'] : {}
  const folders: Folder[] = []
  const items = collect(root['item'], {
    path: [],
    auth: readAuth(root['auth'], 'collection'),
    prerequest: scriptsOf(root, 'prerequest', 'collection', []),
    test: scriptsOf(root, 'test', 'collection', []),
    folders,
    problems,
  })
  const collection: Collection = {
    name: text_(info['name']) ?? 'collection',
    description: describe(info['description']),
    items,
    folders,
    variables: readVariables(root['variable']),
    auth: readAuth(root['auth'], 'collection'),
  }
  if (items.length === 0) problems.push({ severity: 'error', code: 'postman-empty', message: `\`${file}\` has no request`, where: [] })
  return { collection, problems }
}

function notACollection(file: string, why: string): ImportProblem {
  return {
    severity: 'error',
    code: 'postman-no-collection',
    message: `\`${file}\` is no Postman collection: ${why}`,
    where: [],
    hint: 'Export the collection from Postman as Collection v2.1',
  }
}

export function parseJson(text: string, file: string): { value: unknown } | { problem: ImportProblem } {
  try {
    return { value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown }
  } catch (error) {
    return {
      problem: {
        severity: 'error',
        code: 'import-not-json',
        message: `\`${file}\` is not JSON: ${error instanceof Error ? error.message : String(error)}`,
        where: [],
      },
    }
  }
}

interface Around {
  readonly path: readonly string[]
  readonly auth: Auth | undefined
  readonly prerequest: readonly Script[]
  readonly test: readonly Script[]
  readonly folders: Folder[]
  readonly problems: ImportProblem[]
}

function collect(list: readonly unknown[], around: Around): Item[] {
  return list.flatMap((entry): Item[] => {
    if (!isMap(entry)) return []
    const name = text_(entry['name']) ?? 'request'
    const path = [...around.path, name]
    if (Array.isArray(entry['item'])) {
      around.folders.push({ path, description: describe(entry['description']) })
      return collect(entry['item'], {
        ...around,
        path,
        auth: readAuth(entry['auth'], 'folder') ?? around.auth,
        prerequest: [...around.prerequest, ...scriptsOf(entry, 'prerequest', 'folder', path)],
        test: [...around.test, ...scriptsOf(entry, 'test', 'folder', path)],
      })
    }
    const given = entry['request']
    const request = isMap(given) ? given : { method: 'GET', url: given ?? '' }
    return [
      {
        name,
        path: around.path,
        description: describe(request['description'] ?? entry['description']),
        request,
        auth: readAuth(request['auth'], 'request') ?? around.auth,
        scripts: {
          prerequest: [...around.prerequest, ...scriptsOf(entry, 'prerequest', 'request', path)],
          test: [...around.test, ...scriptsOf(entry, 'test', 'request', path)],
        },
        behaviour: isMap(entry['protocolProfileBehavior']) ? entry['protocolProfileBehavior'] : {},
        examples: Array.isArray(entry['response']) ? entry['response'].filter(isMap) : [],
      },
    ]
  })
}

function scriptsOf(owner: Json, listen: string, level: Script['level'], path: readonly string[]): Script[] {
  const events = Array.isArray(owner['event']) ? owner['event'].filter(isMap) : []
  return events.flatMap((event): Script[] => {
    if (event['listen'] !== listen || event['disabled'] === true) return []
    const script = isMap(event['script']) ? event['script'] : {}
    const { exec } = script
    const code = Array.isArray(exec) ? exec.filter((line) => typeof line === 'string').join('\n') : typeof exec === 'string' ? exec : ''
    return code.trim() === '' ? [] : [{ level, owner: path, code }]
  })
}

function readAuth(value: unknown, level: Script['level']): Auth | undefined {
  if (!isMap(value) || typeof value['type'] !== 'string') return undefined
  const given = value[value['type']]
  const values = Array.isArray(given)
    ? Object.fromEntries(given.filter(isMap).flatMap((entry) => (typeof entry['key'] === 'string' ? [[entry['key'], entry['value']]] : [])))
    : isMap(given)
      ? given
      : {}
  return { type: value['type'], values, level }
}

/** The values of a collection, an environment or globals. */
export function readVariables(list: unknown): Variable[] {
  if (!Array.isArray(list)) return []
  return list.filter(isMap).flatMap((entry): Variable[] => {
    const name = text_(entry['key']) ?? text_(entry['id'])
    if (name === undefined || name === '') return []
    return [
      {
        name,
        value: entry['value'] === undefined ? '' : entry['value'],
        disabled: entry['enabled'] === false || entry['disabled'] === true,
        secret: entry['type'] === 'secret',
      },
    ]
  })
}

function describe(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : isMap(value) ? text_(value['content']) : undefined
  const clean = text?.replaceAll('\r\n', '\n').trim()
  return clean === '' ? undefined : clean
}

function text_(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
