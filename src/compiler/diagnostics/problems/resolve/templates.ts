import { nearestName } from '../../nearest-name.ts'
import { error, warning } from '../../problem.ts'
import { code, didYouMean, kindOf, oneOf } from '../../wording.ts'

type Names = readonly string[]

/** What can be wrong inside `${…}`. */
export const templateProblems = {
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
