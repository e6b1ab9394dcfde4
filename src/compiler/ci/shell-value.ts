/** A variable's value for a shell: `$NAME` and `${NAME}` are what they name, everything else is only itself. */
export function shellValue(text: string): string {
  const escaped = text.replaceAll(/\$\{[A-Za-z_]\w*\}|\$[A-Za-z_]\w*|[\\"`$]/g, (part) => (part.length > 1 ? part : `\\${part}`))
  return `"${escaped}"`
}
