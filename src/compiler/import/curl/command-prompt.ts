import { rawText } from '../http/expressions.ts'
import type { ShellWords } from './shell-words.ts'

/** «Copy as cURL (cmd)»: its quotes are hidden from the Windows command prompt by carets. */
export function isForCommandPrompt(line: string): boolean {
  return /^\s*curl(?:\.exe)?\s[^'"]*\^"/i.test(line)
}

/** Reads what browsers copy for the command prompt: `^` takes the next character as it is, what is left is read as programs of Windows do. */
export function commandPromptWords(line: string): ShellWords {
  const text = withoutCarets(rawText(line).replaceAll('\r\n', '\n').trim())
  const words = [...text.matchAll(/(?:"(?:\\["\\]|[^"])*"?|[^\s"])+/g)].map(([word]) => withoutQuotes(word))
  // several requests are copied with & between them
  const end = words.indexOf('&')
  return end < 0 ? { words, rest: undefined } : { words: words.slice(0, end), rest: words.slice(end + 1).join(' ') || undefined }
}

/** A caret takes the end of its line with it; where two line ends follow, the second is one of the text. */
function withoutCarets(text: string): string {
  return text.replaceAll(/\^(?:\n(\n)?|([^]))/g, (_, lineEnd: string | undefined, sign: string | undefined) => lineEnd ?? sign ?? '')
}

function withoutQuotes(word: string): string {
  return word.replaceAll(/"((?:\\["\\]|[^"])*)"?/g, (_, inner: string) => inner.replaceAll(/\\(["\\])/g, '$1'))
}
