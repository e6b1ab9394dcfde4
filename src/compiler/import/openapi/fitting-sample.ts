import type { JsonSchema } from '../../../openapi/bundle-schema.ts'
import { sampleSchema } from './sample-schema.ts'
import type { SampleWay } from './sample-schema.ts'
import { schemaTester } from './schema-tester.ts'

/** Alternatives beyond these are not tried. */
const mostChoices = 8

const ways: readonly SampleWay[] = [{}, { plain: true }, { minimal: true }, { minimal: true, plain: true }].flatMap((way) =>
  Array.from({ length: mostChoices }, (_, choice) => ({ ...way, choice })),
)

/** The document's example where it keeps to its own schema, else a value that does; where none is found, the example all the same. */
export function fittingSample(
  schema: JsonSchema,
  { name, examples }: { readonly name: string; readonly examples: readonly unknown[] },
): unknown {
  const fits = schemaTester(schema)
  const wanted = examples[0] ?? sampleSchema(schema, name)
  if (fits === undefined || fits(wanted)) return wanted
  const shown = examples.find((example) => fits(example))
  if (shown !== undefined) return shown
  for (const way of ways) {
    const value = sampleSchema(schema, name, way)
    if (value !== undefined && fits(value)) return value
  }
  return wanted
}
