import { error, warning } from '../../problem.ts'
import { code } from '../../wording.ts'

/** Single values that mean nothing, or nothing that can be. */
export const valueProblems = {
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
  neverHolds: (reason: string, hint?: string) => error('never-holds', `This can never hold: ${reason}`, hint),
  alwaysHolds: (reason: string, where = 'whatever comes') =>
    warning('always-holds', `This holds ${where}: ${reason}`, 'Expect what a wrong answer would not have, or remove it'),
  longerThan: ({ inner, innerValue, outer, outerValue }: { inner: string; innerValue: string; outer: string; outerValue: string }) =>
    error(
      'longer-than',
      `${code(inner)} (${innerValue}) is longer than ${code(outer)} (${outerValue})`,
      `Make ${code(inner)} the shorter of the two`,
    ),
}
