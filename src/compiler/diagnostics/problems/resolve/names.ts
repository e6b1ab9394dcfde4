import { error, warning } from '../../problem.ts'
import { code, didYouMean } from '../../wording.ts'

type Names = readonly string[]

/** Names that lead nowhere, or round in a circle. */
export const nameProblems = {
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
  cycle: (path: Names, what: string) =>
    error('cycle', `${what} need each other in a circle: ${path.map((name) => code(name)).join(' → ')}`, 'Break the circle at one of them'),
  unused: (what: string, name: string) => warning('unused', `${what} ${code(name)} is used nowhere`, 'Remove it, or use it'),
}
