/** Lines of Groovy; a list is what stands inside the braces of the line before it. */
export type GroovyLines = readonly (string | GroovyBlock)[]

export interface GroovyBlock {
  readonly head: string
  readonly lines: GroovyLines
  /** Words above it. */
  readonly comment?: string
}

export function block(head: string, lines: GroovyLines, comment?: string): GroovyBlock {
  return { head, lines, ...(comment !== undefined && { comment }) }
}

export function printGroovy(lines: GroovyLines, indent = ''): string {
  return lines
    .map((line) => {
      if (typeof line === 'string') return `${indent}${line}\n`
      const comment = line.comment === undefined ? '' : `${indent}// ${line.comment}\n`
      return `${comment}${indent}${line.head} {\n${printGroovy(line.lines, `${indent}  `)}${indent}}\n`
    })
    .join('')
}
