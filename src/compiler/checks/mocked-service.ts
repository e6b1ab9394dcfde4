import type { Cursor } from './cursor.ts'
import type { SpecNames } from './spec-names.ts'

/** The service whose functions the `mocks` of a test replace: that of the test or suite, of its one request, or the first. */
export function mockedService(test: Cursor, names: SpecNames, inherited: string | undefined): string | undefined {
  const request = names.cursor('requests', test.get('request')?.text ?? '')
  return inherited ?? request?.get('service')?.text ?? [...names.all('services').keys()][0]
}
