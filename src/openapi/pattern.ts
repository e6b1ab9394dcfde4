/**
 * A `pattern` of a schema as a regular expression. Documents are written by services in many languages: what the grammar of the standard
 * (`\p{L}`) does not take is tried in the older one, which allows needless escapes; `\A`, `\Z` and a leading `(?i)` mean what they mean
 * elsewhere. `undefined` for what cannot be read.
 */
export function patternOf(text: string): RegExp | undefined {
  const [prefix = '', named = ''] = /^\(\?([ims]+)\)/.exec(text) ?? []
  const source = text
    .slice(prefix.length)
    .replaceAll(/\\([^])/g, (escape, letter: string) => (letter === 'A' ? '^' : letter === 'Z' || letter === 'z' ? '$' : escape))
  for (const grammar of ['u', '']) {
    try {
      return new RegExp(source, grammar + [...new Set(named)].join(''))
    } catch {
      // the other grammar
    }
  }
  return undefined
}

/** The same for Ajv, which by itself has one grammar for all schemas. */
export const ajvCode = {
  // the text of a validator is never kept, which `code` would be for
  regExp: Object.assign((text: string): RegExp => patternOf(text) ?? /(?:)/, { code: '' }),
}
