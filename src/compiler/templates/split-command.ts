import { parseTemplate } from './parse-template.ts'
import { placeholderEnd } from './placeholder-end.ts'
import type { Span, TemplateExpression } from './template.ts'

/** A word of the argument list: text and `${…}` in turn. */
export type CommandWord = readonly (string | TemplateExpression)[]

export interface SplitCommand {
  readonly words: readonly CommandWord[]
  readonly mistake: CommandMistake | undefined
}

export interface CommandMistake extends Span {
  readonly kind: 'unterminated-quote' | 'shell-syntax' | 'assignment'
  readonly text: string
}

const operator = /\|\|?|&&?|;|[0-9]?>>?|<<?|`|\$\(|\$[A-Za-z_][A-Za-z0-9_]*|\$[?!#@*0-9]/y
const expansion = /`|\$\(|\$[A-Za-z_][A-Za-z0-9_]*/y

/**
 * Splits a command the way a POSIX shell does (quotes, backslashes, line continuations), but runs no shell: whatever only a shell
 * could do is a mistake. `${…}` stays whole inside its word, in every kind of quotes.
 */
export function splitCommand(source: string): SplitCommand {
  const words: (string | TemplateExpression)[][] = []
  let word: (string | TemplateExpression)[] | undefined
  let mistake: CommandMistake | undefined
  let quote: { readonly mark: string; readonly at: number } | undefined

  const add = (part: string | TemplateExpression) => {
    word ??= []
    const last = word.at(-1)
    if (typeof part === 'string' && typeof last === 'string') word[word.length - 1] = last + part
    else word.push(part)
  }
  const endWord = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const note = (kind: CommandMistake['kind'], start: number, end: number) => {
    mistake ??= { kind, text: source.slice(start, end), start, end }
  }

  let position = 0
  while (position < source.length) {
    const character = source[position] ?? ''
    if (source.startsWith('$${', position)) {
      add('${')
      position += 3
      continue
    }
    if (source.startsWith('${', position)) {
      const end = (placeholderEnd(source, position + 2) ?? source.length - 1) + 1
      for (const part of parseTemplate(source.slice(position, end)).parts) add(part)
      position = end
      continue
    }
    if (quote === undefined && /\s/.test(character)) {
      endWord()
      position += 1
      continue
    }
    if (quote?.mark !== "'" && character === '\\') {
      position += readEscape(source, position, { quoted: quote !== undefined, add })
      continue
    }
    if (quote?.mark === character) {
      quote = undefined
      position += 1
      continue
    }
    if (quote === undefined && (character === '"' || character === "'")) {
      quote = { mark: character, at: position }
      add('')
      position += 1
      continue
    }
    const shell = quote?.mark === "'" ? undefined : matchAt(quote === undefined ? operator : expansion, source, position)
    if (shell !== undefined && !(/^[0-9]/.test(shell) && word !== undefined)) note('shell-syntax', position, position + shell.length)
    add(character)
    position += 1
  }
  if (quote !== undefined) note('unterminated-quote', quote.at, source.length)
  endWord()
  const assignment = /^\s*([A-Za-z_][A-Za-z0-9_]*=\S*)/.exec(source)
  if (assignment?.[1] !== undefined) {
    const end = assignment[0].length
    mistake = { kind: 'assignment', text: assignment[1], start: end - assignment[1].length, end }
  }
  return { words, mistake }
}

/** Returns how many characters of the source it stands for. `${` and `$${` mean the same behind a backslash as everywhere else. */
function readEscape(source: string, position: number, state: { quoted: boolean; add: (text: string) => void }): number {
  const next = source[position + 1]
  if (next === undefined) state.add('\\')
  else if (next === '\n') return 2
  else if (source.startsWith('${', position + 1)) return 1
  else if (source.startsWith('$${', position + 1)) return 1
  else if (state.quoted && !'"\\$`'.includes(next)) state.add(`\\${next}`)
  else state.add(next)
  return 2
}

function matchAt(pattern: RegExp, source: string, position: number): string | undefined {
  pattern.lastIndex = position
  return pattern.exec(source)?.[0]
}
