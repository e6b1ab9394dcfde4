import { isMap } from '../../import/postman/read-collection.ts'
import { toCode } from './to-template.ts'

export type OnMissing = (what: string) => void

/** The expectations, checks and captures of a request as a test script. */
export function testScript(
  request: Readonly<Record<string, unknown>>,
  { read, onMissing }: { read: (file: string) => string; onMissing: OnMissing },
): string[] {
  const lines: string[] = []
  const { checks, expect, capture } = request
  if (checks === undefined && !(isMap(expect) && 'status' in expect))
    lines.push(test('status is below 400', ['pm.expect(pm.response.code).to.be.below(400);']))
  if (isMap(expect))
    for (const [key, value] of Object.entries(expect)) {
      const asserts = assertions({ [key]: value }, onMissing)
      if (asserts.length > 0) lines.push(test(`${key} is as expected`, asserts))
    }
  for (const check of Array.isArray(checks) ? checks.filter(isMap) : []) lines.push(...checkLines(check, { read, onMissing }))
  if (isMap(capture)) lines.push(...captureLines(capture, onMissing))
  return lines.join('\n').split('\n')
}

/** What is done ahead of a request as a pre-request script. */
export function beforeScript(before: unknown, { read, onMissing }: { read: (file: string) => string; onMissing: OnMissing }): string[] {
  const lines = (Array.isArray(before) ? before.filter(isMap) : []).flatMap((step): string[] => {
    if (typeof step['script'] === 'string') return [read(step['script'])]
    if (typeof step['wait'] === 'string')
      return [`setTimeout(() => {}, ${/^\d+ms$/.test(step['wait']) ? Number.parseInt(step['wait'], 10) : 1000});`]
    return isMap(step['set']) ? setLines(step['set'], onMissing) : []
  })
  return lines.join('\n').split('\n')
}

function setLines(set: Readonly<Record<string, unknown>>, onMissing: OnMissing): string[] {
  return Object.entries(set).map(([name, value]) =>
    value === null
      ? `pm.environment.unset(${JSON.stringify(name)});`
      : `pm.environment.set(${JSON.stringify(name)}, ${toCode(value, onMissing)});`,
  )
}

function checkLines(check: Readonly<Record<string, unknown>>, site: { read: (file: string) => string; onMissing: OnMissing }): string[] {
  const { script, skip, conditions } = check
  const name = typeof check['check'] === 'string' ? check['check'] : undefined
  if (typeof script === 'string') return [site.read(script)]
  if (skip !== undefined) return [`pm.test.skip(${toCode(name ?? '', site.onMissing)}, () => {});`]
  const body = [
    ...partLines(check, site.onMissing),
    ...(Array.isArray(conditions)
      ? conditions.filter(isMap).flatMap((part) => guarded(part, partLines(part, site.onMissing), site.onMissing))
      : []),
  ]
  return guarded(check, name === undefined ? body : [test(name, body, site.onMissing)], site.onMissing)
}

function partLines({ expect, capture, set }: Readonly<Record<string, unknown>>, onMissing: OnMissing): string[] {
  return [
    ...(isMap(expect) ? assertions(expect, onMissing) : []),
    ...(isMap(capture) ? captureLines(capture, onMissing) : []),
    ...(isMap(set) ? setLines(set, onMissing) : []),
  ]
}

/** `when` and `unless` around statements. */
function guarded({ when, unless }: Readonly<Record<string, unknown>>, lines: readonly string[], onMissing: OnMissing): string[] {
  const conditions = [
    ...(isMap(when) ? [conditionOf(when, onMissing)] : []),
    ...(isMap(unless) ? [`!(${conditionOf(unless, onMissing)})`] : []),
  ]
  return conditions.length === 0 ? [...lines] : [`if (${conditions.join(' && ')}) {`, ...lines.map(indent), '}']
}

function conditionOf(expect: Readonly<Record<string, unknown>>, onMissing: OnMissing): string {
  const { status } = expect
  if (Object.keys(expect).length === 1) {
    if (typeof status === 'number') return `pm.response.code === ${status}`
    if (isMap(status) && typeof status['not'] === 'number') return `pm.response.code !== ${status['not']}`
  }
  return `(() => { try { ${assertions(expect, onMissing).join(' ')} return true; } catch (error) { return false; } })()`
}

function test(name: string, body: readonly string[], onMissing: OnMissing = () => undefined): string {
  return [`pm.test(${toCode(name, onMissing)}, () => {`, ...body.map(indent), '});'].join('\n')
}

function indent(line: string): string {
  return line
    .split('\n')
    .map((part) => `  ${part}`)
    .join('\n')
}

function captureLines(capture: Readonly<Record<string, unknown>>, onMissing: OnMissing): string[] {
  return Object.entries(capture).flatMap(([name, source]) => {
    const path =
      typeof source === 'string' ? source : isMap(source) && typeof source['jsonPath'] === 'string' ? source['jsonPath'] : undefined
    const header = isMap(source) && typeof source['header'] === 'string' ? source['header'] : undefined
    const value =
      path === undefined ? (header === undefined ? undefined : `pm.response.headers.get(${JSON.stringify(header)})`) : jsonCode(path)
    if (value === undefined) onMissing(`the capture \`${name}\``)
    return value === undefined ? [] : [`pm.environment.set(${JSON.stringify(name)}, ${value});`]
  })
}

