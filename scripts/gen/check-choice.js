/** The errors of a choice of keys in one object. As text, `patch` is the method; as a map it changes the body. */
export function checkChoice(data, { keys, exclusive, companions, errorMessage, belongs }) {
  const has = (key) => Object.hasOwn(data, key) && (key !== 'patch' || typeof data[key] === 'string')
  const names = Object.keys(data)
  const found = names.filter((key) => exclusive.includes(key) && has(key))
  if (found.length > 1) return [{ keyword: 'conflict', keys: exclusive, found }]
  if (!keys.some(has) && companions !== undefined) {
    const isDemanded = names.every((key) => companions.includes(key))
    return isDemanded ? [{ keyword: 'choice', keys, found, help: errorMessage }] : []
  }
  const lost = names.filter((key) => Object.hasOwn(belongs, key) && !belongs[key].some(has))
  return lost.map((key) => ({
    keyword: 'additionalProperties',
    additionalProperty: key,
    help: `\`${key}\` goes with ${belongs[key].map((name) => `\`${name}\``).join(' or ')}`,
  }))
}
