import { escapeInvisible } from './literal.ts'

/** `// …`, one for each line of the text. */
export function lineComment(text: string): string[] {
  return commentLines(text).map((line) => (line === '' ? '//' : `// ${line}`))
}

/** A TSDoc comment, for descriptions of what a file exports. */
export function docComment(text: string): string[] {
  const lines = commentLines(text)
  const single = `/** ${lines[0]} */`
  if (lines.length === 1 && single.length <= 100) return [single]
  return ['/**', ...lines.map((line) => (line === '' ? ' *' : ` * ${line}`)), ' */']
}

/** Nothing in a comment may end it, or speak to a compiler or a test runner. */
function commentLines(text: string): string[] {
  const lines = text.trim().split(/\r\n|[\n\r\u2028\u2029]/)
  return lines.map((line) =>
    escapeInvisible(
      line
        .trimEnd()
        .replaceAll('*/', '*\\/')
        .replaceAll(/@(?=ts-|vitest-|jest-)/g, '@ '),
    ),
  )
}
