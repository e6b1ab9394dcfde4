import type { ImportProblem } from '../import-result.ts'
import { explainSchemaError } from '../../validate/explain-schema-error.ts'
import { validateSpec } from '../../validate/validator.gen.js'
import type { BuiltSpec } from './build-spec.ts'

/** What the language refuses of a result before it is written, such as a value that Postman passes over. */
export function refusals({ head, suites }: BuiltSpec): readonly ImportProblem[] {
  const named = suites.filter(({ name }) => name !== undefined)
  const data = {
    ...head,
    ...Object.fromEntries(suites.filter(({ name }) => name === undefined).map((suite) => ['tests', testsOf(suite)])),
    ...(named.length > 0 && { suites: Object.fromEntries(named.map((suite) => [suite.name, { tests: testsOf(suite) }])) }),
  }
  return validateSpec(data).map((error) => {
    const { problem, path } = explainSchemaError(error, { data, included: false })
    return {
      severity: 'warning',
      code: 'postman-refused',
      message: `The language refuses this: ${problem.message}`,
      where: path.map(String).filter((part) => part !== 'suites' && part !== 'tests'),
      hint: 'It stands in apitest.yaml as Postman has it; mend it there',
    }
  })
}

function testsOf({ tests }: BuiltSpec['suites'][number]): object {
  return Object.fromEntries(tests.map(({ name, value }) => [name, value]))
}
