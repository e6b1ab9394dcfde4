/** Small functions of a k6 script, in the order in which they stand; each is there only where something uses it. */
export const k6Helpers: Readonly<Record<string, string>> = {
  environment: `function environment(name) {
  if (__ENV[name] === undefined) throw new Error(\`Set \${name}: k6 run -e \${name}=…\`)
  return __ENV[name]
}`,
  parseCsv: `/** Rows as objects; the separator is the one that the header line uses most. */
function parseCsv(text) {
  const start = text.replace(/^\\ufeff/, '')
  const [head = ''] = start.split('\\n')
  const separator = [',', ';', '\\t', '|'].reduce((best, mark) =>
    head.split(mark).length > head.split(best).length ? mark : best,
  )
  const cells = new RegExp(\`("(?:[^"]|"")*"|[^\${separator}\\\\r\\\\n]*)(\\\\\${separator}|\\\\r?\\\\n|$)\`, 'g')
  const lines = [[]]
  for (const [whole, cell, end] of start.matchAll(cells)) {
    const text = cell.startsWith('"') ? cell.slice(1, -1).replace(/""/g, '"') : cell
    lines[lines.length - 1].push(text)
    if (end === '' || whole === '') break
    if (end !== separator) lines.push([])
  }
  const [names, ...rows] = lines.filter((line) => line.some((cell) => cell.trim() !== ''))
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])))
}`,
  encodeForm: `function encodeForm(fields) {
  return fields.map((pair) => pair.map(encodeField).join('=')).join('&')
}`,
  encodeField: `function encodeField(value) {
  return encodeURIComponent(value)
    .replace(/[!'()~]/g, (mark) => \`%\${mark.charCodeAt(0).toString(16).toUpperCase()}\`)
    .replace(/%20/g, '+')
}`,
  pick: `/** One of the tasks; those with more weight more often. */
function pick(tasks) {
  let left = Math.random() * tasks.reduce((sum, { weight }) => sum + weight, 0)
  return tasks.find(({ weight }) => (left -= weight) < 0).run
}`,
  expect: `/** Counts the answer as an error where a check does not hold; what follows would mean nothing then. */
function expect(response, name, checks) {
  const safe = Object.entries(checks).map(([title, holds]) => [title, (r) => attempt(holds, r)])
  const tags = { name, method: response.request.method }
  const held = response.status !== 0 && check(response, Object.fromEntries(safe), tags)
  errors.add(!held, tags)
  return held
}`,
  attempt: `/** A part that is not in the answer makes a check fail, not the script. */
function attempt(holds, response) {
  try {
    return Boolean(holds(response))
  } catch {
    return false
  }
}`,
  present: `function present(value) {
  if (value === undefined) throw new Error('not there')
  return value
}`,
  numeric: `/** The value if it is a number; a check on anything else fails. */
function numeric(value) {
  return typeof value === 'number' ? value : NaN
}`,
  size: `/** Characters of a text, items of a list, keys of a map. */
function size(value) {
  if (typeof value === 'number' || typeof value === 'boolean') throw new Error('no size')
  return typeof value === 'string' ? [...value].length : Object.keys(value).length
}`,
  items: `function items(value) {
  if (!Array.isArray(value)) throw new Error('not a list')
  return value
}`,
  every: `/** Every item of a list; an empty list fails, because nothing was checked. */
function every(value, holds) {
  return Array.isArray(value) && value.length > 0 && value.every(holds)
}`,
  contains: `/** A text has this part, or a list has this item. */
function contains(value, part) {
  return Array.isArray(value) ? value.some((item) => equal(item, part)) : value.includes(part)
}`,
  hasPart: `/** Maps may have more keys than the part, lists more items in between. */
function hasPart(value, part) {
  if (Array.isArray(value) && Array.isArray(part)) {
    let at = 0
    const found = part.every((wanted) => {
      while (at < value.length && !hasPart(value[at], wanted)) at += 1
      at += 1
      return at <= value.length
    })
    return found && (part.length > 0 || value.length === 0)
  }
  if (typeof value !== 'object' || typeof part !== 'object' || value === null || part === null)
    return equal(value, part)
  if (Array.isArray(value) || Array.isArray(part)) return false
  return Object.keys(part).every((key) => key in value && hasPart(value[key], part[key]))
}`,
  equal: `/** Compares as JSON does: the order of keys does not matter. */
function equal(a, b) {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => key in b && equal(a[key], b[key]))
}`,
  exists: `/** Whether something stands at this place of the JSON. */
function exists(value, ...path) {
  return path.every((step) => {
    value = value === null || value === undefined ? undefined : value[step]
    return value !== undefined
  })
}`,
  hasType: `/** The types of JSON; an integer is also a number. */
function hasType(value, name) {
  if (name === 'integer') return Number.isInteger(value)
  if (name === 'null') return value === null
  if (name === 'array') return Array.isArray(value)
  return typeof value === name && (name !== 'object' || (value !== null && !Array.isArray(value)))
}`,
}

/** Other helpers that a helper calls. */
export const k6HelperNeeds: Readonly<Record<string, readonly string[]>> = {
  encodeForm: ['encodeField'],
  expect: ['attempt'],
  contains: ['equal'],
  hasPart: ['equal'],
}
