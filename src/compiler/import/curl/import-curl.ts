import { isMap, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { Imported, ImportProblem } from '../import-result.ts'
import { convertRequest } from '../http/convert-request.ts'
import { specText } from '../http/expressions.ts'
import { printHttpSpec, testNode } from '../http/print-http-spec.ts'
import { Secrets } from '../http/secrets.ts'
import { titleText } from '../plain-text.ts'
import { UniqueNames } from '../postman/names.ts'
import { yamlStyle } from '../yaml-style.ts'
import { CurlMistake, readCurl } from './read-curl.ts'

export interface ImportCurl {
  readonly line: string
  /** The spec that is there already; the test goes into it. */
  readonly spec?: string | undefined
}

/** One test from a curl command. Pure; nothing is run or sent. */
export function importCurl({ line, spec }: ImportCurl): Imported {
  const secrets = new Secrets()
  try {
    const { request, lost } = readCurl(line, secrets)
    const { origin, path, keys } = convertRequest(request, secrets)
    const test = { ...keys, expect: { status: '2xx' } }
    const title = titleText(specText(`${request.method} ${path}`).replaceAll('${', '{'))
    const text =
      spec === undefined
        ? printHttpSpec({ origin: specText(origin), secrets, tests: { [title]: test }, source: 'a curl command' })
        : addTest(spec, { title, test, origin: specText(origin), secrets })
    return {
      files: [{ path: 'apitest.yaml', text }, ...(secrets.file === undefined ? [] : [{ path: '.env', text: secrets.file }])],
      problems: lost.map((message): ImportProblem => ({ severity: 'warning', code: 'left-out', message, where: [] })),
      summary: [`the test \`${title}\``],
      dropped: false,
    }
  } catch (error) {
    if (!(error instanceof CurlMistake)) throw error
    return {
      files: [],
      summary: [],
      dropped: true,
      problems: [
        { severity: 'error', code: 'bad-curl', message: error.message, where: [], ...(error.hint !== undefined && { hint: error.hint }) },
      ],
    }
  }
}

interface AddedTest {
  readonly title: string
  readonly test: Readonly<Record<string, unknown>>
  readonly origin: string
  readonly secrets: Secrets
}

function addTest(spec: string, { title, test, origin, secrets }: AddedTest): string {
  const document: Document = parseDocument(spec)
  const [mistake] = document.errors
  if (mistake !== undefined || !isMap(document.contents))
    throw new CurlMistake('apitest.yaml is there and is no YAML map', '`apitest validate` shows what is wrong; -o DIR writes elsewhere')
  const tests: unknown = document.get('tests')
  const names = new UniqueNames((number) => ` (${number})`)
  if (isMap(tests)) for (const { key } of tests.items) names.claim(String(key))
  const data = document.toJS() as { services?: Readonly<Record<string, { url?: unknown }>> }
  const services = Object.entries(data.services ?? {})
  const index = services.findIndex(([, service]) => service.url === origin)
  const [name] = services[index] ?? []
  const placed = index === 0 ? test : name === undefined ? withOrigin(test, origin) : { service: name, ...test }
  document.setIn(['tests', names.claim(title)], testNode(document, placed))
  for (const [variable, value] of Object.entries(secrets.env))
    if (!document.hasIn(['env', variable])) document.setIn(['env', variable], document.createNode(value, { flow: true }))
  return document.toString(yamlStyle)
}

/** A service that the spec does not know is called by its whole address. */
function withOrigin(test: Readonly<Record<string, unknown>>, origin: string): Readonly<Record<string, unknown>> {
  const [[method, path] = ['get', '/'], ...others] = Object.entries(test).filter(([key]) => key !== 'method')
  const whole = `${origin}${String(path)}`
  return { ...('method' in test && { method: test['method'] }), [method]: whole, ...Object.fromEntries(others) }
}
