export interface Mark {
  readonly line: number
  readonly column: number
}

/** Takes the `▸` marks out of a YAML text and says at which line and column (from 1, in UTF-16 units) each stood. */
export function readMarks(marked: string): { text: string; marks: Mark[] } {
  const [first = '', ...rest] = marked.split('▸')
  const marks: Mark[] = []
  let text = first
  for (const part of rest) {
    const lines = text.replace(/^\uFEFF/, '').split('\n')
    marks.push({ line: lines.length, column: lines.at(-1)!.length + 1 })
    text += part
  }
  return { text, marks }
}
