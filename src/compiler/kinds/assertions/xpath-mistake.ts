import xpath from 'xpath'

/** The part that is used; the package's own types leave it out. */
const { parse } = xpath as unknown as { parse(expression: string): unknown }

/** Why an XPath cannot be used, if so. Import lazily. */
export function xpathMistake(expression: string): string | undefined {
  try {
    parse(expression)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.startsWith('Unterminated string') ? 'a quote is never closed' : 'it breaks off or has a sign in the wrong place'
  }
}
