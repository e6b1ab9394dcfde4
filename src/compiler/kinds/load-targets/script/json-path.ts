/**
 * The steps of a JSONPath that can select only one place, such as `$.items[0].sku` or `$['a b']`; undefined for any other (`*`, `..`, a
 * filter, a slice, a place counted from the end), for which scripts have no words.
 */
export function singularPath(text: string): readonly (string | number)[] | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  let rest = text.slice(1)
  while (rest !== '') {
    const found = step.exec(rest)
    if (found === null) return undefined
    const [whole, name, index, single, double] = found
    if (index !== undefined) steps.push(Number(index))
    else if (name !== undefined) steps.push(name)
    else {
      const quoted = single ?? double ?? ''
      if (quoted.includes('\\')) return undefined
      steps.push(quoted)
    }
    rest = rest.slice(whole.length)
  }
  return steps
}

const step = /^\s*(?:\.([\p{L}_][\p{L}\p{N}_]*)|\[\s*(\d{1,9})\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\])/u
