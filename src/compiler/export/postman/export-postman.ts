import type { ImportProblem } from '../../import/import-result.ts'
import { inlineFixtures } from './inline-fixtures.ts'
import { toAuth } from './to-auth.ts'
import { isMap } from '../../import/postman/read-collection.ts'
import { beforeScript, testScript } from './to-script.ts'
import { toTemplate, toTemplates } from './to-template.ts'

type Keys = Readonly<Record<string, unknown>>

export interface ExportPostman {
  readonly name: string
  /** The sections of all files as one. */
  readonly spec: Keys
  /** Tests by suite, in their order. */
  readonly suites: readonly { readonly name: string; readonly description: string | undefined; readonly tests: Keys }[]
  /** The text of a script that the spec names. */
  readonly read: (file: string) => string
}

export interface Exported {
  readonly collection: object
  readonly environment: object
  /** What Postman has no words for. */
  readonly problems: readonly ImportProblem[]
}

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
const methods = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options']

/** A spec as a Postman collection (v2.1) with an environment: requests in their order, expectations as test scripts. */
export function exportPostman({ name, spec: given, suites: written, read }: ExportPostman): Exported {
  const inline = inlineFixtures(isMap(given['fixtures']) ? given['fixtures'] : {}, read)
  const spec: Keys = { ...given, requests: inline(given['requests']), flows: inline(given['flows']) }
  const suites = written.map((suite) => ({ ...suite, tests: inline(suite.tests) as Keys }))
  const problems: ImportProblem[] = []
  const section = (key: string): Keys => (isMap(spec[key]) ? spec[key] : {})
  const services = section('services')
  const [firstService = 'api'] = Object.keys(services)
  const session = section('session')
  const postman: Keys = isMap(session['postman']) ? session['postman'] : {}
  const onMissing = (where: readonly string[]) => (what: string) =>
    void problems.push({
      severity: 'warning',
      code: 'postman-dropped',
      message: what.includes(': ') ? `Left out: ${what}` : `Left out: ${what}, which Postman has no words for`,
      where,
    })

  const items = suites.map((suite) => ({
    name: suite.name,
    ...(suite.description !== undefined && { description: suite.description }),
    item: Object.entries(suite.tests).flatMap(([title, test]) => (isMap(test) ? testItems(title, test, [suite.name, title]) : [])),
  }))
  const values: [string, unknown][] = [
    ...Object.entries(services).map(([service, keys]): [string, unknown] => [urlVariable(service), addressOf(keys, onMissing([service]))]),
    ...Object.entries(section('variables')).map(([key, value]): [string, unknown] => [key, toTemplates(value, onMissing([key]))]),
    ...Object.entries(section('env')).map(([key, value]): [string, unknown] => [key, isMap(value) ? (value['default'] ?? '') : '']),
    ...[session['values'], postman['globals'], postman['environment']]
      .flatMap((scope) => (isMap(scope) ? Object.entries(scope) : []))
      .filter(([, value]) => value !== null)
      .map(([key, value]): [string, unknown] => [key, toTemplates(value, onMissing([key]))]),
  ]
  return {
    collection: { info: { name, schema }, item: items },
    environment: {
      name: `${name} environment`,
      values: values.map(([key, value]) => ({
        key,
        value: typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
        enabled: true,
      })),
    },
    problems,
  }

  function testItems(title: string, test: Keys, where: readonly string[]): object[] {
    if (test['skip'] !== undefined) return []
    if (test['with'] !== undefined) onMissing(where)('`with`: give its rows to Newman by `-d`')
    if (test['flow'] !== undefined) return flowItems(String(test['flow']), where)
    if (Array.isArray(test['steps']))
      return test['steps']
        .filter(isMap)
        .flatMap((step, index) =>
          step['flow'] === undefined
            ? [requestItem(String(step['name'] ?? `${title} (${index + 1})`), step, where)]
            : flowItems(String(step['flow']), where),
        )
    if (!Array.isArray(test['cases'])) return [requestItem(title, test, where)]
    return test['cases'].filter(isMap).map((one) => requestItem(`${title}: ${String(one['name'])}`, merge(base(test), one), where))
  }

  function flowItems(flow: string, where: readonly string[]): object[] {
    const definition = section('flows')[flow]
    const steps = isMap(definition) && Array.isArray(definition['steps']) ? definition['steps'].filter(isMap) : []
    return steps.map((step, index) => requestItem(`${flow} (${index + 1})`, step, where))
  }

  function base(step: Keys): Keys {
    const named = section('requests')[String(step['request'] ?? '')]
    return isMap(named) ? merge(named, step) : step
  }

  function requestItem(title: string, step: Keys, where: readonly string[]): object {
    const missing = onMissing(where)
    const request = merge({ ...section('defaults') }, base(step))
    const method = methods.find((key) => typeof request[key] === 'string')
    const path = toTemplate(String(method === undefined ? request['path'] : request[method]), missing)
    const query = pairs(request['query'], missing).map(
      ({ key, value }) => `${encodeURIComponent(key)}=${value.includes('{{') ? value : encodeURIComponent(value)}`,
    )
    const host = /^(?:https?:|\{\{)/.test(path) ? '' : `{{${urlVariable(String(request['service'] ?? firstService))}}}`
    const raw = `${host}${path}${query.length === 0 ? '' : `${path.includes('?') ? '&' : '?'}${query.join('&')}`}`
    const before = beforeScript(request['before'], { read, onMissing: missing })
    return {
      name: title,
      event: [
        ...(request['before'] === undefined ? [] : [event('prerequest', before)]),
        event('test', testScript(request, { read, onMissing: missing })),
      ],
      ...(request['redirects'] === 0 && { protocolProfileBehavior: { followRedirects: false } }),
      request: {
        method: (method ?? String(request['method'] ?? 'GET')).toUpperCase(),
        header: pairs(request['headers'], missing),
        url: raw,
        ...body(request, missing),
        ...toAuth(request['auth'], missing),
      },
      response: [],
    }
  }
}

function urlVariable(service: string): string {
  return `${service}_url`
}

function addressOf(service: unknown, onMissing: (what: string) => void): string {
  if (!isMap(service)) return ''
  if (typeof service['url'] === 'string') return toTemplate(service['url'], onMissing)
  const kind = Object.values(service).find(isMap)
  if (typeof kind?.['port'] === 'number') return `http://127.0.0.1:${kind['port']}`
  onMissing('its address: Postman starts no service, so fill it in')
  return ''
}

function event(listen: string, exec: readonly string[]): object {
  return { listen, script: { type: 'text/javascript', exec } }
}

function pairs(map: unknown, onMissing: (what: string) => void): { key: string; value: string }[] {
  return (isMap(map) ? Object.entries(map) : []).flatMap(([key, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value])
      .filter((item) => item !== null)
      .map((item) => ({ key, value: toTemplate(String(item), onMissing) })),
  )
}

function body(request: Keys, onMissing: (what: string) => void): object {
  if ('json' in request) {
    let json = structuredClone(request['json'])
    if (isMap(request['patch']) || Array.isArray(request['unset'])) json = patched(json, request, onMissing)
    return raw(JSON.stringify(toTemplates(json, onMissing), null, 2), 'json')
  }
  if (typeof request['text'] === 'string') return raw(toTemplate(request['text'], onMissing), 'text')
  if ('form' in request) return { body: { mode: 'urlencoded', urlencoded: pairs(request['form'], onMissing) } }
  if (isMap(request['graphql'])) {
    const { query, variables } = request['graphql']
    return { body: { mode: 'graphql', graphql: { query, variables: JSON.stringify(toTemplates(variables ?? {}, onMissing)) } } }
  }
  if (typeof request['file'] === 'string') return { body: { mode: 'file', file: { src: request['file'] } } }
  if (!isMap(request['multipart'])) return {}
  const formdata = Object.entries(request['multipart']).map(([key, value]) =>
    isMap(value) && typeof value['file'] === 'string'
      ? { key, type: 'file', src: value['file'] }
      : { key, type: 'text', value: toTemplate(String(isMap(value) ? value['text'] : value), onMissing) },
  )
  return { body: { mode: 'formdata', formdata } }
}

/** Changes by plain paths; others are told. */
function patched(json: unknown, { patch, unset }: Keys, onMissing: (what: string) => void): unknown {
  const at = (path: string): { parent: Record<string, unknown>; key: string } | undefined => {
    if (typeof json !== 'object' || json === null) return void onMissing(`the change at \`${path}\``)
    const parts = path.split('.').slice(1)
    const key = parts.pop()
    if (!/^\$(?:\.[A-Za-z_]\w*)+$/.test(path) || key === undefined) return void onMissing(`the change at \`${path}\``)
    let parent = json as Record<string, unknown>
    for (const part of parts) parent = (parent[part] ?? {}) as Record<string, unknown>
    return { parent, key }
  }
  for (const path of Array.isArray(unset) ? (unset as string[]) : []) {
    const found = at(path)
    if (found !== undefined) delete found.parent[found.key]
  }
  for (const [path, value] of isMap(patch) ? Object.entries(patch) : []) {
    const found = at(path)
    if (found !== undefined) found.parent[found.key] = value
  }
  return json
}

/** Later keys win; maps of names and of expectations are joined. */
function merge(lower: Keys, upper: Keys): Keys {
  const merged: Record<string, unknown> = { ...lower }
  if (methods.some((key) => typeof upper[key] === 'string'))
    for (const key of methods) if (typeof merged[key] === 'string') delete merged[key]
  for (const [key, value] of Object.entries(upper))
    merged[key] = ['headers', 'query', 'expect'].includes(key) && isMap(merged[key]) && isMap(value) ? { ...merged[key], ...value } : value
  return merged
}

const raw = (value: string, language: string): object => ({ body: { mode: 'raw', raw: value, options: { raw: { language } } } })
