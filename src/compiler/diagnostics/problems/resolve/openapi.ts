import { error } from '../../problem.ts'
import { code, didYouMean } from '../../wording.ts'

type Names = readonly string[]

/** Requests beside the OpenAPI document that they should meet. */
export const openapiProblems = {
  noOpenapi: () => error('no-openapi', '`expect: openapi` has no document to go by', 'Add `openapi: openapi.yaml` at the top of the spec'),
  badOpenapi: (file: string, reason: string, hint: string | undefined) =>
    error('bad-openapi', `${code(file)} cannot be used: ${reason}`, hint),
  unknownOperation: (operation: string, { file, known }: { file: string; known: Names }) =>
    error(
      'unknown-operation',
      `${code(file)} describes no ${code(operation)}, so \`expect: openapi\` can never hold`,
      `${known.length === 0 ? '' : `${didYouMean(operation, known, 'operations')}. `}\`expect: { openapi: false }\` leaves the request out`,
    ),
}
