/** `JSON.stringify` that also writes the bigints which `parseJson` makes, as plain digits; `undefined` where JSON has no form. */
export function stringifyJson(value: unknown, indent = 0): string | undefined {
  let found = false
  const text = JSON.stringify(
    value,
    (_key, part: unknown) => {
      if (typeof part !== 'bigint') return part
      found = true
      return `${mark}${part}`
    },
    indent,
  )
  return found ? text.replaceAll(marked, '$1') : text
}

// Private-use characters around the digits: no real text holds this prefix by accident.
const mark = '\ue000apitest-integer:\ue001'
const marked = new RegExp(`"${mark}(-?[0-9]+)"`, 'g')
