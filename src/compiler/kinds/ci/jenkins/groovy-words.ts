/** A text of Groovy that means exactly this: single quotes look for no values. */
export function groovyText(text: string): string {
  return `'${escape(text).replaceAll("'", String.raw`\'`)}'`
}

/** A variable's value: `$NAME` and `${NAME}` are environment variables of Jenkins, everything else is only itself. */
export function groovyValue(text: string): string {
  if (!reference.test(text)) return groovyText(text)
  const parts = text.split(/(\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*)/)
  const shown = parts.map((part, at) =>
    at % 2 === 1
      ? `\${env.${part.replaceAll(/[${}]/g, '')}}`
      : escape(part)
          .replaceAll('"', String.raw`\"`)
          .replaceAll('$', String.raw`\$`),
  )
  return `"${shown.join('')}"`
}

export const reference = /\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*/

/** A backslash begins an escape, and no line of source may end inside of a text. */
function escape(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
}

/** A line of a comment, which no line break and no escape of a character ends: Groovy reads `\u000a` before anything else. */
export function groovyComment(line: string): string {
  return `// ${line.replaceAll('\\', '/').replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')}`.trimEnd()
}
