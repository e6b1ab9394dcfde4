import { isScalar } from 'yaml'
import type { Node, Scalar } from 'yaml'
import { find, locate, rangeOf } from './locate.ts'
import type { Range } from './range.ts'
import type { YamlFile } from './yaml-file.ts'

/** A part of a string value: `length` characters from `offset` on, counted in the value as the program sees it. */
export interface Part {
  readonly offset: number
  readonly length: number
}

/**
 * The range of a part of the text at `path`, such as the name in a `${…}`, whatever the quoting, folding or escaping.
 * With `at: 'key'` the part lies in the key.
 */
export function locateInside(
  yaml: YamlFile,
  path: readonly (string | number)[],
  part: Part,
  { at = 'value' }: { at?: 'key' | 'value' } = {},
): Range {
  const found = find(yaml, path)
  const node = at === 'key' ? (found.pair?.key as Node | undefined) : found.node
  if (found.depth < path.length || !isScalar(node) || typeof node.value !== 'string' || !node.range) return locate(yaml, path, { at })
  const offsets = alignValue(yaml.text, node, node.value)
  const first = offsets[Math.min(part.offset, offsets.length - 1)]!
  const last = offsets[Math.min(part.offset + Math.max(1, part.length) - 1, offsets.length - 1)]!
  return rangeOf(yaml, first, last + 1)
}

/**
 * Offset in the file of each character of the value. Characters other than white space stand in the file in the order of the value;
 * white space may have been folded, stripped or added, so it is matched where it can be and otherwise put beside its neighbour.
 */
function alignValue(text: string, node: Scalar, value: string): number[] {
  const read = readers[node.type as string] ?? readPlain
  const offsets: number[] = []
  let at = contentStart(text, node)
  for (let index = 0; index < value.length;) {
    const blank = isBlank(value[index]!)
    if (!blank) while (at < node.range![1] && isBlank(text[at]!)) at++
    const { produced, consumed } = read(text, at)
    if (produced === '') {
      at += consumed
      continue
    }
    if (blank && produced[0] !== value[index]) {
      offsets.push(at)
      index++
      continue
    }
    for (let unit = 0; unit < produced.length; unit++) offsets.push(at)
    index += produced.length
    at += consumed
    if (at > text.length) break
  }
  while (offsets.length < Math.max(1, value.length)) offsets.push(Math.min(at, text.length))
  return offsets
}

interface Read {
  /** What the characters at this place give in the value. */
  readonly produced: string
  readonly consumed: number
}

function readPlain(text: string, at: number): Read {
  return { produced: text[at] ?? '\0', consumed: 1 }
}

const readers: Readonly<Record<string, (text: string, at: number) => Read>> = {
  QUOTE_SINGLE: (text, at) => (text.startsWith("''", at) ? { produced: "'", consumed: 2 } : readPlain(text, at)),
  QUOTE_DOUBLE: (text, at) => (text[at] === '\\' ? readEscape(text, at) : readPlain(text, at)),
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  0: '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  v: '\v',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
  '\t': '\t',
}
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

function readEscape(text: string, at: number): Read {
  const sign = text[at + 1] ?? ''
  const digits = HEX_DIGITS[sign]
  if (digits !== undefined) {
    const point = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16)
    return { produced: point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD', consumed: 2 + digits }
  }
  if (sign === '\n' || sign === '\r') return { produced: '', consumed: 2 }
  return { produced: ESCAPES[sign] ?? sign, consumed: 2 }
}

function contentStart(text: string, node: Scalar): number {
  const start = node.range![0]
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return start + 1
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return text.indexOf('\n', start) + 1
  return start
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r'
}