/** `$.a['b c'][0]` as JavaScript; `undefined` where it may select several. */
function jsonCode(path: string): string | undefined {
  if (!/^\$(?:\.[A-Za-z_]\w*|\[\d+\]|\['(?:[^'\\]|\\.)*'\])*$/.test(path)) return undefined
  const parts = [...path.matchAll(/\.([A-Za-z_]\w*)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]/g)]
  return `pm.response.json()${parts.map(([, name, index, quoted]) => (index === undefined ? `[${JSON.stringify(name ?? quoted?.replaceAll(/\\(.)/g, '$1'))}]` : `[${index}]`)).join('')}`
}

function assertions(expect: Readonly<Record<string, unknown>>, onMissing: OnMissing): string[] {
  return Object.entries(expect).flatMap(([key, expected]): string[] => {
    switch (key) {
      case 'status':
        return expected === 'any' ? [] : statusLines(expected, onMissing)
      case 'json':
        return [`pm.expect(pm.response.json()).to.eql(${toCode(expected, onMissing)});`]
      case 'text':
        return matcherLines('pm.response.text()', expected, onMissing)
      case 'time':
        return matcherLines('pm.response.responseTime', inMilliseconds(expected), onMissing)
      case 'jsonSchema':
        if (!isMap(expected)) break
        return [`pm.response.to.have.jsonSchema(${JSON.stringify(expected)});`]
      case 'headers':
        return entries(expected).flatMap(([name, matcher]) =>
          matcherLines(`pm.response.headers.get(${JSON.stringify(name)})`, matcher, onMissing),
        )
      case 'jsonPath':
        return entries(expected).flatMap(([path, matcher]) => {
          const code = jsonCode(path)
          if (code === undefined) onMissing(`the path \`${path}\``)
          return code === undefined ? [] : matcherLines(code, matcher, onMissing)
        })
      case 'session':
        return entries(expected).flatMap(([name, matcher]) => matcherLines(`pm.variables.get(${JSON.stringify(name)})`, matcher, onMissing))
      default:
    }
    onMissing(`\`expect: ${key}\``)
    return []
  })
}

function statusLines(expected: unknown, onMissing: OnMissing): string[] {
  const of = (status: unknown): string =>
    typeof status === 'string' && /^[1-5]xx$/.test(status)
      ? `Math.floor(pm.response.code / 100) === ${status[0]}`
      : `pm.response.code === ${toCode(status, onMissing)}`
  if (typeof expected === 'number') return [`pm.response.to.have.status(${expected});`]
  if (typeof expected === 'string') return [`pm.expect(${of(expected)}).to.be.true;`]
  const list = Array.isArray(expected)
    ? expected
    : isMap(expected) && Array.isArray(expected['oneOf'])
      ? (expected['oneOf'] as unknown[])
      : undefined
  return list === undefined
    ? matcherLines('pm.response.code', expected, onMissing)
    : [`pm.expect(${list.map(of).join(' || ')}).to.be.true;`]
}

function matcherLines(subject: string, expected: unknown, onMissing: OnMissing, not = ''): string[] {
  const it = `pm.expect(${subject}).to.${not}`
  if (!isMap(expected)) return [`${it}eql(${toCode(expected, onMissing)});`]
  return Object.entries(expected).flatMap(([key, operand]): string[] => {
    const value = toCode(operand, onMissing)
    if (key === 'optional') return []
    if (key === 'equals') return [`${it}eql(${value});`]
    if (key === 'not' && not === '') return matcherLines(subject, operand, onMissing, 'not.')
    if (key === 'exists')
      return [operand === true ? `pm.expect(${subject}).to.not.be.undefined;` : `pm.expect(${subject}).to.be.undefined;`]
    if (key === 'schema' && isMap(operand)) return [`${it}have.jsonSchema(${JSON.stringify(operand)});`]
    if (key === 'oneOf') return [`${it}be.oneOf(${value});`]
    if (key === 'contains') return [`${it}include(${value});`]
    if (key === 'matches') return [`${it}match(new RegExp(${value}, "u"));`]
    if (key === 'type') return [operand === 'integer' ? `pm.expect(Number.isInteger(${subject})).to.be.true;` : `${it}be.a(${value});`]
    if (key === 'empty') return [operand === true ? `${it}be.empty;` : `${it}not.be.empty;`]
    if (key === 'size')
      return isMap(operand) ? matcherLines(`${subject}.length`, operand, onMissing, not) : [`${it}have.lengthOf(${value});`]
    const order = { gt: 'above', gte: 'at.least', lt: 'below', lte: 'at.most' }[key]
    if (order !== undefined) return [`${it}be.${order}(${value});`]
    onMissing(`the matcher \`${key}\``)
    return []
  })
}

function inMilliseconds(expected: unknown): unknown {
  if (typeof expected === 'string') {
    const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(expected) ?? []
    return number === undefined ? expected : Number(number) * ({ ms: 1, s: 1000, m: 60_000 }[unit ?? 'ms'] ?? 1)
  }
  return isMap(expected) ? Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, inMilliseconds(value)])) : expected
}

function entries(value: unknown): (readonly [string, unknown])[] {
  return isMap(value) ? Object.entries(value) : []
}
