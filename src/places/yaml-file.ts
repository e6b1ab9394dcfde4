import { Composer, LineCounter, Parser, YAMLParseError } from 'yaml'
import type { CST, ParsedNode, YAMLWarning } from 'yaml'

/** The text of one YAML file with its syntax tree; all offsets count UTF-16 units of `text`. */
export interface YamlFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  /** Without byte order mark, as editors count columns. */
  readonly text: string
  readonly contents: ParsedNode | null
  readonly lines: LineCounter
  readonly errors: readonly YAMLParseError[]
  readonly warnings: readonly YAMLWarning[]
}

/** The composer calls itself for each level, and V8 ends the process when a regular expression meets the end of the stack. */
const MAX_DEPTH = 200

const OPTIONS = { version: '1.2', schema: 'core', merge: false, uniqueKeys: false, prettyErrors: false, stringKeys: false } as const

/** Reads YAML 1.2 (core schema). Duplicate keys, aliases and merge keys are left to the reader, which knows their places. */
export function parseYaml(file: string, text: string): YamlFile {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(withoutMark)]
  const tooDeep = tokenBelow(tokens, MAX_DEPTH)
  const [document, second] = tooDeep === undefined ? [...new Composer(OPTIONS).compose(tokens, true, withoutMark.length)] : []
  const errors = [...(document?.errors ?? [])]
  if (tooDeep !== undefined)
    errors.push(
      new YAMLParseError([tooDeep.offset, tooDeep.offset + 1], 'RESOURCE_EXHAUSTION', `Nested more than ${MAX_DEPTH} levels deep`),
    )
  if (second !== undefined) errors.push(new YAMLParseError([second.range[0], second.range[1]], 'MULTIPLE_DOCS', 'Several documents'))
  return { file, text: withoutMark, contents: document?.contents ?? null, lines, errors, warnings: document?.warnings ?? [] }
}

/** The first token that lies deeper than `depth`. */
function tokenBelow(tokens: readonly CST.Token[], depth: number): CST.Token | undefined {
  let level = tokens
  for (let below = 0; below <= depth && level.length > 0; below++) {
    const next: CST.Token[] = []
    for (const token of level) addCollections(token, next)
    level = next
  }
  return level[0]
}

/** Only collections can have anything below them. */
function addCollections(token: CST.Token, found: CST.Token[]): void {
  if (token.type === 'document') {
    if (token.value !== undefined) found.push(token.value)
  } else if ('items' in token) {
    for (const { key, value } of token.items) {
      if (key !== null && key !== undefined && 'items' in key) found.push(key)
      if (value !== undefined && 'items' in value) found.push(value)
    }
  }
}
