import { ApiDocument } from '../../src/openapi/api-document.ts'
import { isJsonType, readOperations } from '../../src/openapi/api-operations.ts'
import type { ApiOperation } from '../../src/openapi/api-operations.ts'
import { bundleSchema } from '../../src/openapi/bundle-schema.ts'
import { OperationIndex } from '../../src/openapi/match-operation.ts'
import { fittingSample } from '../../src/compiler/import/openapi/fitting-sample.ts'
import { checkRequest } from '../../src/runtime/openapi/check-request.ts'
import { startServer } from './http-server.ts'
import type { Seen, TestServer } from './http-server.ts'

export interface OpenapiMock {
  readonly document: unknown
  /** Takes whatever comes, as a service that checks nothing. @default false */
  readonly careless?: boolean
}

/** What imported tests send for things that do not exist. */
const unknownThing = /no-such-one|999999999|00000000-0000-4000-8000-000000000000/

/** A service that does what its OpenAPI document says: refuses what the document forbids, and answers with samples of its schemas. */
export function startOpenapiMock({ document: data, careless = false }: OpenapiMock): Promise<TestServer> {
  const document = new ApiDocument({ file: 'openapi.yaml', read: () => data })
  const index = new OperationIndex(readOperations(document))
  return startServer((seen, response) => {
    const [path = '', query = ''] = seen.url.split('?')
    const matched = index.match({ method: seen.method, path })
    if ('methods' in matched) return void response.writeHead(404).end()
    const { operation } = matched
    const wrong = checkRequest(document, matched, { ...callOf(seen), path, query })
    const status = careless
      ? success(operation)
      : operation.security.length > 0 && seen.headers.authorization === undefined
        ? '401'
        : unknownThing.test(path)
          ? '404'
          : wrong.length > 0
            ? ['400', '422'].find((code) => operation.responses.some((known) => known.status === code))
            : success(operation)
    const answer = operation.responses.find((known) => known.status === status)
    const content = answer?.contents.find(({ type }) => isJsonType(type))
    response.statusCode = Number(status ?? 500)
    if (content?.schema === undefined) return void response.end()
    const schema = bundleSchema(document, content.schema, 'response')
    response
      .setHeader('content-type', content.type)
      .end(JSON.stringify(fittingSample(schema, { name: 'value', examples: content.examples })))
  })
}

function success({ responses }: ApiOperation): string | undefined {
  return responses.find(({ status }) => status.startsWith('2'))?.status
}

function callOf({ method, headers, body }: Seen) {
  const text = body.toString()
  const isMultipart = headers['content-type']?.startsWith('multipart/') === true
  return {
    method,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    bases: [],
    hasBody: body.length > 0,
    text: () => text,
    fields: isMultipart ? [...text.matchAll(/ name="([^"]*)"/g)].map(([, name = '']) => name) : undefined,
  }
}
