import { nearestName } from '../nearest-name.ts'
import type { Severity } from '../diagnostic.ts'
import { error, warning } from '../problem.ts'
import { code, didYouMean, kindOf, oneOf } from '../wording.ts'

type Names = readonly string[]

/** What only shows when names are followed from one part of the spec to another. */
export const resolveProblems = {
  // Names
  unknownEnv: (name: string, known: Names) =>
    error(
      'unknown-env',
      `No environment variable ${code(name)} is declared`,
      known.length === 0 ? `Declare it: \`env: { ${name}: { required: true } }\`` : didYouMean(name, known, 'variables of `env`'),
    ),
  unknownVariable: (name: string, known: Names) =>
    error('unknown-variable', `No variable is named ${code(name)}`, didYouMean(name, known, 'variables')),
  unknownFixture: (name: string, known: Names) =>
    error('unknown-fixture', `No fixture is named ${code(name)}`, didYouMean(name, known, 'fixtures')),
  unknownRequest: (name: string, known: Names) =>
    error('unknown-request', `No request is named ${code(name)}`, didYouMean(name, known, 'requests')),
  unknownFlow: (name: string, known: Names) => error('unknown-flow', `No flow is named ${code(name)}`, didYouMean(name, known, 'flows')),
  unknownService: (name: string, known: Names) =>
    error('unknown-service', `No service is named ${code(name)}`, didYouMean(name, known, 'services')),
  unknownStub: (name: string, known: Names) => error('unknown-stub', `No stub is named ${code(name)}`, didYouMean(name, known, 'stubs')),
  unknownRoute: (name: string, stub: string, known: Names) =>
    error('unknown-route', `The stub ${code(stub)} has no route ${code(name)}`, didYouMean(name, known, 'routes')),
  unreachableRoute: (name: string) =>
    warning(
      'unreachable-route',
      `No call ever reaches the route ${code(name)}`,
      'The first route that fits answers; move this one before it, or tell the two apart with `when`',
    ),
  unknownPathParameter: (name: string, known: Names) =>
    error(
      'unknown-path-parameter',
      `The path of the route has no part ${code(`{${name}}`)}`,
      known.length === 0 ? `Name a part of the path: \`/things/{${name}}\`` : didYouMean(name, known, 'parts'),
    ),
  unknownCapture: (name: string, known: Names) =>
    error(
      'unknown-capture',
      `No step before this one captures ${code(name)}`,
      known.length === 0
        ? 'Nothing is captured before this step; add `capture: { … }` to a step before it'
        : didYouMean(name, known, 'captures'),
    ),
  captureBeforeMade: (name: string) =>
    error('capture-before-made', `${code(name)} is used before it is captured`, 'Move this step behind the one that captures it'),
  captureNamedLikeFlow: (name: string) =>
    error(
      'capture-named-like-flow',
      `The capture ${code(name)} has the name of a flow`,
      `\`\${captures.${name}}\` would mean two things; rename the capture`,
    ),
  unknownParam: (name: string, known: Names) =>
    error('unknown-param', `The flow has no parameter ${code(name)}`, didYouMean(name, known, 'parameters')),
  missingParam: (name: string, flow: string) =>
    error(
      'missing-param',
      `The flow ${code(flow)} needs a value for ${code(name)}`,
      `Write \`args: { ${name}: … }\`, or give the parameter a default in the flow`,
    ),
  unknownRowField: (name: string, known: Names, origin: string) =>
    error('unknown-row-field', `The rows of ${origin} have no field ${code(name)}`, didYouMean(name, known, 'fields')),
  rowLacksField: (name: string, row: number, origin: string) =>
    error('row-lacks-field', `Row ${row} of ${origin} has no field ${code(name)}`, 'Give every row the field; `null` is a value too'),
  unknownScope: (name: string, hint: { readonly write: string } | { readonly known: Names }) =>
    error(
      'unknown-scope',
      `\`\${…}\` cannot begin with ${code(name)}`,
      'write' in hint ? `Write \`\${${hint.write}}\`` : didYouMean(name, hint.known, 'beginnings'),
    ),
  scopeNotHere: (name: string, where: string) =>
    error(
      'scope-not-here',
      `${code(name)} has no meaning in ${name === 'row' && where === 'a test' ? 'a test without `with`' : where}`,
      scopeHints[name],
    ),
  incompleteName: (name: string, write: Names) =>
    error(
      'incomplete-name',
      `\`\${${name}}\` does not say what of it is meant`,
      `Write ${oneOf(write.map((part) => `\${${name}.${part}}`))}`,
    ),
  unknownProperty: (name: string, known: Names) =>
    error('unknown-property', `There is no ${code(name)} here`, didYouMean(name, known, 'properties')),
  missingPart: ({ part, owner, known, parent }: { part: string | number; owner: string; known: Names; parent: unknown }) => {
    if (Array.isArray(parent)) {
      const length = `It is a list of ${parent.length}`
      return error(
        'missing-part',
        `${code(owner)} has no part ${code(String(part))}`,
        typeof part === 'number' ? `${length}, counted from 0` : `${length}; write \`[0]\` for its first item`,
      )
    }
    const hint =
      known.length > 0
        ? didYouMean(String(part), known, 'parts')
        : typeof parent === 'object' && parent !== null
          ? 'It is an empty map'
          : `It is ${kindOf(parent)}, which has no parts`
    return error('missing-part', `${code(owner)} has no part ${code(String(part))}`, hint)
  },
  fixtureNotReady: (name: string, where: string) =>
    error(
      'fixture-not-ready',
      `The fixture ${code(name)} is made while tests run, too late for ${where}`,
      'Use a fixture that is data (value, json, text, yaml, csv, file, base64), or name this one in the test itself',
    ),
  unknownFunction: (name: string, known: Names) =>
    error('unknown-function', `There is no function ${code(name)}`, didYouMean(name, known, 'functions')),
  wrongArguments: (what: string, signature: string) => error('wrong-arguments', `Wrong arguments: ${what}`, `Write \`\${${signature}}\``),
  unknownFaker: (name: string, known: Names) => {
    const nearest =
      nearestName(name, known) ??
      nearestName(
        name.split('.').at(-1) ?? name,
        known.map((path) => path.split('.')[1] ?? path),
      )
    const path = known.find((candidate) => candidate === nearest || candidate.endsWith(`.${nearest}`))
    return error(
      'unknown-faker',
      `faker has no ${code(name)}`,
      path === undefined ? 'All names: https://fakerjs.dev/api/' : `Did you mean ${code(path)}? All names: https://fakerjs.dev/api/`,
    )
  },
  templateSyntax: (message: string, hint?: string) => error('template-syntax', message, hint),
  templateNotReplaced: (where: string) =>
    warning(
      'template-not-replaced',
      `\`\${…}\` is not replaced in ${where}, it stands for itself`,
      'Move it into a value, or write what it should say',
    ),
  cycle: (path: Names, what: string) =>
    error('cycle', `${what} need each other in a circle: ${path.map((name) => code(name)).join(' → ')}`, 'Break the circle at one of them'),
  unused: (what: string, name: string) => warning('unused', `${what} ${code(name)} is used nowhere`, 'Remove it, or use it'),

  // Files
  missingFile: (path: string, { nearest, from }: { nearest: string | undefined; from: string }) =>
    error(
      'missing-file',
      `There is no file ${code(path)}`,
      nearest === undefined ? `Paths start at the folder of ${code(from)}` : `Did you mean ${code(nearest)}?`,
    ),
  folderInsteadOfFile: (path: string) =>
    error('folder-instead-of-file', `${code(path)} is a folder, and a file is needed`, 'Name a file in it'),
  fileInsteadOfFolder: (path: string) =>
    error('file-instead-of-folder', `${code(path)} is a file, and a folder is needed`, 'Name the folder that it is in'),
  pathOutside: (path: string) =>
    error(
      'path-outside',
      `${code(path)} leads out of the project's folder`,
      'Move the file into the project, or allow it with `allowOutside: true` beside it',
    ),
  badDataFile: (path: string, format: string, reason: string) => error('bad-data-file', `${code(path)} is no ${format}: ${reason}`),
  noRows: (name: string) => error('no-rows', `${code(name)} gives no rows, so that no test would run`, 'Add a row'),
  rowsNotAList: (name: string, found: string) =>
    error(
      'rows-not-a-list',
      `The fixture ${code(name)} is ${found}, and rows are a list`,
      'Use a csv fixture, or a json, yaml or value fixture that is a list',
    ),

  // Single values
  badPattern: (reason: string) =>
    error(
      'bad-pattern',
      `The regular expression is not valid: ${reason}`,
      'Backslashes stand for themselves in plain and single-quoted YAML; in double quotes write `\\\\d`',
    ),
  captureWithoutGroup: (groups: number) =>
    error(
      'capture-without-group',
      `A text capture needs exactly one group, and this has ${groups === 0 ? 'none' : groups}`,
      'Put parentheses round what is to be captured; `(?:…)` groups without capturing',
    ),
  badJsonPath: (reason: string) =>
    error('bad-json-path', `The JSONPath is not valid: ${reason}`, 'A path begins with `$`, such as `$.items[0].name` (RFC 9535)'),
  badXpath: (reason: string) => error('bad-xpath', `The XPath is not valid: ${reason}`),
  badSelector: (reason: string) => error('bad-selector', `The CSS selector is not valid: ${reason}`),
  badJsonSchema: (reason: string) => error('bad-json-schema', `The JSON Schema is not valid: ${reason}`),
  badHeaderName: (name: string) =>
    error(
      'bad-header-name',
      `${code(name)} cannot be the name of a header`,
      "Names of headers have letters, digits and any of `!#$%&'*+-.^_|~`",
    ),
  badHeaderValue: (name: string) =>
    error('bad-header-value', `The header ${code(name)} has a line break or control character in its value`, 'Write it on one line'),
  badUrl: (url: string, reason: string, hint: string) => error('bad-url', `${code(url)} ${reason}`, hint),
  neverHolds: (reason: string) => error('never-holds', `This can never hold: ${reason}`),
  longerThan: ({ inner, innerValue, outer, outerValue }: { inner: string; innerValue: string; outer: string; outerValue: string }) =>
    error(
      'longer-than',
      `${code(inner)} (${innerValue}) is longer than ${code(outer)} (${outerValue})`,
      `Make ${code(inner)} the shorter of the two`,
    ),

  // Requests
  patchWithoutJson: (key: string) =>
    error(
      'patch-without-json',
      `${code(key)} changes a json body, and this request has none`,
      'Add `json: …`, or start from a named request that has it',
    ),
  noService: () =>
    error('no-service', 'There is no service to send this to', 'Declare one, such as `services: { web: { url: http://127.0.0.1:8080 } }`'),

  // Tests
  testWithoutExpectation: (name: string) =>
    error(
      'test-without-expectation',
      `The test ${code(name)} expects nothing, so that it checks nothing`,
      'Add `expect`, such as `expect: { status: 200 }`; `status: any` accepts every answer',
    ),
  noTests: () =>
    error(
      'no-tests',
      'Nothing is tested: there are no tests, leak windows or load profiles',
      'Add a test: `tests: { health check: { get: /, expect: { status: 200 } } }`',
    ),
  pollWithoutExpect: () => error('poll-without-expect', '`poll` repeats until the expectations hold, and there are none', 'Add `expect`'),
  duplicateCase: (name: string) => error('duplicate-case', `Two cases are named ${code(name)}`, 'Rename one of the two'),
  withAndCases: () => error('with-and-cases', 'A test has either `with` or `cases`', 'Split it into two tests, or make each case a row'),
  onlyInCi: (name: string) =>
    error('only-in-ci', `${code(name)} has \`only\`, so that all other tests would be left out in CI`, 'Remove `only`'),
  loadNotAllowed: (service: string) =>
    error(
      'load-not-allowed',
      `The service ${code(service)} is not started by apitest, and nobody has said that it may be put under load`,
      'Add `allowLoad: true` to the service if it may',
    ),
  unknownEndpoint: (name: string, known: Names) =>
    error('unknown-endpoint', `No task of the profile sends to ${code(name)}`, didYouMean(name, known, 'endpoints')),
  mixedStages: () =>
    error(
      'mixed-stages',
      'Some stages have `users` and others have `rate`',
      'A profile is about users who wait for answers, or about arrivals that do not: write `users` in all stages, or `rate`; two profiles do both',
    ),
  notInModel: (key: string, model: 'users' | 'rate') =>
    error(
      'not-in-model',
      `${code(key)} has no meaning in stages of \`${model}\``,
      model === 'rate' ? 'Arrivals wait for nobody; remove it' : 'Every user has one connection to a service; remove it',
    ),
  emptyLoad: (why: string) =>
    error('empty-load', `The profile never sends anything: ${why}`, 'A load in which no request was sent has shown nothing'),
  emptyRange: (range: string) => error('empty-range', `The range ${code(range)} ends before it begins`, 'Write the shorter duration first'),

  // Mocks
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

  // Commands and hooks
  shellSyntax: (text: string, hint: string) =>
    error('shell-syntax', `No shell runs this command, so ${code(text)} would be taken literally`, hint),
  unterminatedQuote: (quote: string) =>
    error(
      'unterminated-quote',
      `The quote ${code(quote)} is never closed`,
      `Add the second ${code(quote)}, or write \`\\${quote}\` for the character itself`,
    ),
  emptyCommand: () => error('empty-command', 'The command names no program', 'Name a program, such as `node server.js`'),
  noHooksFile: (name: string) =>
    error(
      'no-hooks-file',
      `${code(name)} would be a function of the hooks file, and the spec names none`,
      'Add `hooks: ./apitest.hooks.ts`',
    ),
  unknownHook: (name: string, { file, known }: { file: string; known: Names }) =>
    error('unknown-hook', `${code(file)} exports no ${code(name)}`, didYouMean(name, known, 'exports')),
  badHook: (name: string, what: string, signature: string) => error('bad-hook', `${code(name)} ${what}`, `Write \`${signature}\``),
  badHooksFile: (file: string, reason: string) => error('bad-hooks-file', `${code(file)} cannot be read: ${reason}`),

  // Parts of the language that this version does not execute
  /** A warning where the tests of the spec mean the same without the part, otherwise an error. */
  notYet: (what: string, { severity, consequence }: { severity: Severity; consequence: string }) => ({
    ...error('not-yet', `${what} is valid, but this version does not execute it yet`, consequence),
    severity,
  }),
}

const scopeHints: Readonly<Record<string, string>> = {
  captures: 'Captures belong to the test or flow whose step makes them; a flow takes them as a parameter',
  row: 'Rows come from the `with` of a test; a flow takes their fields as parameters',
  params: 'Parameters belong to a flow; a test hands them over with `args`',
  port: `The port of another service is ${oneOf(['${services.NAME.port}'])}`,
  services: 'The address of a service is known once it runs; name it in the request or in a service that depends on it',
  stubs: 'The address of a stub is known once it runs; name it in the `env` or `command` of a service',
  fixtures: 'Variables are known before fixtures; use the fixture where you use the variable',
  path: 'Path parameters belong to the answer of a stub',
  request: 'The request belongs to the answer of a stub',
}
