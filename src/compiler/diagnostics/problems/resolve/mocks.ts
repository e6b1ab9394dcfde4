import type { Severity } from '../../diagnostic.ts'
import { error } from '../../problem.ts'
import { code, didYouMean, oneOf } from '../../wording.ts'

type Names = readonly string[]

/** Functions that cannot be replaced. */
export const mockProblems = {
  missingModule: (name: string, { folder, nearest, severity }: { folder: string; nearest: string | undefined; severity: Severity }) => ({
    ...error(
      'missing-module',
      `There is no module ${code(name)} in ${code(folder)}`,
      nearest === undefined ? 'Modules are looked for from `cwd` on' : `Did you mean ${code(nearest)}?`,
    ),
    severity,
  }),
  badMockTarget: (target: string, form: string, example: string) =>
    error(
      'bad-mock-target',
      `${code(target)} does not name a function`,
      `Write where the function is looked up, as ${code(form)}: such as ${code(example)}`,
    ),
  cannotMock: (service: string, kind: string, able: Names) =>
    error(
      'cannot-mock',
      `The service ${code(service)} is a ${code(kind)} service, whose functions cannot be replaced`,
      `Only functions of a service of the kind ${oneOf(able)} can; \`service: …\` beside \`mocks\` says which one is meant`,
    ),
  autospecInNode: () =>
    error('autospec-in-node', '`autospec` means nothing here', 'JavaScript does not compare the arguments of a call with the parameters'),
  unknownExport: (name: string, { file, known }: { file: string; known: Names }) =>
    error(
      'unknown-export',
      name === 'default' ? `${code(file)} has no default export` : `${code(file)} exports no ${code(name)}`,
      name === 'default'
        ? `Name an export: ${
            known.length === 0
              ? 'it has none'
              : known
                  .slice(0, 5)
                  .map((other) => code(`${file}#${other}`))
                  .join(', ')
          }`
        : didYouMean(name, known, 'exports'),
    ),
  dependsOnTests: (name: string, other: string) =>
    error(
      'depends-on-tests',
      `${code(name)} cannot call ${code(other)}, which runs in the process of the tests`,
      `Start ${code(other)} as a \`process\`, or let a stub stand in for it`,
    ),
  mocksBesideOthers: () =>
    error(
      'mocks-beside-others',
      'Mocks hold for the whole service, and other tests of this suite run at the same time',
      'Add `serial: true` to the test, or take `parallel: true` from the suite',
    ),
  unknownMock: (target: string, known: Names) =>
    error(
      'unknown-mock',
      `${code(target)} is not mocked in this test`,
      known.length === 0
        ? `Add \`mocks: { ${target}: { wraps: true } }\` to the test or to its service`
        : didYouMean(target, known, 'mocks'),
    ),
  mockWithoutCalls: (target: string) =>
    error(
      'mock-without-calls',
      `${code(target)} is replaced by a value, which records no calls`,
      'Replace a function with `return`, `raise`, `sequence` or `wraps`',
    ),
}
