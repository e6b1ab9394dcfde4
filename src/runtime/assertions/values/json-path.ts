/** Writes a path as RFC 9535 does, with the shorthand where it is possible: `$.items[1]['first name']`. */
export function formatPath(path: readonly (string | number)[]): string {
  let text = '$'
  for (const part of path) text += formatStep(part)
  return text
}

function formatStep(part: string | number): string {
  if (typeof part === 'number') return `[${part}]`
  if (shorthand.test(part)) return `.${part}`
  return `['${JSON.stringify(part).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}']`
}

const shorthand = /^[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*$/
