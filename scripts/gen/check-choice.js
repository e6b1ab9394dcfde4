/** The error of a choice of keys in one object, or undefined. As text, `patch` is the method; as a map it changes the body. */
export function checkChoice(data, choice) {
  const has = (key) => Object.hasOwn(data, key) && (key !== 'patch' || typeof data[key] === 'string')
  const found = Object.keys(data).filter((key) => choice.exclusive.includes(key) && has(key))
  if (found.length > 1) return { keyword: 'conflict', keys: choice.exclusive, found }
  const isDemanded = choice.companions !== undefined && Object.keys(data).every((key) => choice.companions.includes(key))
  if (isDemanded && !choice.keys.some(has)) return { keyword: 'choice', keys: choice.keys, found: [], help: choice.errorMessage }
  return undefined
}
