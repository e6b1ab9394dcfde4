import { hasTemplate } from '../templates/parse-template.ts'
import type { Cursor } from './cursor.ts'
import type { Judge } from './judge.ts'

type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object'

/** What a value can be, and why. */
interface Known {
  readonly types: readonly JsonType[]
  readonly reason: string
  readonly hint?: string
}

/** What is checked is text, whatever it looks like. */
export function alwaysText(name: string): Known {
  return { types: ['string'], reason: `${name} is always text`, hint: 'Write it as text, in quotes, or as a pattern under `matches`' }
}

/** Finds operands of which one is about a number and another about text, or that are about a number where only text can come. */
export function checkTypes(matcher: Cursor, known: Known | undefined, judge: Judge): void {
  let before = known
  for (const operand of matcher.entries()) {
    const types = typesOf(operand)
    if (types === undefined) continue
    if (operand.name === 'not') {
      if (known !== undefined && !types.some((type) => known.types.includes(type)))
        judge.say({ holds: 'always', reason: `${known.reason}, and ${inWords(types)} is something else` }, { cursor: operand })
      continue
    }
    const reason = `${quote(operand)} is about ${inWords(types)}`
    const left = before === undefined ? types : types.filter((type) => before?.types.includes(type))
    if (before !== undefined && left.length === 0) {
      judge.say(
        { holds: 'never', reason: `${before.reason}, and ${reason}`, ...(before.hint !== undefined && { hint: before.hint }) },
        { cursor: operand },
      )
      return
    }
    before = left.length === before?.types.length ? before : { types: left, reason }
  }
}

/** Of which types a value must be for the operand to hold, or for `not` to be of any use; `undefined` where it does not say. */
function typesOf({ name, value, text }: Cursor): readonly JsonType[] | undefined {
  if (['gt', 'gte', 'lt', 'lte', 'closeTo'].includes(name)) return ['number']
  if (['startsWith', 'endsWith', 'matches'].includes(name)) return ['string']
  if (name === 'equals' || (name === 'not' && typeof value !== 'object')) return typeOf(value)
  if (name === 'oneOf' && Array.isArray(value)) {
    const types = value.map(typeOf)
    return types.includes(undefined) ? undefined : types.flatMap((type) => type ?? [])
  }
  if (name !== 'type' || text === undefined) return undefined
  const type = text === 'integer' ? 'number' : text
  return words.has(type as JsonType) ? [type as JsonType] : undefined
}

/** A list may be that of all selected values, and a text with `${…}` may become anything. */
function typeOf(value: unknown): readonly [JsonType] | undefined {
  if (Array.isArray(value) || (typeof value === 'string' && hasTemplate(value))) return undefined
  return [value === null ? 'null' : (typeof value as JsonType)]
}

const words: ReadonlyMap<JsonType, string> = new Map([
  ['string', 'text'],
  ['number', 'a number'],
  ['boolean', '`true` or `false`'],
  ['null', '`null`'],
  ['object', 'a map'],
])

function inWords(types: readonly JsonType[]): string {
  return [...new Set(types)].map((type) => words.get(type)).join(' or ')
}

function quote({ name, value }: Cursor): string {
  return typeof value === 'object' && value !== null ? `\`${name}\`` : `\`${name}: ${String(value)}\``
}
