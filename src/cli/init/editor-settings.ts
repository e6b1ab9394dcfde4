/**
 * Adds a member to the outermost object of a JSON text with comments, which editors allow in their settings; everything that is there
 * stays as it is. `undefined`: the text cannot be understood, or has the member already.
 */
export function addMember(text: string, name: string, value: unknown): string | undefined {
  const tokens = readTokens(text)
  const top = parseLoosely(text, tokens)
  if (top === undefined || Array.isArray(top) || name in top) return undefined
  const close = tokens.findLast((token) => token.text === '}')!
  const last = tokens.findLast((token) => token.end <= close.start)!
  const member = `\n  ${JSON.stringify(name)}: ${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')}`
  const comma = last.text === '{' || last.text === ',' ? '' : ','
  const rest = text.slice(last.end, close.start).trimEnd()
  return `${text.slice(0, last.end)}${comma}${rest}${member}\n${text.slice(close.start)}`
}

/** Adds a text to a list of the outermost object, making the list where there is none. */
export function addToList(text: string, name: string, item: string): string | undefined {
  const tokens = readTokens(text)
  const top = parseLoosely(text, tokens)
  if (top === undefined || Array.isArray(top)) return undefined
  const list = top[name]
  if (list === undefined) return addMember(text, name, [item])
  if (!Array.isArray(list) || list.includes(item)) return undefined
  const key = tokens.findIndex((token, index) => token.text === JSON.stringify(name) && tokens[index + 1]?.text === ':')
  const open = tokens[key + 2]!
  return `${text.slice(0, open.end)}\n    ${JSON.stringify(item)}${list.length === 0 ? '\n  ' : ','}${text.slice(open.end)}`
}

interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Strings, punctuation and words; comments and white space are left out. */
function readTokens(text: string): readonly Token[] {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s{}[\],:"/]+/g
  return [...text.matchAll(pattern)]
    .filter(([token]) => !token.startsWith('//') && !token.startsWith('/*'))
    .map((match) => ({ text: match[0], start: match.index, end: match.index + match[0].length }))
}

function parseLoosely(text: string, tokens: readonly Token[]): Record<string, unknown> | undefined {
  if (text.trim() === '') return undefined
  const strict = tokens
    .filter((token, index) => token.text !== ',' || !['}', ']'].includes(tokens[index + 1]?.text ?? ''))
    .map((token) => token.text)
  try {
    const value: unknown = JSON.parse(strict.join(' '))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
