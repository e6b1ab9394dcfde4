import type { ApiDocument } from '../../openapi/api-document.ts'
import { contentFor, isJsonType, operationName, responseFor } from '../../openapi/api-operations.ts'
import type { ApiOperation, ApiResponse } from '../../openapi/api-operations.ts'
import type { ReceivedResponse } from '../assertions/types.ts'
import { readJson } from './check-request.ts'
import { fitSchema } from './fit-schema.ts'
import { reworded, violation } from './violation.ts'
import type { Violation } from './violation.ts'

/** What of an answer its operation does not describe. */
export function checkAnswer(document: ApiDocument, operation: ApiOperation, response: ReceivedResponse): readonly Violation[] {
  // of a redirect that was followed, only the first answer belongs to the operation, and of that the status is known
  const [redirect] = response.redirects
  const status = redirect?.status ?? response.status
  const described = responseFor(operation, status)
  if (described === undefined) {
    const known = operation.responses.map((known) => known.status).join(', ')
    const { file, path } = operation.node
    return [
      violation(`${operationName(operation)} documents no status ${status}${known === '' ? '' : `; it documents ${known}`}`, {
        file,
        path: [...path, 'responses'],
      }),
    ]
  }
  if (redirect !== undefined) return []
  return [...checkHeaders(document, described, response), ...(operation.method === 'head' ? [] : checkBody(document, described, response))]
}

function checkHeaders(document: ApiDocument, { headers }: ApiResponse, response: ReceivedResponse): readonly Violation[] {
  return headers.flatMap(({ name, required, schema, node }) => {
    if (name.toLowerCase() === 'content-type') return []
    const value = response.headers.get(name.toLowerCase())?.join(', ')
    if (value === undefined) return required ? [violation(`the header \`${name}\` is missing`, node)] : []
    if (schema === undefined) return []
    return reworded(
      fitSchema({ document, schema, value, direction: 'response', asText: true }),
      (text) => `the header ${text.replace(/^\$/, name)}`,
    )
  })
}

function checkBody(document: ApiDocument, { status, contents, node }: ApiResponse, response: ReceivedResponse): readonly Violation[] {
  if (contents.length === 0)
    return response.sizeBytes > 0 && status !== 'default'
      ? [violation(`a body of ${response.contentType ?? 'no type'} came, and ${status} is documented without one`, node)]
      : []
  if (response.sizeBytes === 0)
    return [violation(`the body is empty; ${contents.map(({ type }) => type).join(' or ')} is documented`, node)]
  const type = response.contentType ?? ''
  const content = contentFor(contents, type)
  if (content === undefined)
    return [
      violation(
        `the content type is ${type === '' ? 'not told' : type}; ${contents.map((known) => known.type).join(', ')} is documented`,
        node,
      ),
    ]
  if (content.schema === undefined || !isJsonType(type)) return []
  const read = readJson(response.text())
  if ('problem' in read) return [violation(`the body is no JSON: ${read.problem}`, content.schema)]
  return fitSchema({ document, schema: content.schema, value: read.value, direction: 'response' })
}
