/** Text in which GitHub would look for expressions, made to mean only itself. */
export function plain(text: string): string {
  return text.replaceAll('${{', "${{ '${{' }}")
}

/** Conditions are expressions; a text in one stands in single quotes, doubled inside. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
